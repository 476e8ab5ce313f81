import { units } from '../../alerts/words/counted.en.ts';
import type { Unit } from '../../channels/index.ts';
import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { enDays } from './days.en.ts';
import { enProducts } from './products.en.ts';
import { enRuns } from './runs.en.ts';
import { enTill } from './till.en.ts';

const { number, plural } = formatsIn('en-US');

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
  read_runs: 'read the runs',
  read_drift: 'read what differed in the marketplaces',
  read_sales: 'count the sales of the till',
  read_last_run: 'read the last run',
  read_stories: 'read how the runs went',
  read_changes: 'read what changed',
  read_outbox: 'read the outbox',
  read_quarantine: 'read the quarantine',
  read_missing: 'read what is missing',
  read_catalogue: 'read the catalogue',
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
  /** With `{ago}` where that goes. */
  old: 'This page was made {ago}. Ask for a new one before you rely on it.',
  lessThanMinute: 'less than a minute',
  percent: (value: string): string => `${value}%`,
  contents: 'On this page',
  level: { good: 'All well', attention: 'Worth a look', trouble: 'Something is wrong' },
  state: {
    never: 'No sync has ended yet, so nothing can be said of the stock',
    counted: 'The stock is what was counted here, less what was sold since',
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
    pending: (channel: string, unit: Unit, count: number, lasting: string): string =>
      `${units[unit](count)} to be sent to ${channel}, for ${lasting}`,
    waiting: (unit: Unit, count: number, since: string): string => `${units[unit](count)} ${since}`,
    waitingAlso: (most: string, earlier: number, since: string): string =>
      `${most} and ${number(earlier)} ${since}`,
    late: (channel: string, unit: Unit, waiting: string, dead: number): string =>
      `${channel} is behind: ${waiting}${dead === 0 ? '' : `, and refused ${units[unit](dead)}`}`,
    paused: (channel: string, unit: Unit, since: string, pending: number, dead: number): string =>
      `${channel} is paused ${since}: ${pending === 0 ? 'nothing waits' : `${units[unit](pending)} ${pending === 1 ? 'waits' : 'wait'}`}${dead === 0 ? '' : `, and it refused ${units[unit](dead)}`}`,
    refused: (channel: string, unit: Unit, count: number): string =>
      `${channel} refused ${units[unit](count)}`,
    oversellable: (channel: string, unit: Unit, count: number): string =>
      `${units[unit](count)} in ${channel} may still sell more than there is`,
  },
  unmapped: (units: number): string =>
    `${plural(units, 'unit was', 'units were')} sold under a SKU that no product has, so that no stock falls for ${units === 1 ? 'it' : 'them'}: ask whoever installed the program to map ${units === 1 ? 'it' : 'them'} (${typed('movements --unmapped')}).`,
  /** "At 14:05 the 120 listings in Shopify were compared with the stock: none showed anything else." */
  drift: (
    channel: string,
    at: string,
    d: Record<
      'listings' | 'compared' | 'drifted' | 'corrected' | 'adopted' | 'left' | 'corrected_in_day',
      number
    > & {
      stopped: boolean;
    },
  ): string => {
    const all =
      d.compared === d.listings
        ? `The ${plural(d.listings, 'listing', 'listings')} in ${channel} ${d.listings === 1 ? 'was' : 'were'} compared`
        : `Of ${plural(d.listings, 'listing', 'listings')} in ${channel} ${number(d.compared)} ${d.compared === 1 ? 'was' : 'were'} compared`;
    const compared = `${all} with the stock ${at}: `;
    if (d.stopped)
      return `${compared}${number(d.drifted)} showed something else, so many that none of them was corrected.`;
    const outcomes = [
      ...(d.corrected > 0 ? [`${number(d.corrected)} corrected`] : []),
      ...(d.adopted > 0 ? [`${number(d.adopted)} taken for the stock`] : []),
      ...(d.left > 0 ? [`${number(d.left)} left as they are`] : []),
    ];
    const found =
      d.drifted === 0
        ? 'none showed anything else.'
        : `${number(d.drifted)} showed something else, as if somebody had typed it there: ${outcomes.join(', ')}.`;
    const more = d.corrected_in_day - d.corrected;
    return `${compared}${found}${more > 0 ? ` In the 24 hours before, ${number(more)} ${more === 1 ? 'was' : 'were'} corrected.` : ''}`;
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
    changedToday: 'changes today',
    missing: 'missing, not yet taken off sale',
    quarantine: 'in quarantine',
    owed: 'changes pending',
    dead: 'changes given up',
  },
  ...enDays,
  ...enProducts,
  ...enRuns,
  ...enTill,
  footer: {
    zone: (zone: string): string => `Days and times are those of ${zone}.`,
    picture: 'The page shows the moment at which it was made; it works offline.',
  },
};

export type PageText = typeof enText;
