import { type CauseName, causesOf } from '../../alerts/causes.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { solvedAfter } from '../../alerts/solved.ts';
import { type ChannelCause, causeOf, type PageCause } from './cause.ts';
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
   * should have been more. behind: the last one loaded nothing. counted: no sync is to come, somebody counts the stock.
   */
  stock: 'never' | 'current' | 'silent' | 'behind' | 'counted';
  /** The sync that ended last. */
  last_at: string | null;
  last_run_id: string | null;
  last_status: string | null;
  last_exit_code: number | null;
  /** Why that one did not succeed, as it was kept. */
  reason: Phrase | string | null;
  /** What is behind that, or else behind the silence, or what was refused. */
  cause: PageCause | null;
  /** What else is not over, and asks for something else to be done. */
  also: ChannelCause[];
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
  /** Whether a source says what there is. */
  hasSource: boolean;
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
  unmappedUnits: number;
  /** Whether more listings drifted than may be corrected. */
  isDriftStopped: boolean;
  /** How it is with the till's sales. */
  tillLevel: State['level'];
  channels: readonly ChannelState[];
}

export function stateOf(standing: Standing): State {
  const { now, lastSync, lastGood, runs, owed, dead, quarantined } = standing;
  const stock = stockOf(standing);
  const running = runs.find((run) => run.status === 'running' && isAlive(run, now));
  const unwell = unwellRun(standing);
  const [cause = null, ...also] = causesNow(standing, stock);
  const isTold = standing.channels.every((channel) => !channel.on || (!channel.late && channel.dead === 0));
  const isTrouble = stock === 'behind' || stock === 'silent' || !isTold || standing.tillLevel === 'trouble';
  const isPaused = standing.channels.some((channel) => channel.on && channel.paused_at !== null);
  const isAttention =
    stock === 'never' ||
    unwell !== undefined ||
    quarantined > 0 ||
    isPaused ||
    standing.unmappedUnits > 0 ||
    standing.tillLevel === 'attention' ||
    standing.isDriftStopped;
  return {
    level: isTrouble ? 'trouble' : isAttention ? 'attention' : 'good',
    stock,
    last_at: lastSync === undefined ? null : isoOf(lastSync.startedAt),
    last_run_id: lastSync?.runId ?? null,
    last_status: lastSync === undefined ? null : statusOf(lastSync, now),
    last_exit_code: lastSync?.exitCode ?? null,
    reason: unwell === undefined ? null : standing.reasonOf(unwell),
    cause,
    also,
    good_at: lastGood === undefined ? null : isoOf(lastGood.startedAt),
    running_since: running === undefined ? null : isoOf(running.startedAt),
    owed,
    owed_since: owed > 0 && standing.owedSince !== null ? isoOf(standing.owedSince) : null,
    owed_cause: owed > 0 ? untoldCause(standing) : null,
    dead,
    quarantined,
  };
}

/** What is not over, the worst first. */
function causesNow(standing: Standing, stock: State['stock']): [] | [PageCause, ...ChannelCause[]] {
  const { now, lastGood, reasonOf } = standing;
  const stockOf = lastGood?.startedAt;
  const stock_of = stockOf === undefined ? null : isoOf(stockOf);
  const ofChannels = channelCauses(standing, stock_of);
  const run = unwellRun(standing);
  const ofRun =
    run === undefined ? null : causeOf({ ...run, status: statusOf(run, now) }, reasonOf(run), stockOf);
  if (ofRun !== null) {
    const isTold = (each: ChannelCause): boolean =>
      ofRun.name.startsWith('channel_') && each.name !== 'refused' && each.channel === ofRun.channel;
    return [ofRun, ...ofChannels.filter((each) => !isTold(each))];
  }
  if (stock === 'silent') {
    return [{ name: 'silent', outcome: 'unchanged', stock_of, solved_at: null }, ...ofChannels];
  }
  const [first, ...others] = ofChannels;
  return first === undefined ? [] : [first, ...others];
}

/** Of each channel that is late, and of each that refused something for good. */
function channelCauses(standing: Standing, stock_of: string | null): ChannelCause[] {
  const on = standing.channels.filter((channel) => channel.on);
  const of = ({ channel, unit }: ChannelState) => ({
    ...(unit === 'listing' && { channel }),
    stock_of,
    solved_at: null,
  });
  const late = on.filter((channel) => channel.late);
  const refusing = on.filter(({ dead }) => dead > 0);
  return [
    ...late.map((channel) => ({
      ...of(channel),
      name: lateCause(standing, channel),
      outcome: 'unsent' as const,
      late_since: channel.most_since ?? channel.since,
    })),
    ...refusing.map((channel) => ({ ...of(channel), name: 'refused' as const, outcome: 'refused' as const })),
  ];
}

/**
 * Of a marketplace, what keeps it from taking anything. Else of the last run that left something to be sent, as a sync of some products
 * may, whatever went well after it.
 */
function lateCause(standing: Standing, { channel, unit, reason }: ChannelState): CauseName {
  if (unit === 'listing' && reason !== null) return causesOf(reason)[0] ?? 'channel_pending';
  const wanted = unit === 'listing' ? channel : undefined;
  for (const run of standing.runs.filter(({ pending }) => pending > 0)) {
    const cause = goingOn(run, standing);
    if (cause?.name.startsWith('channel_') === true && cause.channel === wanted) return cause.name;
  }
  return 'channel_pending';
}

/** Of what products wait for. */
function untoldCause(standing: Standing): CauseName {
  const waiting = standing.channels.find(({ unit, pending }) => unit === 'product' && pending > 0);
  return waiting === undefined ? 'channel_pending' : lateCause(standing, waiting);
}

/** The last sync, or the flash after it, where it went wrong: what moves is not brought in before the next whole run. */
function unwellRun(standing: Standing): RunFacts | undefined {
  const { now, hasSource, lastSync, lastFlash } = standing;
  if (!hasSource) return undefined;
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

function stockOf({ now, hasSource, lastSync, lastGood, habit }: Standing): State['stock'] {
  if (!hasSource) return 'counted';
  if (lastSync === undefined) return 'never';
  if (lastSync.runId !== lastGood?.runId) return 'behind';
  return overdueBy(habit)(msOf(lastSync.startedAt), msOf(now)) ? 'silent' : 'current';
}
