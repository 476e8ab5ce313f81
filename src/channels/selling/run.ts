import { randomUUID } from 'node:crypto';
import { takeLease } from '../../mysql/lease.ts';
import { beside, type DatabaseJob } from '../../mysql/open.ts';
import type { TableAdvice } from '../../mysql/errors.ts';
import type { Session } from '../../mysql/session.ts';
import { ConfigurationError, type SyncError, UnavailableError } from '../../platform/errors.ts';
import { orAborted } from '../../platform/lifecycle.ts';
import type { Log } from '../../platform/log.ts';
import type { Phrase } from '../../platform/phrase.ts';
import type { SoldReport } from '../../runs/report.ts';
import { countRows } from '../outbox.ts';
import { phrase } from '../phrase.ts';
import { sell, type Sold } from './sell.ts';
import { openMarketplace, type Selling } from '../selling.ts';
import { readState } from '../state.ts';

/** What is due after this is left to the next run, or to a worker. */
const BUDGET_MS = 120_000;
/** Of these, so long for orders: what must fall does not wait for the orders of a month. */
const ORDERS_BUDGET_MS = 60_000;

/** The marketplaces of a run, at work beside it. */
export interface RunSelling {
  readonly channels: readonly string[];
  /** Connects, so that nothing waits for that once it starts: where this was not called before, `start` does it. */
  open(): void;
  start(): void;
  /** The result of one that was started, once it is done. Throws after `note` where the marketplace itself failed. */
  finish(channel: string, note: (report: SoldReport) => void): Promise<void>;
}

interface RunJob extends DatabaseJob {
  config: DatabaseJob['config'] & { selling: Selling | undefined };
}

interface Worked {
  service: Phrase;
  sold: Sold;
  durationMs: number;
  pending: number;
  /** UTC; null where it is not paused. */
  pausedAt: string | null;
}

/** Each over a connection of its own, so that none waits for another. */
export function sellingOf(job: RunJob, ofTables: TableAdvice): RunSelling {
  const channels = Object.keys(job.config.selling?.marketplaces ?? {});
  const atWork = new Map<string, Promise<Worked | undefined>>();
  const begun = Promise.withResolvers<boolean>();
  const open = (): void => {
    for (const channel of channels) {
      const work = beside(job, ofTables, (session) => workOn(job, session, channel, begun.promise));
      // Heard where it is finished, unless the run is stopped before.
      work.catch(() => undefined);
      atWork.set(channel, work);
    }
  };
  return {
    channels,
    open,
    start() {
      if (atWork.size === 0) open();
      begun.resolve(true);
    },
    async finish(channel, note) {
      // Of a run that came to no start.
      begun.resolve(false);
      const worked = (await begun.promise) && (await atWork.get(channel));
      if (!worked) return;
      tellPause(worked, job.log);
      const failure = failureOf(worked);
      note(reportOf(worked, failure));
      if (failure !== undefined) throw failure;
    },
  };
}

async function workOn(
  job: RunJob,
  session: Session,
  channel: string,
  begun: Promise<boolean>,
): Promise<Worked | undefined> {
  await using scope = new AsyncDisposableStack();
  const selling = job.config.selling as Selling;
  const holder = randomUUID().replaceAll('-', '');
  await takeLease(session, holder);
  const marketplace = await openMarketplace({ ...job, config: { ...job.config, selling }, scope }, channel);
  if (!(await orAborted(begun, job.signal))) return undefined;
  const startedMs = performance.now();
  const endsAtMs = startedMs + BUDGET_MS;
  const { signal, log } = job;
  const sold = await sell({
    ...{ session, channel, marketplace, holder, selling, signal, endsAtMs },
    ...{ unlessReadWithinMs: 0, ordersEndAtMs: startedMs + ORDERS_BUDGET_MS },
  });
  const durationMs = Math.round(performance.now() - startedMs);
  const { warning } = sold.orders;
  if (warning !== undefined) log.warn({ channel, phrase: warning });
  const [{ pending }, { pausedAt }] = [await countRows(session, channel), await readState(session, channel)];
  const { service } = marketplace;
  return { service, sold, durationMs, pending, pausedAt };
}

/** Whoever paused it knows; so does whoever reads the report. */
function tellPause({ service, sold: { ended }, pausedAt }: Worked, log: Log): void {
  if (ended === 'paused') log.warn({ phrase: phrase('is_paused', { service, since: pausedAt ?? '' }) });
}

/** Of the marketplace itself: what is paused, asked for patience or is in the hands of others is no failure. */
function failureOf({ service, sold, pending }: Worked): SyncError | undefined {
  const { ended, lastFailure, orders } = sold;
  const why = lastFailure ?? phrase('all_refused');
  if (ended === 'denied')
    return new ConfigurationError(phrase('listings_denied', { service, count: pending, why }));
  if (orders.failure !== undefined && orders.ended !== 'paced') return orders.failure;
  if (ended === 'failing')
    return new UnavailableError(phrase('listings_pending', { service, count: pending, why }));
  return undefined;
}

function reportOf({ sold, durationMs, pending }: Worked, failure: SyncError | undefined): SoldReport {
  const { accepted, dead, ended, orders } = sold;
  return {
    ...{ accepted, pending, dead },
    orders: orders.recorded,
    unmapped: orders.unmapped,
    duration_ms: durationMs,
    ended: ended ?? (orders.ended === 'budget' || orders.ended === 'paced' ? orders.ended : null),
    error_code: failure?.phrase.code ?? null,
  };
}
