import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { enQuarantine } from './quarantine.en.ts';

const { number, plural } = formatsIn('en-US');
const products = (count: number): string => plural(count, 'product', 'products');

export const en = {
  zone_unknown: ({ zone }: { zone: string }) => ({
    message: `there is no time zone ${zone}`,
    hint: 'name it as America/Argentina/Buenos_Aires',
  }),
  page_unwritable: ({ file, code }: { file: string; code: string }) => ({
    message: `cannot write the page to ${file}: ${code}`,
    hint: 'give --out a file in a folder that exists and may be written to',
  }),

  // The command line
  help_report: 'write one HTML file for the shop: how things stand, and the last days as charts',
  help_out: 'where the page goes',
  help_days: 'how many days, up to 366',
  help_zone: "whose days and clock the page has; by default this machine's",
  help_json: 'also print what the page says as JSON on stdout',
  days_expected: 'It must be a whole number from 1 to 366.',

  // What was being done
  ask_time: 'ask the time',
  read_runs: 'read the runs',
  read_last_run: 'read the last run',
  read_stories: 'read how the runs went',
  read_changes: 'read what changed',
  read_outbox: 'read the outbox',
  read_quarantine: 'read the quarantine',
  read_catalogue: 'read the catalogue',
  count: 'count what there is',
};

