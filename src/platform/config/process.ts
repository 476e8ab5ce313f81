import { logConfig } from '../log-config.ts';
import { text } from './checks.ts';
import { definePart } from './config.ts';

/** Where the targets stand, if there are several. */
const targetsConfig = definePart(
  { TARGETS_FILE: { check: text.optional(), ofProcess: true } },
  (v) => v.TARGETS_FILE,
);

export const parts = [targetsConfig, logConfig];
