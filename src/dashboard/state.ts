import type { Phrase } from '../platform/phrase.ts';
import { causeOf, type PageCause } from './cause.ts';
import type { ChannelState } from './channels.ts';
import { overdueBy } from './overdue.ts';
import type { RunFacts } from './questions/runs.ts';
import { isoOf, msOf } from './zone.ts';

/** Whether the stock in the table can be trusted now, and whether the channels know it. */
export interface State {
  level: 'good' | 'attention' | 'trouble';
  /**
   * never: no sync has ended yet. current: the last one loaded, not long ago. silent: the last one loaded, and since then there
   * should have been more. behind: the last one loaded nothing.
   */
  stock: 'never' | 'current' | 'silent' | 'behind';
  /** The sync that ended last. */
  last_at: string | null;
  last_run_id: string | null;
  last_status: string | null;
  last_exit_code: number | null;
  /** Why that one did not succeed, as it was kept. */
  reason: Phrase | string | null;
  /** What is behind that, or else behind the silence, or what was refused. */
  cause: PageCause | null;
  /** The sync that loaded last. */
  good_at: string | null;
  running_since: string | null;
  owed: number;
  owed_since: string | null;
  dead: number;
  quarantined: number;
}

export interface Standing {
  now: string;
  lastSync: RunFacts | undefined;
  lastGood: RunFacts | undefined;
  reason: Phrase | string | null;
  /** Newest first. */
  runs: readonly RunFacts[];
  owed: number;
  owedSince: string | null;
  dead: number;
  quarantined: number;
  channels: readonly ChannelState[];
}

const MINUTE_MS = 60_000;
/** A run shows that it lives four times a minute. */
const SIGN_OF_LIFE_LIMIT_MS = 2 * MINUTE_MS;

export function stateOf(standing: Standing): State {
  const { now, lastSync, lastGood, runs, owed, dead, quarantined } = standing;
  const stock = stockOf(standing);
  const running = runs.find((run) => run.status === 'running' && isAlive(run, now));
  const unwell = lastSync !== undefined && lastSync.status !== 'succeeded';
  const isTold = standing.channels.every((channel) => !channel.late && channel.dead === 0);
  const isTrouble = stock === 'behind' || stock === 'silent' || !isTold;
  const isAttention = stock === 'never' || unwell || quarantined > 0;
  return {
    level: isTrouble ? 'trouble' : isAttention ? 'attention' : 'good',
    stock,
    last_at: lastSync === undefined ? null : isoOf(lastSync.startedAt),
    last_run_id: lastSync?.runId ?? null,
    last_status: lastSync?.status ?? null,
    last_exit_code: lastSync?.exitCode ?? null,
    reason: unwell ? standing.reason : null,
    cause: causeNow(standing, stock),
    good_at: lastGood === undefined ? null : isoOf(lastGood.startedAt),
    running_since: running === undefined ? null : isoOf(running.startedAt),
    owed,
    owed_since: owed > 0 && standing.owedSince !== null ? isoOf(standing.owedSince) : null,
    dead,
    quarantined,
  };
}

/** The worst of what is not over. */
function causeNow(
  { lastSync, lastGood, reason, channels }: Standing,
  stock: State['stock'],
): PageCause | null {
  const stockOf = lastGood?.startedAt;
  const ofRun = lastSync === undefined ? null : causeOf(lastSync, reason, stockOf);
  if (ofRun !== null) return ofRun;
  const stock_of = stockOf === undefined ? null : isoOf(stockOf);
  if (stock === 'silent') return { name: 'silent', outcome: 'unchanged', stock_of };
  const isRefused = channels.some(({ dead }) => dead > 0);
  return isRefused ? { name: 'refused', outcome: 'unsent', stock_of } : null;
}

export function isAlive({ aliveAt }: RunFacts, now: string): boolean {
  return msOf(now) - msOf(aliveAt) < SIGN_OF_LIFE_LIMIT_MS;
}

function stockOf({ now, lastSync, lastGood, runs }: Standing): State['stock'] {
  if (lastSync === undefined) return 'never';
  if (lastSync.runId !== lastGood?.runId) return 'behind';
  return overdueBy(runs)(msOf(lastSync.startedAt), msOf(now)) ? 'silent' : 'current';
}
