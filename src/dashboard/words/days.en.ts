import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

/** The days: how each went, what today changed, and the charts. */
export const enDays = {
  strip: {
    heading: (days: number): string => (days === 1 ? 'Today' : `${days} days, day by day`),
    /** How many days went so. */
    days: {
      good: (count: number): string => `${plural(count, 'day', 'days')} well`,
      incomplete: (count: number): string => `${plural(count, 'day', 'days')} incomplete`,
      stopped: (count: number): string => `${plural(count, 'day', 'days')} with a stopped run`,
      failed: (count: number): string => `${plural(count, 'day', 'days')} with failures`,
      none: (count: number): string => `${plural(count, 'day', 'days')} without a run`,
      unrecorded: (count: number): string => `${plural(count, 'day', 'days')} without a record`,
    },
    result: {
      good: 'all went well',
      incomplete: 'incomplete',
      stopped: 'a run was stopped',
      failed: 'there were failures',
      none: 'no run',
      unrecorded: 'no record: it was before the installation, or before what is kept',
    },
    /** How many runs of a day ended so. */
    runs: {
      good: (count: number): string => `${plural(count, 'run', 'runs')} went well`,
      incomplete: (count: number): string => `${plural(count, 'run', 'runs')} did not finish everything`,
      stopped: (count: number): string => `${plural(count, 'run was', 'runs were')} stopped`,
      failed: (count: number): string => `${plural(count, 'run', 'runs')} failed`,
    },
    /** Null: since the day before, or into the next one. */
    unloaded: (from: string | null, to: string | null): string => {
      if (from === null)
        return to === null ? 'Nothing was loaded all day.' : `Nothing was loaded before ${to}.`;
      return to === null
        ? `Nothing was loaded after ${from}.`
        : `Nothing was loaded between ${from} and ${to}.`;
    },
  },
  today: {
    link: 'Today',
    heading: (day: string): string => `Today, ${day}`,
    /** Why not everything of the day is known, and since when it is. */
    gap: {
      first_load: (at: string): string =>
        `The stock was loaded for the first time today, ${at}: what changed is known from then on.`,
      not_kept: (at: string): string =>
        `What changed until the sync that ended ${at} was not kept product by product; with HISTORY_DAYS above 0 it is.`,
      no_run: (at: string): string => `There is no record of today before the sync that began ${at}.`,
    },
    manyNew: (count: number, areAll: boolean): string =>
      `${plural(count, 'product is', 'products are')} new today: too many for a list${areAll ? ', all that there are' : ''}.`,
    outOfStock: (count: number): string =>
      `${plural(count, 'product', 'products')} of the price list ${count === 1 ? 'has' : 'have'} no stock now.`,
    counted: (count: number): string =>
      `${plural(count, 'change', 'changes')} today, counted sync by sync. Each list has a product once, from how it was this morning to how it is now; what only sold or received a few pieces is in none.`,
    goneBeside: (count: number, areMore: boolean): string =>
      `${number(count)} ${areMore ? 'more ' : ''}${count === 1 ? 'product was' : 'products were'} taken off sale today: without stock already, or in the price list again since.`,
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
      heading: 'Taken off sale today',
      none: 'No product was taken off sale.',
      columns: ['Had', 'When'],
    },
  },
  charts: {
    heading: (days: number): string => (days === 1 ? 'The last day' : `The last ${days} days`),
    day: 'Day',
    numbers: 'View as a table',
    seconds: 's',
    changes: {
      title: 'Changes',
      series: ['of known products', 'new products'],
      none: 'Nothing changed on any day.',
      same: (value: string): string => `${value} changes every day.`,
      range: (least: string, most: string, day: string): string =>
        `Between ${least} and ${most} changes a day, most on ${day}.`,
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
      none: 'No run left a change pending or given up.',
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
};
