import type { Channel, PendingRule } from '../channels/channel.ts';
import type { RunSelling } from '../channels/sell.ts';
import type { Log } from '../platform/log.ts';
import type { Describe } from '../platform/phrase.ts';
import type { Progress } from '../platform/progress.ts';
import { balanceItems, type Ledger } from '../runs/ledger.ts';
import type { RunLock } from '../runs/job.ts';
import type { Outcome } from '../runs/report.ts';
import type { Speed } from '../runs/store.ts';
import { type RunBook, runSteps } from '../runs/steps.ts';
import type { Place, Source } from '../sources/source.ts';
import type { LoadPlan, MissingPlan, Store } from './store.ts';
import type { Extract, Extraction } from './extraction.ts';
import { forecast } from './forecast.ts';
import { GuardError, type GuardLimits, refuseOtherPlace, refuseOtherSource } from './guard.ts';
import { type MissingRules, planDeletion, planMissing, planNothingMissing } from './missing.ts';
import { compareOf, type Mode } from './modes.ts';
import { deliverPending, finishSelling } from './deliver.ts';
import { phrase } from './phrase.ts';
import { forecastSink, stagingSink } from './sinks.ts';

export interface SyncOptions {
  mode: Mode;
  /** A flash has columns and a lock of its own, and reads them all; a whole run leaves them as they are. */
  atTwoSpeeds: boolean;
  dryRun: boolean;
  force: boolean;
  /** Only these products, by id, each as it was asked for; undefined: all. */
  selection: ReadonlyMap<number, string> | undefined;
  /** False: what is pending stays pending. */
  send: boolean;
}

export interface SyncRules {
  guardLimits: GuardLimits;
  quarantineMaxPercent: number;
  missing: MissingRules;
  pendingRule: PendingRule;
  oweProcedures: boolean;
  historyDays: number;
}

export interface SyncJob {
  runId: string;
  target: string | null;
  options: SyncOptions;
  rules: SyncRules;
  source: Source;
  extract: Extract;
  store: Store;
  lock: RunLock;
  /** Empty where nobody is to be notified. */
  channels: readonly Channel[];
  selling: RunSelling;
  /** Aborts when the run must end: a signal, or the lost connection of the lock. */
  signal: AbortSignal;
  log: Log;
  progress: Progress;
  inEnglish: Describe;
}

/** One run of the job: bring in what changed, deliver what is pending (whatever became of this run's load), forget old history. */
export async function runSync(job: SyncJob): Promise<Outcome> {
  const { options, rules, store } = job;
  const frame = {
    ...job,
    command: 'sync' as const,
    mode: options.mode,
    compare: compareOf(options.mode),
    forced: options.force,
    holdsLock: true,
    speed: speedOf(options),
    dryRun: options.dryRun,
    selected: options.selection?.size ?? null,
    runs: store.runs,
  };
  const bringIn = { despiteFailure: false, work: (book: RunBook) => bringInChanges(job, book) };
  const tellChannels = {
    despiteFailure: true,
    work: async (book: RunBook) => {
      await store.levels?.map();
      if (options.send) job.selling.start();
      return deliverPending({ ...job, ...store, ...book, send: options.send });
    },
  };
  if (options.dryRun) return runSteps(frame, [bringIn]);
  if (options.send) job.selling.open();
  // A flash stands on the last whole reading, so that only another one forgets it. One webhook that stays pending must not keep all.
  const isWhole = options.mode !== 'flash' && options.selection === undefined;
  const forget = {
    despiteFailure: true,
    work: async ({ loaded }: RunBook) => {
      if (loaded && isWhole) await store.prune(rules.historyDays);
    },
  };
  return runSteps(frame, [bringIn, tellChannels, ...finishSelling(job), forget]);
}

/** Where there are two locks, which one is a run's. */
export function speedOf({ atTwoSpeeds, mode }: Pick<SyncOptions, 'atTwoSpeeds' | 'mode'>): Speed | undefined {
  if (!atTwoSpeeds) return undefined;
  return mode === 'flash' ? 'flash' : 'whole';
}

