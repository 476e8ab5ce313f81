import { published } from '../channels/notify.ts';
import { oneOf, percent, qualifiedNames, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';

/** What a run may do to the rows, and what stops it. */
export const loadConfig = definePart(
  {
    ...published,
    POST_LOAD_PROCEDURES: {
      check: qualifiedNames.default([]),
      about: 'the procedures to call, in this order, after a load that changed something',
      example: 'shop.refresh_prices,shop.refresh_stock',
    },
    MISSING_PRODUCTS: {
      check: oneOf('zero', 'keep', 'delete').default('zero'),
      about: 'what happens to a product that left the price list: zero its stock, keep or delete its row',
    },
    MISSING_RUNS: {
      check: wholeNumber(1, 1_000_000).default(2),
      about: 'from how many complete runs in a row a product must be missing before that happens',
    },
    GUARD_MAX_MISSING_PERCENT: {
      check: percent.default(20),
      about: 'a run stops when more percent of the known products vanish',
    },
    GUARD_MAX_ZEROED_PERCENT: {
      check: percent.default(30),
      about: 'a run stops when more percent of the products in stock fall to none',
    },
    GUARD_MAX_UNPRICED_PERCENT: {
      check: percent.default(10),
      about: 'a run stops when more percent of the products with a price lose it',
    },
    GUARD_MAX_PRICE_DROP_PERCENT: {
      check: percent.default(5),
      about: 'a run stops when more percent of the products with a price fall below half of it',
    },
    QUARANTINE_MAX_PERCENT: {
      check: percent.default(5),
      about: 'a run stops when more percent of the items cannot be used',
    },
    HISTORY_DAYS: {
      check: wholeNumber(0, 36_500).default(30),
      about:
        'for how many days finished runs and changes of price and stock are kept; 0 writes no such change',
    },
  },
  (v) => ({
    publishedItemsTable: v.PUBLISHED_ITEMS_TABLE,
    postLoadProcedures: v.POST_LOAD_PROCEDURES as readonly string[],
    missing: { treatment: v.MISSING_PRODUCTS, runs: v.MISSING_RUNS },
    guard: {
      maxMissingPercent: v.GUARD_MAX_MISSING_PERCENT,
      maxZeroedPercent: v.GUARD_MAX_ZEROED_PERCENT,
      maxUnpricedPercent: v.GUARD_MAX_UNPRICED_PERCENT,
      maxPriceDropPercent: v.GUARD_MAX_PRICE_DROP_PERCENT,
    },
    quarantineMaxPercent: v.QUARANTINE_MAX_PERCENT,
    historyDays: v.HISTORY_DAYS,
  }),
);

export type LoadConfig = ConfigOf<{ load: typeof loadConfig }>['load'];

export const parts = [loadConfig];
