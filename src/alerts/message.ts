import { brandOf, type Unit } from '../channels/index.ts';
import type { Phrase } from '../platform/phrase.ts';
import { redact } from '../platform/redact.ts';
import type { Cause } from './causes.ts';
import type { Backlog } from './late.ts';
import { tellCause } from './telling.ts';
import type { Till } from './till.ts';
import {
  BLOCKED,
  BROKER,
  DATABASE,
  DEAD,
  DEAD_SALES,
  DEAD_UPLOADS,
  kindOf,
  NO_WORKER,
  ORDERS,
  OWED,
  UNMAPPED,
  WAITING,
  type RunEnd,
  type Trouble,
  type Verdict,
} from './trouble.ts';
import type { CauseText } from './words/causes.en.ts';
import type { AlertText } from './words/en.ts';

export type Template = 'generic' | 'slack' | 'google-chat' | 'whapi';

/** The run that an alert speaks of, or what a worker saw. */
export interface AlertedRun extends RunEnd {
  /** Null where no run ended. */
  runId: string | null;
  target: string | null;
  status: string | null;
  /** Why it did not end well, in the reader's words. */
  reason: string | null;
  /** What that reason is made of, and what is behind it; undefined where it ended well. */
  failure: Phrase | undefined;
  cause: Cause | undefined;
  /** Those that have not been told everything. */
  channels: readonly (Pick<Backlog, 'pending' | 'waitedMs' | 'earlier' | 'mostWaitedMs' | 'dead'> & {
    label: string;
    unit: Unit;
    late: boolean;
  })[];
}

const MAX_REASON_CHARS = 1000;

/**
 * The body of the request that tells of it, as the receiver wants it. Without secrets. `words` are those of whoever
 * reads it: a chat is read by people, who are told what is behind it; a program reads English, and has no use for `causes`.
 */
export function bodyOf(
  template: Template,
  to: string | undefined,
  run: AlertedRun,
  tell: NonNullable<Verdict['tell']>,
  words: AlertText,
  causes: CauseText | undefined,
): string {
  const text = textOf(run, tell, words, causes);
  const bodies: Record<Template, () => object> = {
    generic: () => genericBody(run, tell, text),
    // What stands between angle brackets could call a whole channel.
    slack: () => ({ text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') }),
    'google-chat': () => ({ text: text.replaceAll('<', '‹').replaceAll('>', '›') }),
    whapi: () => ({ to, body: text }),
  };
  return redact(JSON.stringify(bodies[template]()));
}

function genericBody(run: AlertedRun, tell: NonNullable<Verdict['tell']>, text: string): object {
  return {
    event: tell === 'well' ? 'sync.well' : 'sync.trouble',
    target: run.target,
    run_id: run.runId,
    status: run.status,
    exit_code: run.exitCode,
    troubles: tell === 'well' ? [] : tell.map(({ kind, runs }) => ({ kind, runs })),
    owed: run.left?.owed ?? null,
    dead: run.left?.dead ?? null,
    uploads: run.deadUploads === undefined ? null : { dead: run.deadUploads },
    sales: typeof run.till === 'object' ? { waiting: run.till.waiting, dead: run.till.dead } : null,
    text,
  };
}

function textOf(
  run: AlertedRun,
  tell: NonNullable<Verdict['tell']>,
  words: AlertText,
  causes: CauseText | undefined,
): string {
  const said =
    tell === 'well' ? [words.well(run.runId)] : tell.map((each) => saidOf(each, run, words, causes));
  return `${words.whose(run.target)}: ${said.join(' ')}`;
}

function saidOf(
  { kind, lastsMs = 0 }: Trouble,
  run: AlertedRun,
  words: AlertText,
  causes: CauseText | undefined,
): string {
  const { reason, failure, cause, channels, till } = run;
  const cut = (reason ?? '').slice(0, MAX_REASON_CHARS).toWellFormed();
  const runId = run.runId ?? '';
  const status = words.status[run.status ?? ''] ?? run.status ?? '';
  const ended = words.ended(runId, status, run.exitCode ?? 0, cut);
  if (kind === kindOf(run)) {
    if (causes === undefined || cause === undefined) return `${ended}.`;
    const { what, means, todo } = tellCause(cause, failure ?? null, null, causes);
    return `${what} ${means} ${todo} (${ended})`;
  }
  if (kind === DEAD_UPLOADS) return words.uploadsDead(run.deadUploads ?? 0);
  if (kind === UNMAPPED) return words.unmapped(run.sold?.unmapped ?? 0);
  if (kind === ORDERS) return ordersIn(run, words);
  if (kind === BLOCKED) return words.blocked(runId, run.missingBlocked);
  if (kind === BROKER) return words.brokerAway(lastsMs);
  if (kind === DATABASE) return words.databaseAway(run.databaseAwayMs ?? 0);
  if (OF_SALES.has(kind)) return typeof till === 'object' ? salesIn(kind, till, words) : '';
  const late = channels.filter((channel) => kind === OWED && channel.late);
  const refusing = channels.filter(({ dead }) => kind === DEAD && dead > 0);
  return [
    ...late.map(({ label, unit, pending, earlier, mostWaitedMs, waitedMs }) => {
      const before = earlier === 0 ? null : { earlier, ms: waitedMs };
      return words.late(label, unit, pending - earlier, mostWaitedMs, before);
    }),
    ...(kind === OWED && run.onlyPending ? [`(${ended})`] : []),
    ...refusing.map(({ label, unit, dead }) => words.refused(label, unit, dead)),
  ].join(' ');
}

const OF_SALES: ReadonlySet<string> = new Set([WAITING, DEAD_SALES, NO_WORKER]);

function salesIn(kind: string, { queue, waiting, dead }: Exclude<Till, 'away'>, words: AlertText): string {
  if (kind === WAITING) return words.salesWaiting(waiting);
  return kind === DEAD_SALES ? words.salesDead(dead) : words.noWorker(queue, waiting);
}

function ordersIn({ sold }: AlertedRun, words: AlertText): string {
  return (sold?.unread ?? [])
    .map(({ channel, unreadMs }) => words.ordersUnread(brandOf(channel), unreadMs))
    .join(' ');
}
