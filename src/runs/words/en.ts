import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { Counted } from '../../platform/progress.ts';
import { enDrift } from './drift.en.ts';

const { number, percent, price, change, plural, seconds } = formatsIn('en-US');

export const en = {
  unbalanced_items: (
    c: Record<
      'fetched' | 'unchanged' | 'inserted' | 'updated' | 'duplicates' | 'quarantined' | 'unknown',
      number
    >,
  ) => ({
    message:
      `the counts do not add up, nothing was loaded: ${c.fetched} fetched, but ${c.unchanged} unchanged + ${c.inserted} inserted + ` +
      `${c.updated} updated + ${c.duplicates} duplicates + ${c.quarantined} quarantined + ${c.unknown} unknown`,
    hint: 'run again with LOG_LEVEL=debug and report the stack',
  }),
  unbalanced_webhooks: (c: Record<'owed' | 'delivered' | 'pending' | 'dead', number>) => ({
    message: `the webhooks do not add up: ${c.owed} in all, but ${c.delivered} delivered + ${c.pending} pending + ${c.dead} dead`,
    hint: 'run again with LOG_LEVEL=debug and report the stack',
  }),
  too_long: ({ limitS }: { limitS: number }) => ({
    message: `ended after ${number(limitS)} s, the longest that a run may take`,
    hint: 'look at what took so long: `phases_ms` of the report names it; raise RUN_LIMIT_S only where the shop really needs more',
  }),
  no_run: {
    message: 'there is no run yet',
    hint: `run ${typed('sync')}`,
  },
  run_unknown: ({ run }: { run: string }) => ({
    message: `there is no run ${run}`,
    hint: `${typed('runs')} lists them`,
  }),
  running: ({ command, run, started, alive }: Record<'command' | 'run' | 'started' | 'alive', string>) =>
    `${command} ${run}, since ${started} UTC, last sign of life ${alive} UTC`,
  exited: 'the process exited without a report',
  up_to_date: 'the schema is up to date',
  applied: ({ migrations }: { migrations: readonly string[] }) => `applied ${migrations.join(', ')}`,

  status_and_failed: '--status and --failed exclude each other',
  one_run_shown: `${typed('runs show last')} shows one run: --day, --status and --failed are of ${typed('runs')}`,
  day_expected:
    'It must be a day such as 2026-11-26 or 26/11, a weekday such as thursday or jueves, or one of today, hoy, yesterday, ayer.',

  // The command line
  help_migrate: 'make or update the tables; can be repeated',
  help_migrate_json: 'print what was applied on stdout',
  help_runs: 'show the history of runs, newest first',
  help_limit: 'how many',
  help_day:
    'those of a day on the clock of this machine: 2026-11-26, 26/11, thursday (jueves: the last one), today (hoy), yesterday (ayer)',
  help_status: 'those that ended so',
  help_failed: 'those that went wrong, each with why',
  help_show: "one run's whole story, with what it changed",
  help_run_id: `as ${typed('runs')} lists it; last: the newest one`,
  help_products: 'how many products; 0: all',

  // What was being done
  note_lock: 'note whether this run holds the lock',
  close_lost_runs: 'mark the runs that exited without a report',
  note_run: 'note the run',
  read_last_place: 'read where the last run read from',
  read_last_reading: 'read what the last runs read',
  note_end: 'note how the run ended',
  note_alive: 'note that the run is alive',
  read_runs: 'read the runs',
  read_run: 'read the run',
  read_names: 'read the names',
  no_such_code: ({ codes }: { codes: readonly string[] }) => ({
    message: `there is no product ${codes.map((code) => `'${code}'`).join(', ')}; nothing was done`,
    hint: `${typed('history NAME')} finds the code of a product, and a product that is new in the source is there after the next whole ${typed('sync')}`,
  }),
  read_changes: 'read the changes of the run',
  read_product_changes: 'read the changes of the product',
  ask_time: 'ask the time',
  count: 'count what there is',
  read_day: 'read what changed in the day',
  read_outbox: 'read the outbox',
  read_quarantine: 'read the quarantine',
  read_missing: 'read what is missing',
  read_out_of_stock: 'read what is out of stock',
};

const NOUNS: Record<Counted, [one: string, many: string]> = {
  products: ['product', 'products'],
  webhooks: ['webhook', 'webhooks'],
  listings: ['listing', 'listings'],
};

const BEGAN: Readonly<Record<string, string>> = { sync: 'Sync', notify: 'Notify', reconcile: 'Reconcile' };

