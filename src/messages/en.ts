/**
 * What people read, in English. The other languages have the same keys; log lines and the keys of JSON stay English.
 * A number comes as it is and is written here, because each language groups and counts in its own way.
 */
import { grouped, plural, seconds } from '../platform/text.ts';
import type { Counted } from '../platform/progress.ts';

const webhooks = (count: number): string => plural(count, 'webhook');

const NOUNS: Record<Counted, string> = { products: 'product', webhooks: 'webhook' };

/** A product as raw_item_data has it, its name made harmless. */
interface ProductNow {
  name: string | null;
  price: number | null;
  stock: number | null;
  updatedAt: string | null;
}

export const en = {
  progress: {
    phases: {
      locate: 'Find the checkout',
      extract: 'Read prices and stock',
      guard: 'Look for what must not happen',
      forecast: 'Count what a run would do',
      load: 'Load the changes',
      procedures: 'Call the post-load procedures',
      webhooks: 'Send the webhooks',
    },
    counted: (what: Counted, done: number, total: number | undefined): string =>
      total === undefined ? plural(done, NOUNS[what]) : `${grouped(done)} of ${plural(total, NOUNS[what])}`,
    pace: (perSecond: number, secondsLeft: number | undefined): string =>
      `${grouped(Math.round(perSecond))} a second` +
      (secondsLeft === undefined ? '' : `, ${seconds(secondsLeft * 1000, 0)} left`),
    again: 'reading once more',
    took: (durationMs: number): string => seconds(durationMs),
  },

  /** The end of a run, in sentences: "Done in 3.2 s: 253 prices changed, 30 products are new; 283 webhooks delivered, none pending." */
  summary: {
    headline: {
      succeeded: (took: number): string => `Done in ${seconds(took)}`,
      incomplete: (took: number): string => `Loaded after ${seconds(took)}, but not everything is done`,
      stopped: (took: number): string => `Stopped after ${seconds(took)}`,
      failed: (took: number): string => `Failed after ${seconds(took)}`,
      interrupted: (took: number): string => `Interrupted after ${seconds(took)}`,
    },
    nothingLoaded: 'nothing was loaded',
    wouldDo: 'A run would do this',
    wouldHaveDone: 'it would have been',
    ofTarget: (target: string): string => `${target}: `,
    nothingChanged: 'nothing changed',
    priceChanges: (count: number): string => plural(count, 'price changed', 'prices changed'),
    stockChanges: (count: number): string => plural(count, 'stock changed', 'stocks changed'),
    soldOut: (count: number): string => `${grouped(count)} sold out`,
    otherChanges: (count: number): string =>
      plural(count, 'product changed in other ways', 'products changed in other ways'),
    updated: (count: number): string => plural(count, 'product changed', 'products changed'),
    inserted: (count: number): string => plural(count, 'product is new', 'products are new'),
    missing: (count: number): string => plural(count, 'is no longer listed', 'are no longer listed'),
    removed: (count: number): string => plural(count, 'was taken off sale', 'were taken off sale'),
    quarantined: (count: number): string => `${grouped(count)} in quarantine`,
    delivered: (count: number): string => plural(count, 'webhook delivered', 'webhooks delivered'),
    pending: (count: number): string => (count === 0 ? 'none pending' : `${grouped(count)} pending`),
    dead: (count: number): string => `${grouped(count)} given up`,
    seeQuarantine: '`quarantine` shows what cannot be used, and why.',
    sendAgain: '`notify --dead` sends again what was given up.',
    nothingOwed: 'no webhook was owed',
    wouldOwe: (count: number): string => plural(count, 'webhook would be owed', 'webhooks would be owed'),
    read: (fetched: number, unchanged: number): string =>
      `${plural(fetched, 'product')} read, ${grouped(unchanged)} unchanged`,
    guard: (count: number, of: number, what: string, percent: number, limit: number): string =>
      `${grouped(count)} of ${grouped(of)} would ${what} (${percent} %, ${limit} % allowed)`,
    largest: (examples: string): string => `, the largest ${examples}`,
    run: (runId: string, exitCode: number, peakRssMb: number): string =>
      `run ${runId}, exit ${exitCode}, ${peakRssMb} MB`,
  },

  /** What a chat is told of a run that ended badly, or well again. */
  alert: {
    whose: (target: string | null): string =>
      target === null ? 'Inventory sync' : `Inventory sync of ${target}`,
    well: (runId: string): string => `well again (run ${runId}).`,
    ended: (runId: string, status: string, exitCode: number, why: string): string =>
      `run ${runId} ${status} (exit ${exitCode}): ${why}.`,
    left: (runId: string, runs: number, owed: number, dead: number): string =>
      `webhooks are left after each of ${plural(runs, 'run')}: ${owed} owed${dead > 0 ? `, ${dead} given up` : ''} (run ${runId}).`,
  },

  runs: {
    none: 'no run yet',
    headings: {
      run: 'run',
      started: 'started (UTC)',
      status: 'status',
      exit: 'exit',
      read: 'read',
      inserted: 'new',
      updated: 'changed',
      missing: 'missing',
      removed: 'removed',
      owed: 'owed',
      pending: 'pending',
      seconds: 's',
    },
    status: {
      running: 'running',
      succeeded: 'succeeded',
      incomplete: 'incomplete',
      stopped: 'stopped',
      failed: 'failed',
      interrupted: 'interrupted',
      lost: 'lost',
    } as Record<string, string>,
    trends: { changes: 'changes', seconds: 'seconds' },
    trend: (most: number): string => `oldest to newest, ${grouped(most)} at most`,
    began: (command: string, startedAt: string): string => `${command} of ${startedAt} UTC`,
    underWay: 'It is still running.',
    lost: 'It ended without a word.',
    phase: (name: string): string => `phase ${name}`,
  },

  doctor: {
    ok: 'ok',
    failed: 'FAILED',
    skipped: 'skip',
    target: (name: string): string => `target ${name}`,
  },
  quarantine: {
    empty: 'nothing is in quarantine',
    headings: ['product', 'list', 'why', 'last seen (UTC)', '', 'item'],
    lists: { price_list: 'price_list', stock: 'stock' } as Readonly<Record<string, string>>,
    unknown: 'unknown',
    settled: 'settled',
  },
  discover: {
    headings: ['CHECKOUT', 'id', 'open', 'warehouse', 'price list'],
    yes: 'yes',
    no: 'no',
    none: 'none',
  },
  history: {
    headings: ['when (UTC)', 'what', 'price', 'stock', 'run'],
    kinds: { new: 'new', changed: 'changed', gone: 'left the list', deleted: 'deleted' },
    number: String as (value: number) => string,
    now: (id: number, { name, price, stock, updatedAt }: ProductNow): string =>
      `Product ${id}${name === null ? '' : `, ${name}`}: ${price === null ? 'no price' : `price ${price}`}, ` +
      `${stock === null ? 'no stock known' : `stock ${stock}`}, changed ${updatedAt === null ? 'nobody knows when' : `${updatedAt} UTC`}`,
    noRow: (id: number): string => `Product ${id} has no row any more`,
    nothingKept: 'No change of its price or stock is kept (see HISTORY_DAYS).',
  },

  /** The page for a shop's owner. Moments, days and prices come as they are to be read. */
  page: {
    locale: 'en-GB',
    written: (file: string, size: string): string => `The page is in ${file} (${size}).`,
    title: (target: string | null): string =>
      target === null ? 'Stock and prices' : `Stock and prices of ${target}`,
    made: (moment: string): string => `State of ${moment}`,
    old: 'This page is more than a day old. Ask for a new one before you rely on it.',
    contents: 'On this page',
    level: { good: 'All well', attention: 'Worth a look', trouble: 'Something is wrong' },
    state: {
      never: 'No sync has ended yet, so nothing can be said of the stock',
      current: (ago: string, at: string): string =>
        `The stock is up to date: the last sync ended well ${ago} (${at})`,
      unfinished: (ago: string, at: string): string =>
        `The stock was brought up to date ${ago} (${at}), but that sync could not finish everything`,
      silent: (ago: string, at: string): string =>
        `The stock may be out of date: the last sync was ${ago} (${at}), and none has ended since`,
      behind: (goodAt: string, at: string): string =>
        `The stock is that of ${goodAt}: the last sync (${at}) loaded nothing`,
      empty: (at: string): string => `No stock has been loaded yet: the last sync (${at}) loaded nothing`,
      running: (since: string): string => `a sync has been running since ${since}`,
      nothingOwed: 'no webhooks are owed',
      owed: (count: number, since: string): string => `${webhooks(count)} owed since ${since}`,
      dead: (count: number): string => `${webhooks(count)} given up`,
      quarantined: (count: number): string => `${plural(count, 'item')} in quarantine`,
      why: 'Why:',
    },
    figures: {
      heading: 'At a glance',
      products: 'products in the price list',
      changedToday: 'new or changed today',
      missing: 'missing from the price list',
      quarantine: 'in quarantine',
      owed: 'webhooks owed',
      dead: 'webhooks given up',
    },
    charts: {
      heading: (days: number): string => (days === 1 ? 'The last day' : `The last ${days} days`),
      day: 'Day',
      numbers: 'The same as a table',
      noRun: 'no run',
      noScript: 'The charts need JavaScript; the tables below them have the same numbers.',
      seconds: 's',
      changes: {
        title: 'Products that changed',
        series: ['changed', 'new'],
        none: 'Nothing changed on any day.',
        range: (least: string, most: string, day: string): string =>
          `Between ${least} and ${most} a day, most on ${day}.`,
      },
      absent: {
        title: 'Missing and in quarantine',
        series: ['missing', 'in quarantine'],
        none: 'Nothing was missing or in quarantine on any day.',
        range: (least: string, most: string, day: string): string =>
          `The most in one run of each day. Missing: between ${least} and ${most}, most on ${day}.`,
      },
      webhooks: {
        title: 'Webhooks left',
        series: ['owed after a run', 'given up'],
        none: 'No run left a webhook owed or given up.',
        range: (least: string, most: string, day: string): string =>
          `The most after one run of each day. Owed: between ${least} and ${most}, most on ${day}.`,
      },
      duration: {
        title: 'How long a sync took',
        series: ['typical (median)', 'longest'],
        none: 'No sync has ended on any day.',
        range: (least: string, most: string, day: string): string =>
          `A typical sync took ${least} to ${most} seconds, longest on ${day}.`,
      },
    },
    search: {
      label: 'Find a product by name or number',
      none: 'Nothing found',
      one: '1 row found',
      many: '{count} rows found',
      showAll: 'Show all {count}',
      showFewer: 'Show fewer',
    },
    products: {
      heading: 'Products',
      lastChange: (at: string): string => `The last run that changed something: ${at}.`,
      counts: (added: number, changed: number, removed: number): string =>
        `${plural(added, 'product')} new, ${grouped(changed)} changed, ${grouped(removed)} removed.`,
      neverChanged: 'No run has changed anything in this time.',
      notRecorded:
        'What it changed was not kept product by product. With HISTORY_DAYS above 0 the next run that changes something keeps it.',
      product: 'Product',
      unnamed: 'without a name',
      noId: 'without a number',
      first: (shown: string, count: string): string => `The first ${shown} of ${count}.`,
      moves: {
        heading: 'Largest price changes',
        none: 'No price changed.',
        prices: 'Before and now',
        move: 'Change',
        noPrice: 'no price',
      },
      soldOut: {
        heading: 'Sold out',
        none: 'No product ran out of stock.',
        stocks: 'Stock before and now',
      },
      owed: {
        heading: 'Webhooks owed',
        none: 'No webhook is owed.',
        since: (moment: string): string => `since ${moment}`,
        why: 'Last answer',
        noTry: 'not refused so far',
      },
      dead: {
        heading: 'Webhooks given up',
        none: 'No webhook was given up.',
        since: (moment: string): string => `given up ${moment}`,
      },
      quarantine: {
        heading: 'In quarantine',
        none: 'Nothing is in quarantine.',
        since: (moment: string): string => `since ${moment}`,
        why: 'Why',
      },
    },
    runs: {
      heading: 'Runs',
      none: 'There was no run in this time.',
      day: (runs: number, changed: number): string =>
        `${plural(runs, 'run')}, ${changed === 0 ? 'nothing changed' : `${plural(changed, 'product')} changed`}`,
      unwell: (runs: number): string => `${plural(runs, 'run')} went wrong`,
      quiet: (runs: number): string => `${plural(runs, 'run')} without changes`,
      bounded: (told: string, notable: string): string =>
        `The last ${told} of ${notable} runs that did something or went wrong; the older ones are left out.`,
      command: { sync: 'Sync', notify: 'Webhooks alone' } as Readonly<Record<string, string>>,
      status: {
        succeeded: 'ended well',
        incomplete: 'loaded, not all finished',
        stopped: 'stopped before loading',
        failed: 'failed',
        interrupted: 'interrupted',
        lost: 'ended without a word',
        running: 'is running',
      } as Readonly<Record<string, string>>,
      took: (seconds: string): string => `${seconds} s`,
      read: (count: number): string => `${plural(count, 'product')} read: `,
      notLoaded: (count: number): string =>
        `${plural(count, 'product')} read, nothing loaded; it would have been: `,
      forced: 'It was let pass with --force.',
      overridden: (what: string): string => `It was let pass with --force: ${what}`,
      notFound: (ids: string): string => `Not in the price list: ${ids}.`,
    },
    footer: {
      zone: (zone: string): string => `Days and times are those of ${zone}.`,
      picture: 'The page is a picture of the moment at which it was made; it asks nothing of any network.',
      licence:
        'The charts are drawn by Apache ECharts, under the Apache License 2.0, which stands in this file.',
    },
  },

  /** What errors, checks and reasons say in English, and how it is said here; see translation.ts. */
  said: {} as Readonly<Record<string, string>>,
};

export type Messages = typeof en;
