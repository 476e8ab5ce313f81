import type { FaultRule as Rule } from '../faults.ts';

/** What can go wrong with one request. */
export const FAULTS = [
  // Said in place of an answer, and nothing is done
  'conflict',
  'locked',
  'refused',
  '401',
  '403',
  '404',
  '429',
  '500',
  '503',
  'blocked',
  'page',
  'redirect',
  'cut',
  'hang',
  // In the answer of a multiget, in which the first item is not there
  'missing-item',
  // It says 200 and does nothing
  'ignored',
  // It is done, later or without an answer
  'slow',
  'late',
  'lost',
  'half',
] as const;

export type Fault = (typeof FAULTS)[number];
export type FaultRule = Rule<Fault>;