/** What is printed of runs, beside phrases. */
export const enText = {
  number,
  percent,
  price,
  change,

  progress: {
    phases: {
      locate: 'Find the place',
      extract: 'Read prices and stock',
      guard: 'Look for what must not happen',
      forecast: 'Count what a run would do',
      load: 'Load the changes',
      procedures: 'Call the post-load procedures',
      webhooks: 'Send the webhooks',
      compare: 'Compare the listings',
      correct: 'Correct what drifted',
    },
    counted: (what: Counted, done: number, total: number | undefined): string =>
      total === undefined
        ? plural(done, ...NOUNS[what])
        : `${number(done)} of ${plural(total, ...NOUNS[what])}`,
    pace: (perSecond: number, secondsLeft: number | undefined): string =>
      `${number(Math.round(perSecond))} a second` +
      (secondsLeft === undefined ? '' : `, ${seconds(secondsLeft * 1000, 0)} left`),
    again: 'reading once more',
    took: (durationMs: number): string => seconds(durationMs),
  },

  /** The end of a run, in sentences: "Done in 3.2 s: 253 prices changed, 30 products are new; 283 webhooks delivered, none pending." */
  summary: {
    headline: {
      succeeded: (took: number): string => `Done in ${seconds(took)}`,
      incomplete: (took: number): string => `Loaded after ${seconds(took)}, but not everything is done`,
      sentSome: (took: number): string => `Ended after ${seconds(took)}, but not everything was sent`,
      stopped: (took: number): string => `Stopped after ${seconds(took)}`,
      failed: (took: number): string => `Failed after ${seconds(took)}`,
      interrupted: (took: number): string => `Interrupted after ${seconds(took)}`,
    },
    nothingLoaded: 'nothing was loaded',
    wouldDo: 'A run would do this',
    ...enDrift,
    ofTarget: (target: string): string => `${target}: `,
    nothingChanged: 'nothing changed',
    priceChanges: (count: number): string => plural(count, 'price changed', 'prices changed'),
    stockChanges: (count: number): string => plural(count, 'stock changed', 'stocks changed'),
    soldOut: (count: number): string => `${number(count)} sold out`,
    lowered: (count: number): string =>
      `the stock of ${plural(count, 'product', 'products')} in quarantine fell`,
    otherChanges: (count: number): string =>
      plural(count, 'product changed in other ways', 'products changed in other ways'),
    updated: (count: number): string => plural(count, 'product changed', 'products changed'),
    inserted: (count: number): string => plural(count, 'product is new', 'products are new'),
    missing: (count: number): string => plural(count, 'is no longer listed', 'are no longer listed'),
    removed: (count: number): string => plural(count, 'was taken off sale', 'were taken off sale'),
    quarantined: (count: number): string => `${number(count)} in quarantine`,
    missingBlocked: (count: number): string =>
      `nobody is counted as missing, because of ${plural(count, 'item', 'items')} without an id`,
    delivered: (count: number): string => plural(count, 'webhook delivered', 'webhooks delivered'),
    pending: (count: number): string => (count === 0 ? 'none pending' : `${number(count)} pending`),
    dead: (count: number): string => `${number(count)} given up`,
    listingsPending: (count: number): string => (count === 0 ? 'none pending' : `${number(count)} pending`),
    listingsDead: (count: number): string => `${number(count)} given up`,
    sold: (channel: string, accepted: number): string =>
      `${channel}: ${plural(accepted, 'listing shows', 'listings show')} the right stock`,
    orders: (count: number): string => plural(count, 'line of an order recorded', 'lines of orders recorded'),
    would: {
      nothingChanged: 'nothing would change',
      priceChanges: (count: number): string => `${plural(count, 'price', 'prices')} would change`,
      stockChanges: (count: number): string => `${plural(count, 'stock', 'stocks')} would change`,
      soldOut: (count: number): string => `${number(count)} would sell out`,
      lowered: (count: number): string =>
        `the stock of ${plural(count, 'product', 'products')} in quarantine would fall`,
      otherChanges: (count: number): string =>
        `${plural(count, 'product', 'products')} would change in other ways`,
      updated: (count: number): string => `${plural(count, 'product', 'products')} would change`,
      inserted: (count: number): string => `${plural(count, 'product', 'products')} would be new`,
      removed: (count: number): string => `${number(count)} would be taken off sale`,
    },
    wouldHave: {
      nothingChanged: 'nothing would have changed',
      priceChanges: (count: number): string => `${plural(count, 'price', 'prices')} would have changed`,
      stockChanges: (count: number): string => `${plural(count, 'stock', 'stocks')} would have changed`,
      soldOut: (count: number): string => `${number(count)} would have sold out`,
      lowered: (count: number): string =>
        `the stock of ${plural(count, 'product', 'products')} in quarantine would have fallen`,
      otherChanges: (count: number): string =>
        `${plural(count, 'product', 'products')} would have changed in other ways`,
      updated: (count: number): string => `${plural(count, 'product', 'products')} would have changed`,
      inserted: (count: number): string => `${plural(count, 'product', 'products')} would have been new`,
      removed: (count: number): string => `${number(count)} would have been taken off sale`,
    },
    seeQuarantine: `${typed('quarantine')} shows what cannot be used, and why.`,
    sendAgain: `${typed('dead list')} says why products were given up; once they are corrected, ${typed('dead retry --all')} sends them again.`,
    nothingPending: 'no webhook was pending',
    wouldBePending: (count: number): string =>
      `${plural(count, 'product', 'products')} would be sent to Mercado Libre`,
    read: (fetched: number, unchanged: number): string =>
      `${plural(fetched, 'product', 'products')} read, ${number(unchanged)} unchanged`,
    unknown: (count: number): string =>
      `${plural(count, 'product is', 'products are')} left to the next whole reading`,
    guard: (count: number, of: number, what: string, is: number, limit: number): string =>
      `${number(count)} of ${number(of)} would ${what} (${percent(is)}, ${percent(limit)} allowed)`,
    /** By the names of the report's `guard`. */
    guarded: {
      'vanish from the price list': 'vanish from the price list',
      'fall from stock to none': 'fall from stock to none',
      'lose their price': 'lose their price',
      'fall below half their price': 'fall below half their price',
    } as Readonly<Record<string, string>>,
    largest: (examples: string): string => `, the largest ${examples}`,
    run: (runId: string, exitCode: number, peakRssMb: number): string =>
      `run ${runId}, exit ${exitCode}, ${peakRssMb} MB`,
  },

  /** Products and what became of them, or would. */
  changes: {
    noneAhead: 'No price, no stock and no product would change.',
    noneKept:
      'What it changed of prices and stock is not kept: see HISTORY_DAYS; the first load keeps nothing.',
    more: (count: number): string =>
      `and ${number(count)} more: --limit 0 shows ${count === 1 ? 'it' : 'them'}`,
    stock: (moved: string): string => `stock ${moved}`,
    noPrice: 'no price',
    gone: 'taken off sale',
    deleted: 'deleted',
  },

  list: {
    none: 'no run yet',
    noneSuch: 'no such run',
    noRecord: (firstAt: string): string => `no run is kept of before ${firstAt}`,
    more: (left: number, all: number): string => `and ${number(left)} more: --limit ${all} shows them`,
    times: (count: number, from: string, to: string): string => `${number(count)} times, ${from} to ${to}`,
    /** Of this machine's clock; the name of a run has its year. */
    at: (time: string): string => time.replace(/^\d+-/, ''),
    ofOne: (runId: string): string => `${typed(`runs show ${runId}`)} tells the whole story of one.`,
    zone: (zone: string): string => `Times of ${zone}.`,
    headings: {
      run: 'run',
      started: 'started',
      mode: 'mode',
      status: 'status',
      exit: 'exit',
      fetched: 'read',
      inserted: 'new',
      changed: 'changed',
      missing: 'missing',
      removed: 'removed',
      owed: 'webhooks',
      pending: 'pending',
      seconds: 's',
      pulse: 'pulse',
      why: 'why',
    },
    status: {
      running: 'running',
      succeeded: 'succeeded',
      incomplete: 'incomplete',
      stopped: 'stopped',
      failed: 'failed',
      interrupted: 'interrupted',
      lost: 'lost',
    } as Readonly<Record<string, string>>,
    trends: { changes: 'changes', seconds: 'seconds' },
    trend: (most: number): string => `oldest to newest, ${number(most)} at most`,
    began: (command: string, startedAt: string, zone: string): string =>
      `${BEGAN[command] ?? BEGAN['sync']} of ${startedAt}, on the clock of ${zone}`,
    underWay: 'It is still running.',
    lost: 'It exited without a report.',
    rest: (runId: string): string => `Run ${runId}; --json has all that is known of it.`,
  },
};

export type RunText = typeof enText;
