import type { CauseName } from '../../alerts/causes.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { solvedAfter } from '../../alerts/solved.ts';
import { causeOf, type PageCause } from './cause.ts';
import type { ChannelState } from './channels.ts';
import { isGood, isAlive, statusOf } from '../../runs/outcome.ts';
import { overdueBy } from './overdue.ts';
import type { RunFacts } from '../questions/runs.ts';
import { isoOf, msOf } from '../../platform/zone.ts';

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
  /** Why the last run left something of that; null where nothing is pending. */
  owed_cause: CauseName | null;
  dead: number;
  quarantined: number;
}

export interface Standing {
  now: string;
  lastSync: RunFacts | undefined;
  lastGood: RunFacts | undefined;
  /** Why a run did not go well, as it was kept. */
  reasonOf(run: RunFacts): Phrase | string | null;
  /** The flash that ended last. */
  lastFlash: RunFacts | undefined;
  /** Newest first. */
  runs: readonly RunFacts[];
  /** Of at least a week, newest first: what is usual. */
  habit: readonly RunFacts[];
  owed: number;
  owedSince: string | null;
  dead: number;
  quarantined: number;
  channels: readonly ChannelState[];
  /** Whether channels are told anything at all: where not, none of them is late. */
  isTelling: boolean;
}

export function stateOf(standing: Standing): State {
  const { now, lastSync, lastGood, runs, owed, dead, quarantined } = standing;
  const stock = stockOf(standing);
  const running = runs.find((run) => run.status === 'running' && isAlive(run, now));
  const unwell = unwellRun(standing);
  const isTold =
    !standing.isTelling || standing.channels.every((channel) => !channel.late && channel.dead === 0);
  const isTrouble = stock === 'behind' || stock === 'silent' || !isTold;
  const isPaused = standing.isTelling && standing.channels.some((channel) => channel.paused_at !== null);
  const isAttention = stock === 'never' || unwell !== undefined || quarantined > 0 || isPaused;
  return {
    level: isTrouble ? 'trouble' : isAttention ? 'attention' : 'good',
    stock,
    last_at: lastSync === undefined ? null : isoOf(lastSync.startedAt),
    last_run_id: lastSync?.runId ?? null,
    last_status: lastSync === undefined ? null : statusOf(lastSync, now),
    last_exit_code: lastSync?.exitCode ?? null,
    reason: unwell === undefined ? null : standing.reasonOf(unwell),
    cause: causeNow(standing, stock),
    good_at: lastGood === undefined ? null : isoOf(lastGood.startedAt),
    running_since: running === undefined ? null : isoOf(running.startedAt),
    owed,
    owed_since: owed > 0 && standing.owedSince !== null ? isoOf(standing.owedSince) : null,
    owed_cause: owed > 0 ? lateCause(standing) : null,
    dead,
    quarantined,
  };
}

/** The worst of what is not over. */
function causeNow(standing: Standing, stock: State['stock']): PageCause | null {
  const { now, lastGood, channels, reasonOf } = standing;
  const stockOf = lastGood?.startedAt;
  const run = unwellRun(standing);
  if (run !== undefined) return causeOf({ ...run, status: statusOf(run, now) }, reasonOf(run), stockOf);
  const stock_of = stockOf === undefined ? null : isoOf(stockOf);
  if (stock === 'silent') return { name: 'silent', outcome: 'unchanged', stock_of, solved_at: null };
  if (channels.some(({ late }) => late)) {
    return { name: lateCause(standing), outcome: 'unsent', stock_of, solved_at: null };
  }
  const isRefused = standing.isTelling && channels.some(({ dead }) => dead > 0);
  return isRefused ? { name: 'refused', outcome: 'refused', stock_of, solved_at: null } : null;
}

/** Of the last run that left something to be sent, as a sync of some products may, whatever went well after it. */
function lateCause(standing: Standing): CauseName {
  for (const run of standing.runs.filter(({ pending }) => pending > 0)) {
    const cause = goingOn(run, standing);
    if (cause?.name.startsWith('channel_') === true) return cause.name;
  }
  return 'channel_pending';
}

/** The last sync, or the flash after it, where it went wrong: what moves is not brought in before the next whole run. */
function unwellRun(standing: Standing): RunFacts | undefined {
  const { now, lastSync, lastFlash } = standing;
  if (lastSync !== undefined && !isGood(lastSync, now) && goingOn(lastSync, standing) !== null)
    return lastSync;
  const isNewer =
    lastSync === undefined || lastFlash === undefined || lastFlash.startedAt > lastSync.startedAt;
  return lastFlash !== undefined && isNewer && !isGood(lastFlash, now) ? lastFlash : undefined;
}

/** What is behind a run, and was not put right by a later one. */
function goingOn(run: RunFacts, { runs, now, reasonOf }: Standing): PageCause | null {
  const ended = { ...run, status: statusOf(run, now) };
  const cause = causeOf(ended, reasonOf(run), undefined, solvedAfter(runs).get(run.runId));
  return cause?.solved_at === null ? cause : null;
}

function stockOf({ now, lastSync, lastGood, habit }: Standing): State['stock'] {
  if (lastSync === undefined) return 'never';
  if (lastSync.runId !== lastGood?.runId) return 'behind';
  return overdueBy(habit)(msOf(lastSync.startedAt), msOf(now)) ? 'silent' : 'current';
}
