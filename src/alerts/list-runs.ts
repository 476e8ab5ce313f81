import { openSchema } from '../mysql/open.ts';
import type { Body } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { config, printRuns, type RunsFlags } from '../runs/runs.ts';
import { printFailed } from './list-failed.ts';

/** The history of runs; a script has each for itself. */
export const command: Body<typeof config, RunsFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    await (flags.failed && !flags.json ? printFailed : printRuns)(job, session, flags);
    return EXIT.ok;
  },
};
