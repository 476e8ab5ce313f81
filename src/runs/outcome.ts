import { HAS_LEASE_SQL } from '../mysql/lease.ts';
import { msOf } from '../platform/zone.ts';

const MINUTE_MS = 60_000;
/** A run shows that it lives four times a minute. */
const SIGN_OF_LIFE_LIMIT_MS = 2 * MINUTE_MS;

/** What a run says of itself, and since when it has said nothing. */
export interface Ended {
  status: string;
  aliveAt: string;
}

/** How a run went, from well to badly; `running` has not ended. */
export type Outcome = 'running' | 'good' | 'incomplete' | 'stopped' | 'failed';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  running: 'running',
  succeeded: 'good',
  incomplete: 'incomplete',
  interrupted: 'incomplete',
  stopped: 'stopped',
  failed: 'failed',
  lost: 'failed',
};

/** As `runs` and its JSON have them. */
export const STATUSES = Object.keys(OUTCOMES);
/** Of runs of which nothing went wrong so far. */
export const GOOD_STATUSES = STATUSES.filter((status) => isWell(OUTCOMES[status] as Outcome));

/** Nobody closes the books of a run that died before the next one starts. */
export function statusOf(run: Ended, now: string): string {
  return run.status === 'running' && !isAlive(run, now) ? 'lost' : run.status;
}

/** Of a row of `sync_run`, as `statusOf` says it. */
export const STATUS_SQL = `IF(status = 'running' AND alive_at <= UTC_TIMESTAMP(3) - INTERVAL ${SIGN_OF_LIFE_LIMIT_MS / 1000} SECOND
      AND NOT ${HAS_LEASE_SQL}, 'lost', status)`;
/** Its last sign of life: now, where its connection lives. In a long transaction a run writes none. */
export const ALIVE_SQL = `IF(status = 'running' AND ${HAS_LEASE_SQL}, UTC_TIMESTAMP(3), alive_at)`;

export function outcomeOf(run: Ended, now: string): Outcome {
  return OUTCOMES[statusOf(run, now)] ?? 'failed';
}

/** Also one that has not ended: nothing of it went wrong so far. */
export function isGood(run: Ended, now: string): boolean {
  return isWell(outcomeOf(run, now));
}

function isWell(outcome: Outcome): boolean {
  return outcome === 'good' || outcome === 'running';
}

export function isAlive({ aliveAt }: Ended, now: string): boolean {
  return msOf(now) - msOf(aliveAt) < SIGN_OF_LIFE_LIMIT_MS;
}
