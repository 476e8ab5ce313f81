import { alertConfig } from '../alerts/config.ts';
import { channelsConfig } from '../channels/index.ts';
import { databaseConfig } from '../mysql/config.ts';
import type { JsonFlags } from '../platform/command.ts';
import { setDefault } from '../platform/environment.ts';
import { logConfig } from '../platform/log-config.ts';
import type { RunBody } from '../runs/job.ts';
import { sourceConfig } from '../sources/index.ts';
import { loadConfig } from './config.ts';

export interface SyncFlags extends JsonFlags {
  mode: 'delta' | 'full';
  compare: 'flash' | 'deep';
  dryRun: boolean;
  force: boolean;
  select: readonly number[] | undefined;
  notify: boolean;
}

export const config = {
  database: databaseConfig,
  source: sourceConfig,
  load: loadConfig,
  channels: channelsConfig,
  alert: alertConfig,
  log: logConfig,
};

/** One run of the job. What it works with is loaded only once the configuration is known to be usable. */
export const command: RunBody<typeof config, SyncFlags> = {
  config,
  async work(job, flags) {
    // For Polars, which looks when it is loaded: its joins are small here, and more threads would take memory and the time that the
    // database needs.
    setDefault('POLARS_MAX_THREADS', '1');
    const { openSync } = await import('./open-sync.ts');
    return openSync(job, flags);
  },
};
