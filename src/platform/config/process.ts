import { logConfig } from '../log-config.ts';
import { text, wholeNumber } from './checks.ts';
import { definePart } from './config.ts';

/** Where the targets stand, if there are several, and how many are worked on at once. */
export const targetsConfig = definePart(
  {
    TARGETS_FILE: {
      check: text.optional(),
      about: 'a JSON file that lists several shops to run for, each with variables of its own',
      example: 'targets.json',
      ofProcess: true,
    },
    TARGET_CONCURRENCY: {
      check: wholeNumber(1, 100).default(1),
      about: 'for how many of them `sync` and `notify` run at once; each takes the memory of a run',
      ofProcess: true,
    },
  },
  (v) => ({ file: v.TARGETS_FILE, atOnce: v.TARGET_CONCURRENCY }),
);

export const parts = [targetsConfig, logConfig];
