import { keepPolarsToOneThread, parseConfig } from '../config.ts';
import type { ExitCode } from '../platform/errors.ts';
import type { Context } from './context.ts';
import { underReport } from './run-report.ts';

export interface SyncFlags {
  mode: 'delta' | 'full';
  compare: 'flash' | 'deep';
  dryRun: boolean;
  force: boolean;
  select: readonly number[] | undefined;
  notify: boolean;
  json: boolean;
}

/** One run of the job. What it works with is loaded only once the configuration is known to be usable. */
export function sync(flags: SyncFlags, context: Context): Promise<ExitCode> {
  return underReport({ command: 'sync', ...flags }, context, async (runId, log, progress) => {
    const config = parseConfig(context.env, ['database', 'source', 'load', 'publications', 'log']);
    keepPolarsToOneThread();
    const { syncConfigured } = await import('./sync-configured.ts');
    return syncConfigured(config, flags, { runId, log, progress, signal: context.signal });
  });
}