/** The page for a shop's owner. Moments, days and prices come as they are to be read. */
export const enText = {
  locale: 'en-GB',
  written: (file: string, size: string): string => `The page is in ${file} (${size}).`,
  title: (target: string | null): string =>
    target === null ? 'Stock and prices' : `Stock and prices of ${target}`,
  made: (moment: string): string => `State of ${moment}`,
  at: (time: string, day: string | null): string => (day === null ? `at ${time}` : `on ${day}, ${time}`),
  since: (time: string, day: string | null): string =>
    day === null ? `since ${time}` : `since ${day}, ${time}`,
  old: 'This page is more than a day old. Ask for a new one before you rely on it.',
  percent: (value: string): string => `${value}%`,
  contents: 'On this page',
  level: { good: 'All well', attention: 'Worth a look', trouble: 'Something is wrong' },
  state: {
    never: 'No sync has ended yet, so nothing can be said of the stock',
    current: (ago: string, at: string, except: string): string =>
      `The stock is up to date${except}: the last sync ended well ${ago} (${at})`,
    loadedNow: (ago: string, at: string, except: string): string =>
      `The stock is up to date${except}: it was loaded ${ago} (${at})`,
    loaded: (ago: string, at: string, except: string): string =>
      `The stock was loaded well ${ago} (${at})${except}`,
    except: (count: number): string => `, except for ${plural(count, 'item', 'items')} in quarantine`,
    unfinished: (ago: string, at: string): string =>
      `The stock was brought up to date ${ago} (${at}), but that sync could not finish everything`,
    silent: (ago: string, at: string): string =>
      `The stock may be out of date: the last sync was ${ago} (${at}), and none has ended since`,
    behind: (goodAt: string, at: string): string =>
      `The stock is as it was ${goodAt}: the last sync (${at}) loaded nothing`,
    empty: (at: string): string => `No stock has been loaded yet: the last sync (${at}) loaded nothing`,
    running: (since: string): string => `, and one has been running ${since}`,
    nothingLeft: (channels: string): string => `Nothing is left to be sent to ${channels}`,
    pending: (channel: string, count: number, minutes: number): string =>
      `${products(count)} to be sent to ${channel}, for ${minutes === 0 ? 'less than a minute' : plural(minutes, 'minute', 'minutes')}`,
    waiting: (count: number, since: string): string => `${products(count)} ${since}`,
    waitingAlso: (most: string, earlier: number, since: string): string =>
      `${most} and ${number(earlier)} ${since}`,
    late: (channel: string, waiting: string, dead: number): string =>
      `${channel} is behind: ${waiting}${dead === 0 ? '' : `, and refused ${products(dead)}`}`,
    refused: (channel: string, count: number): string => `${channel} refused ${products(count)}`,
  },
  cause: {
    first: 'Ask whoever installed the program to run the first sync; then ask for this page again.',
    todo: 'What to do:',
    details: 'Technical details',
    exit: (code: number): string => `exit code ${code}`,
  },
  found: (days: number, byFlash: number, all: number, percent: string, later: number): string =>
    `${days === 1 ? 'In the last day' : `In the last ${days} days`} a flash found ${number(byFlash)} of ${plural(all, 'change', 'changes')} of ` +
    `price or stock first (${percent} %); ${later === 0 ? 'nothing was left to the whole readings after it' : `the whole readings after it found the other${later === 1 ? '' : ` ${number(later)}`}`}.`,
  figures: {
    heading: 'At a glance',
    products: 'products in the price list',
    changedToday: 'new or changed today',
    missing: 'missing from the price list',
    quarantine: 'in quarantine',
    owed: 'webhooks pending',
    dead: 'webhooks given up',
  },
  strip: {
    heading: (days: number): string => (days === 1 ? 'Today' : `${days} days, day by day`),
    /** How many days went so. */
    days: {
      good: (count: number): string => `${plural(count, 'day', 'days')} well`,
      incomplete: (count: number): string => `${plural(count, 'day', 'days')} incomplete`,
      stopped: (count: number): string => `${plural(count, 'day', 'days')} with a stopped run`,
      failed: (count: number): string => `${plural(count, 'day', 'days')} with failures`,
      none: (count: number): string => `${plural(count, 'day', 'days')} without a run`,
    },
    result: {
      good: 'all went well',
      incomplete: 'incomplete',
      stopped: 'a run was stopped',
      failed: 'there were failures',
      none: 'no run',
    },
    /** How many runs of a day ended so. */
    runs: {
      good: (count: number): string => `${plural(count, 'run', 'runs')} went well`,
      incomplete: (count: number): string => `${plural(count, 'run', 'runs')} did not finish everything`,
      stopped: (count: number): string => `${plural(count, 'run was', 'runs were')} stopped`,
      failed: (count: number): string => `${plural(count, 'run', 'runs')} failed`,
    },
    unloaded: (from: string, to: string): string => `Nothing was loaded between ${from} and ${to}.`,
  },
  today: {
    link: 'Today',
    heading: (day: string): string => `Today, ${day}`,
    manyNew: (count: number, areAll: boolean): string =>
      `${plural(count, 'product is', 'products are')} new today: too many for a list${areAll ? ', all that there are' : ''}.`,
    outOfStock: (count: number): string =>
      `${plural(count, 'product', 'products')} of the price list ${count === 1 ? 'has' : 'have'} no stock now.`,
    noPrice: 'no price',
    prices: {
      heading: 'Prices that changed today',
      none: 'No price changed today.',
      columns: ['Before and now', 'Change'],
    },
    ranOut: {
      heading: 'Ran out of stock today',
      none: 'Nothing ran out of stock today.',
      columns: ['Had', 'Since'],
    },
    ranOutBefore: {
      heading: (days: number): string => `Still without stock, run out in the last ${days} days`,
      none: 'Of what ran out before today, nothing is without stock.',
      columns: ['Had', 'Since'],
    },
    back: { heading: 'Back in stock today', none: 'Nothing came back in stock.', columns: ['Stock now'] },
    added: {
      heading: 'New in the price list today',
      none: 'No product is new.',
      columns: ['Price', 'Stock'],
    },
    gone: {
      heading: 'Left the price list today',
      none: 'No product left the price list.',
      columns: ['Had', 'When'],
    },
  },
  charts: {
    heading: (days: number): string => (days === 1 ? 'The last day' : `The last ${days} days`),
    day: 'Day',
    numbers: 'View as a table',
    seconds: 's',
    changes: {
      title: 'Products that changed',
      series: ['changed', 'new'],
      none: 'Nothing changed on any day.',
      same: (value: string): string => `${value} every day.`,
      range: (least: string, most: string, day: string): string =>
        `Between ${least} and ${most} a day, most on ${day}.`,
    },
    absent: {
      title: 'Missing and in quarantine',
      series: ['missing', 'in quarantine'],
      none: 'Nothing was missing or in quarantine on any day.',
      same: (value: string): string => `Missing: ${value} every day.`,
      range: (least: string, most: string, day: string): string =>
        `The most in one run of each day. Missing: between ${least} and ${most}, most on ${day}.`,
    },
    webhooks: {
      title: 'Webhooks left',
      series: ['pending after a run', 'given up'],
      none: 'No run left a webhook pending or given up.',
      same: (value: string): string => `Pending: ${value} every day.`,
      range: (least: string, most: string, day: string): string =>
        `The most after one run of each day. Pending: between ${least} and ${most}, most on ${day}.`,
    },
    duration: {
      title: 'How long a sync took',
      series: ['typical', 'longest'],
      none: 'No sync has ended on any day.',
      same: (value: string): string => `A typical sync took ${value} seconds every day.`,
      range: (least: string, most: string, day: string): string =>
        `A typical sync took ${least} to ${most} seconds, longest on ${day}.`,
    },
  },
  search: {
    heading: 'Find a product',
    label: 'Name, number or code',
    of: (count: string): string => `Searches ${count} products.`,
    left: (count: string): string =>
      `Another ${count} do not fit into this page, nearly all without stock or changes: “npm run job -- history ID” shows any of them.`,
    unable:
      'This browser cannot search here (it takes JavaScript and a version of 2023 or later): “npm run job -- history ID” shows a product.',
    only: 'Only these products',
    filters: {
      out: { label: 'Out of stock', typed: ['out of stock', 'no stock', 'sold out'] },
      owed: { label: 'Pending', typed: ['webhooks pending', 'webhook pending', 'pending'] },
      dead: { label: 'Given up', typed: ['webhooks given up', 'webhook given up', 'given up', 'refused'] },
      quarantine: { label: 'In quarantine', typed: ['in quarantine', 'quarantine', 'to correct'] },
    },
    none: 'Nothing found: search by words of the name, the number or the code, or press one of the buttons.',
    one: '1 product',
    many: '{count} products.',
    more: '{count} more: type more letters.',
    price: 'price {count}',
    noPrice: 'no price',
    stock: 'stock {count}',
    noStock: 'out of stock',
    stockUnknown: 'stock unknown',
    owed: 'webhook pending',
    dead: 'webhook given up',
    quarantine: 'in quarantine',
    new: 'new in the list',
    gone: 'left the list',
  },
  lists: {
    all: (count: string): string => `Show all ${count}`,
    fewer: 'Show fewer',
  },
  products: {
    heading: 'Products',
    notRecorded:
      'What changed today was not kept product by product. With HISTORY_DAYS above 0 the next run that changes something keeps it.',
    product: 'Product',
    unnamed: 'without a name',
    noId: 'without a number',
    first: (shown: string, count: string): string => `The first ${shown} of ${count}.`,
    owed: {
      heading: 'Webhooks pending',
      none: 'No webhook is pending.',
      since: (moment: string): string => `since ${moment}`,
      why: 'Last answer',
      noTry: 'no answer yet',
      noAnswer: 'does not answer',
    },
    dead: {
      heading: 'Webhooks given up',
      none: 'No webhook was given up.',
      since: (moment: string): string => `given up ${moment}`,
      todo: 'These are not tried again by themselves. Correct the product in Bitcram or its listing in Mercado Libre; then ask whoever installed the program to send them again (notify --dead).',
    },
    quarantine: {
      heading: 'In quarantine',
      none: 'Nothing is in quarantine.',
      since: (moment: string): string => `since ${moment}`,
      why: 'Why',
      ...enQuarantine,
    },
  },
  runs: {
    heading: 'Runs',
    none: 'There was no run in this time.',
    day: (runs: number, changed: number): string =>
      `${plural(runs, 'run', 'runs')}, ${changed === 0 ? 'nothing changed' : `${plural(changed, 'product', 'products')} changed`}`,
    noneThatDay: 'There was no run.',
    quiet: (runs: number, changed: number): string =>
      `${plural(runs, 'run', 'runs')} ${changed === 0 ? 'without changes' : `that went well, ${plural(changed, 'product', 'products')} changed`}`,
    bounded: (folded: string): string =>
      `Every run that went wrong is here. ${folded} more that went well are only counted.`,
    same: (runs: number, times: number): string =>
      `${number(runs)} times in the same way${times === 1 ? '' : `, in ${number(times)} stretches`}`,
    sameCause: (runs: number, times: number, changed: number): string =>
      `${number(runs)} times for the same cause${times === 1 ? '' : `, in ${number(times)} stretches`}${changed === 0 ? '' : `; ${plural(changed, 'change', 'changes')} in all`}`,
    newest: 'the last one',
    products: (count: number): string => plural(count, 'product', 'products'),
    moreProducts: (count: number, runId: string): string =>
      `And ${number(count)} more: ${typed(`runs show ${runId}`)} lists them.`,
    productsOf: (count: number, runId: string): string =>
      `${plural(count, 'product', 'products')}: ${typed(`runs show ${runId}`)} lists them.`,
    stock: 'stock',
    command: { sync: 'Sync', flash: 'Flash', notify: 'Webhooks alone' } as Readonly<Record<string, string>>,
    status: {
      succeeded: 'ended well',
      incomplete: 'loaded, not all finished',
      stopped: 'stopped before loading',
      failed: 'failed',
      interrupted: 'interrupted',
      lost: 'exited without a report',
      running: 'is running',
    } as Readonly<Record<string, string>>,
    took: (seconds: string): string => `${seconds} s`,
    read: (count: number): string => `${plural(count, 'product', 'products')} read: `,
    notLoaded: (count: number): string => `${plural(count, 'product', 'products')} read, nothing loaded; `,
    forced: 'It was let pass with --force.',
    overridden: (what: string): string => `It was let pass with --force: ${what}`,
    notFound: (ids: string): string => `Not in the price list: ${ids}.`,
  },
  footer: {
    zone: (zone: string): string => `Days and times are those of ${zone}.`,
    picture: 'The page shows the moment at which it was made; it works offline.',
  },
};

export type PageText = typeof enText;
