import { wholeNumber } from '../platform/config/checks.ts';
import { definePart } from '../platform/config/config.ts';

const runConfig = definePart(
  {
    RUN_LIMIT_S: {
      check: wholeNumber(1, 604_800).default(3600),
      about: 'a run that takes longer, in seconds, is ended (69) and gives its lock back',
    },
  },
  (v) => ({ limitS: v.RUN_LIMIT_S }),
);

/** What every run reads, beside the parts of its command. */
export const OF_EVERY_RUN = { run: runConfig };

export const parts = [runConfig];
