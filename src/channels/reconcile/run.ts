import type { DatabaseConfig } from '../../mysql/config.ts';
import { LockedError } from '../../mysql/lock.ts';
import { openRun, type RunJob } from '../../runs/job.ts';
import { inOneLine } from '../../platform/log.ts';
import type { DriftedListing } from '../../runs/drift.ts';
import type { Outcome } from '../../runs/report.ts';
import { type RunBook, runSteps, type Step } from '../../runs/steps.ts';
import { createRuns } from '../../runs/store.ts';
import { openMarketplace, type Selling } from '../selling.ts';
import { dueWork } from '../selling/due-work.ts';
import { sellingOf } from '../selling/run.ts';
import { type Drift, findDrift, treatDrift } from './channel.ts';
import { forgetCheckpoint } from './checkpoint.ts';
import { lockOf } from './lock.ts';
import { phrase } from './phrase.ts';
import { named, reportOf } from './telling.ts';

export interface Reconciling {
  channels: readonly string[];
  dryRun: boolean;
  adopts: boolean;
  force: boolean;
  /** Whether it writes what drifted itself; where not, somebody else is at work who does. */
  delivers: boolean;
  /** How long it waits for another one; undefined where whoever calls has the lock of each channel. */
  waitMs: number | undefined;
}

export type ReconcileJob = RunJob<{
  database: DatabaseConfig;
  selling: Selling;
  limits: { maxPercent: number };
}>;

/** A run that compares these marketplaces, with everything that differs. It needs no lock of the loads: it reads what they left. */
export async function reconcile(
  job: ReconcileJob,
  asked: Reconciling,
): Promise<Outcome & { differences: readonly DriftedListing[] }> {
  const { session } = await openRun(job, { writes: !asked.dryRun, locks: false });
  const frame = {
    ...job,
    command: 'reconcile' as const,
    mode: asked.channels.length === 1 ? (asked.channels[0] ?? null) : null,
    ...{ compare: null, selected: null, holdsLock: false },
    ...{ forced: asked.force, dryRun: asked.dryRun },
    runs: createRuns(session),
    signal: session.signal,
  };
  const comparison = new Comparison({ ...job, session, signal: session.signal }, asked);
  const outcome = await runSteps(frame, comparison.steps());
  return { ...outcome, differences: comparison.differences };
}

type Connected = ReconcileJob & { session: NonNullable<ReconcileJob['session']> };

class Comparison {
  readonly #job: Connected;
  readonly #asked: Reconciling;
  readonly #drifts: Drift[] = [];
  differences: readonly DriftedListing[] = [];

  constructor(job: Connected, asked: Reconciling) {
    this.#job = job;
    this.#asked = asked;
  }

  /** One that cannot be compared, or is stopped, hides no other. */
  steps(): Step[] {
    const { channels } = this.#asked;
    const each = (work: (channel: string, book: RunBook) => Promise<void>): Step[] =>
      channels.map((channel) => ({ despiteFailure: true, work: (book) => work(channel, book) }));
    return [
      ...each((channel, { phases }) => phases.run('compare', () => this.#compare(channel))),
      { despiteFailure: true, work: (book) => this.#treat(book) },
      ...each((channel) => this.#judge(channel)),
      { despiteFailure: true, work: (book) => this.#deliver(book) },
    ];
  }

  async #compare(channel: string): Promise<void> {
    const { session, config, runId, signal, log, progress, scope } = this.#job;
    const { dryRun, force, waitMs } = this.#asked;
    const { selling, limits } = config;
    if (!dryRun && waitMs !== undefined) {
      const lock = lockOf(session, channel);
      if (!(await lock.wait(waitMs))) throw new LockedError(phrase('under_way', { channel }));
      scope.defer(() => lock.giveBack());
    }
    await using own = new AsyncDisposableStack();
    const marketplace = await openMarketplace({ ...this.#job, scope: own }, channel, { writes: !dryRun });
    const drift = await findDrift({
      ...{ session, channel, marketplace, selling, signal, dryRun, forced: force },
      ...{ holder: runId, maxPercent: limits.maxPercent },
      onRead: (read, of) => progress.count('listings', read, of),
    });
    this.#drifts.push(drift);
    const { service } = marketplace;
    if (drift.isPaused) log.warn({ channel, phrase: phrase('is_paused', { service }) });
    const warning = drift.orders?.warning;
    if (warning !== undefined) log.warn({ channel, phrase: warning });
  }

  async #treat(book: RunBook): Promise<void> {
    const { session, config } = this.#job;
    const treated = await treatDrift(session, config.selling, this.#drifts, this.#asked);
    this.differences = await named(
      session,
      treated.flatMap(({ judged }) => judged),
    );
    for (const drift of treated) {
      const own = this.differences.filter(({ channel }) => channel === drift.channel);
      book.drift[drift.channel] = reportOf(drift, own, config.limits.maxPercent);
      if (!this.#asked.dryRun && !drift.isPaused) await forgetCheckpoint(session, drift.channel);
    }
    const overridden = treated.flatMap((drift) => drift.overridden?.phrase ?? []);
    if (overridden.length === 0) return;
    book.overridden = overridden.map((why) => inOneLine(this.#job.inEnglish(why))).join('; ');
    for (const why of overridden) this.#job.log.warn({ phrase: phrase('overridden', { why }) });
  }

  async #judge(channel: string): Promise<void> {
    const stopped = this.#drifts.find((drift) => drift.channel === channel)?.stopped;
    if (stopped !== undefined) throw stopped;
  }

  /** Channels in which something is to be written: also what one left that was killed. What is adopted shows in all. */
  async #due({ drift }: RunBook): Promise<readonly string[]> {
    const { session, config } = this.#job;
    if (Object.values(drift).some(({ adopted }) => adopted > 0))
      return Object.keys(config.selling.marketplaces);
    const due: string[] = [];
    for (const { channel, isPaused, stopped } of this.#drifts) {
      if (isPaused || stopped !== undefined) continue;
      if ((await dueWork(session, channel, 0)).listings) due.push(channel);
    }
    return due;
  }

  async #deliver(book: RunBook): Promise<void> {
    const { dryRun, delivers } = this.#asked;
    const due = dryRun || !delivers ? [] : await this.#due(book);
    if (due.length === 0) return;
    const { config } = this.#job;
    const { selling } = config;
    const marketplaces = Object.fromEntries(due.map((channel) => [channel, selling.marketplaces[channel]]));
    const atWork = sellingOf(
      { ...this.#job, config: { ...config, selling: { ...selling, marketplaces } } },
      () => undefined,
    );
    await book.phases.run('correct', async () => {
      atWork.start();
      const ended = await Promise.allSettled(
        atWork.channels.map((channel) => atWork.finish(channel, (report) => (book.sold[channel] = report))),
      );
      for (const each of ended) if (each.status === 'rejected') throw each.reason;
    });
  }
}
