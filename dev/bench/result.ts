import type { Medians } from './bench.ts';

/** One goal: what was measured, and whether that is enough. */
export interface Result {
  work: string;
  measured: string;
  goal: string;
  /** Undefined where it could not be measured. */
  met: boolean | undefined;
}

const MISSING = 'not measured';

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export function faster(work: string, times: number, peer: Medians | undefined, job: Medians): Result {
  const goal = `at least ${times} times faster than the peer`;
  if (peer === undefined) return { work, measured: MISSING, goal, met: undefined };
  const ratio = peer.wallMs / job.wallMs;
  const measured = `${ratio.toFixed(1)} times (${seconds(job.wallMs)} against ${seconds(peer.wallMs)})`;
  return { work, measured, goal, met: ratio >= times };
}

export function within(work: string, times: number, what: string, job: Medians, other: Medians): Result {
  const ratio = job.wallMs / other.wallMs;
  const measured = `${ratio.toFixed(2)} times (${seconds(job.wallMs)} against ${seconds(other.wallMs)})`;
  return { work, measured, goal: `at most ${times} times ${what}`, met: ratio <= times };
}

export function below(work: string, limit: number, unit: string, value: number): Result {
  const measured = `${Math.round(value).toLocaleString('en-US')} ${unit}`;
  return { work, measured, goal: `at most ${limit.toLocaleString('en-US')} ${unit}`, met: value <= limit };
}
