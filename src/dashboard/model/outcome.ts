import type { RunFacts } from '../questions/runs.ts';
import { msOf } from '../../platform/zone.ts';

const MINUTE_MS = 60_000;
/** A run shows that it lives four times a minute. */
const SIGN_OF_LIFE_LIMIT_MS = 2 * MINUTE_MS;

/** How a run went, from well to badly; `running` has not ended. */
export type Outcome = 'running' | 'good' | 'incomplete' | 'stopped' | 'failed';

/** How a day went: as its worst run. `none`: there was no run. `unrecorded`: it is from before the first run that is kept. */
export type DayResult = Exclude<Outcome, 'running'> | 'none' | 'unrecorded';

/** Never the colour alone. */
export const DAY_SIGNS: Readonly<Record<DayResult, string>> = {
  good: '✓',
  incomplete: '!',
  stopped: '■',
  failed: '✕',
  none: '–',
  unrecorded: '·',
};

export const RESULTS = Object.keys(DAY_SIGNS) as DayResult[];

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  succeeded: 'good',
  incomplete: 'incomplete',
  interrupted: 'incomplete',
  stopped: 'stopped',
};

/** Nobody closes the books of a run that died before the next one starts. */
export function statusOf(run: RunFacts, now: string): string {
  return run.status === 'running' && !isAlive(run, now) ? 'lost' : run.status;
}

export function outcomeOf(run: RunFacts, now: string): Outcome {
  const status = statusOf(run, now);
  return status === 'running' ? 'running' : (OUTCOMES[status] ?? 'failed');
}

/** Also one that has not ended: nothing of it went wrong so far. */
export function isGood(run: RunFacts, now: string): boolean {
  return ['good', 'running'].includes(outcomeOf(run, now));
}

export function isAlive({ aliveAt }: RunFacts, now: string): boolean {
  return msOf(now) - msOf(aliveAt) < SIGN_OF_LIFE_LIMIT_MS;
}
