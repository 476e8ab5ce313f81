import type { FaultRule as Rule } from '../faults.ts';

/** What can go wrong with one request. */
export const FAULTS = [
  // In the answer of a mutation, in which the first quantity or the whole is refused
  'stale',
  'concurrent',
  'previous-failed',
  'mismatch',
  'not-mutable',
  // In place of an answer, and nothing is done
  'throttled',
  '429',
  '401',
  '402',
  '403',
  'blocked',
  '404',
  '500',
  '503',
  'internal',
  'page',
  'redirect',
  'cut',
  'hang',
  // It is done, later or without an answer
  'slow',
  'late',
  'lost',
  'half',
] as const;

export type Fault = (typeof FAULTS)[number];

export type FaultRule = Rule<Fault>;
