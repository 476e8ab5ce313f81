import { logConfig } from '../log-config.ts';
import { text } from './checks.ts';
import { definePart } from './config.ts';

/** Where the targets stand, if there are several. */
const targetsConfig = definePart(
  {
    TARGETS_FILE: {
      check: text.optional(),
      about: 'a JSON file that lists several shops to run for, each with variables of its own',
      example: 'targets.json',
      ofProcess: true,
    },
  },
  (v) => v.TARGETS_FILE,
);

export const parts = [targetsConfig, logConfig];
