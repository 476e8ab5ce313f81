import { setDefault } from '../platform/environment.ts';
import type { RunBody } from '../runs/job.ts';
import { type SyncFlags, syncParts } from './flags.ts';

/** One run of the job. What it works with is loaded only once the configuration is known to be usable. */
export const command: RunBody<typeof syncParts, SyncFlags> = {
  config: syncParts,
  async work(job, flags) {
    // For Polars, which looks when it is loaded: its joins are small here, and more threads would take memory and the time that the
    // database needs.
    setDefault('POLARS_MAX_THREADS', '1');
    const { openSync } = await import('./open-sync.ts');
    return openSync(job, flags);
  },
};
