import { keepPolarsToOneThread, parseConfig } from '../config.ts';
import type { ExitCode } from '../platform/errors.ts';
import type { Context } from './context.ts';
import { eachUnderReport } from './run-report.ts';
import type { TargetFlags } from './targets.ts';

export interface SyncFlags extends TargetFlags {
  mode: 'delta' | 'full';
  compare: 'flash' | 'deep';
  dryRun: boolean;
  force: boolean;
  select: readonly number[] | undefined;
  notify: boolean;
  json: boolean;
}

const NEEDS = ['database', 'source', 'load', 'publications', 'alert', 'log'] as const;

/** One run of the job for each target. What it works with is loaded only once the configuration is known to be usable. */
export function sync(flags: SyncFlags, given: Context): Promise<ExitCode> {
  const needs = { needs: NEEDS };
  return eachUnderReport({ command: 'sync', ...flags }, needs, given, async (run, context) => {
    const config = parseConfig(context.env, NEEDS);
    keepPolarsToOneThread();
    const { syncConfigured } = await import('./sync-configured.ts');
    return syncConfigured(config, flags, run, context);
  });
}