async function bringInChanges(job: SyncJob, book: RunBook): Promise<void> {
  const { options, store } = job;
  const { phases } = book;
  const place = await phases.run('locate', () => job.source.locate());
  const lastPlaceKey = await store.runs.lastPlaceKey();
  refuseOtherSource(place, lastPlaceKey);
  const forecasting = forecastSink({ isCoded: options.atTwoSpeeds });
  const sink = options.dryRun ? forecasting : stagingSink(store, job.runId);
  // `inserted` and `updated` as a load would make them; the load itself counts again.
  const whenRead = (ledger: Ledger): void => void Object.assign(book.ledger, ledger);
  const held = options.dryRun ? undefined : await store.levels?.held();
  const extraction = await phases.run('extract', (log) =>
    job.extract({ ...extractionOptions(job, place), held, sink, whenRead, log }),
  );
  book.notFound = nameNotFound(extraction, job);
  book.ledger.lowered = extraction.falls.length;
  const { missing_blocked: count } = book.ledger;
  if (count > 0) job.log.warn({ phrase: phrase('missing_blocked', { count }) });
  const missing = missingPlan(job, extraction);
  // Before the guard: what a run would do is of most use where it is stopped.
  const foretold = options.dryRun
    ? await phases.run('forecast', () =>
        forecast(store, extraction, forecasting, missing, job.rules.pendingRule),
      )
    : undefined;
  book.changes = foretold?.changes;
  await phases.run('guard', () => guard(job, book, extraction, { place, lastPlaceKey }));
  if (foretold !== undefined) {
    Object.assign(book.ledger, foretold.counts);
    balanceItems(book.ledger);
    return;
  }
  const plan = loadPlan(job, extraction, missing, place);
  await phases.run('load', () => load(store, plan, book));
  // Where a source tells nobody, nobody is left out.
  const isTold = job.channels.length > 0 || job.selling.channels.length > 0;
  if (!isTold && !options.atTwoSpeeds) nameUnsent(book.ledger, job.log);
}

function extractionOptions(job: SyncJob, place: Place) {
  const { options, rules, source, store, signal, progress } = job;
  const deep = compareOf(options.mode) === 'deep';
  return {
    source,
    place,
    limits: store.limits,
    intern: store.intern({ writes: !options.dryRun, makes: options.mode !== 'flash' }),
    readSnapshot: () => store.snapshot(deep),
    readRows: store.rowsOf,
    lastReading: store.runs.lastReading,
    deep,
    keepsOffers: options.atTwoSpeeds,
    selection: options.selection,
    guardLimits: rules.guardLimits,
    quarantineMaxPercent: rules.quarantineMaxPercent,
    signal,
    progress,
  };
}

function nameNotFound({ notFound }: Extraction, { options, log }: SyncJob): readonly number[] {
  const asked = notFound.map((productId) => options.selection?.get(productId) ?? productId);
  if (asked.length > 0) log.warn({ phrase: phrase('not_found', { products: asked }) });
  return notFound;
}

/** What is loaded while no channel is on never becomes pending. */
function nameUnsent({ inserted, updated, removed }: Ledger, log: Log): void {
  const count = inserted + updated + removed;
  if (count > 0) log.warn({ phrase: phrase('unsent', { count }) });
}

/** `--force` lets one run pass; what it passed is recorded with it. */
async function guard(
  job: SyncJob,
  book: RunBook,
  { guard: watch, isFirst }: Extraction,
  { place, lastPlaceKey }: { place: Place; lastPlaceKey: string | undefined },
): Promise<void> {
  if (watch.isExceeded) await watch.nameExamples(job.store.namesOf);
  const overridden: string[] = [];
  for (const judge of [
    () => refuseOtherPlace(place, isFirst ? undefined : lastPlaceKey),
    () => watch.judge(),
  ]) {
    try {
      judge();
    } catch (error) {
      if (!(error instanceof GuardError)) throw error;
      book.guard = watch.evidence();
      if (!job.options.force) throw error;
      overridden.push(job.inEnglish(error.phrase).message);
      job.log.warn({ phrase: phrase('forced', { why: error.phrase }) });
    }
  }
  if (overridden.length > 0) book.overridden = overridden.join('; ');
}

function missingPlan(
  { options, rules }: SyncJob,
  { absentIds, snapshot, complete }: Extraction,
): MissingPlan {
  if (!complete) return planNothingMissing(absentIds, snapshot.missing, options.selection);
  if (options.mode === 'full') return planDeletion(absentIds, snapshot.missing);
  return planMissing(absentIds, snapshot, rules.missing);
}

function loadPlan(
  job: SyncJob,
  { complete, notFound, isFirst, patches, standing, falls }: Extraction,
  missing: MissingPlan,
  place: Place,
): LoadPlan {
  const { selection, atTwoSpeeds } = job.options;
  const found = [...(selection?.keys() ?? [])].filter((productId) => !notFound.includes(productId));
  return {
    runId: job.runId,
    pendingRule: job.rules.pendingRule,
    oweProcedures: job.rules.oweProcedures,
    // A first load has nothing to compare with, and would write as many rows again.
    keepChanges: job.rules.historyDays > 0 && !isFirst,
    missing,
    falls,
    patches,
    standing,
    settleQuarantine: complete || (patches && atTwoSpeeds) ? 'unmet' : found,
    ...(atTwoSpeeds ? { stockRead: patches, list: patches ? 'stock' : 'price_list' } : {}),
    place,
  };
}

async function load(store: Store, plan: LoadPlan, book: RunBook): Promise<void> {
  const unknownBefore = book.ledger.unknown;
  const counts = await store.load(plan, ({ inserted, updated, unknown }) => {
    balanceItems({ ...book.ledger, inserted, updated, unknown: unknownBefore + unknown });
  });
  const { inserted, updated, missing, removed, owed } = counts;
  const unknown = unknownBefore + counts.unknown;
  Object.assign(book.ledger, { inserted, updated, unknown, missing, removed, owed, pending: owed });
  book.loaded = true;
}
