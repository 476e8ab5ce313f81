import { oneOf, percent, qualifiedName, qualifiedNames, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';

/** What a run may do to the rows, and what stops it. */
export const loadConfig = definePart(
  {
    PUBLISHED_ITEMS_TABLE: { check: qualifiedName.optional() },
    POST_LOAD_PROCEDURES: { check: qualifiedNames.default([]) },
    MISSING_PRODUCTS: { check: oneOf('zero', 'keep', 'delete').default('zero') },
    MISSING_RUNS: { check: wholeNumber(1, 1_000_000).default(2) },
    GUARD_MAX_MISSING_PERCENT: { check: percent.default(20) },
    GUARD_MAX_ZEROED_PERCENT: { check: percent.default(30) },
    GUARD_MAX_UNPRICED_PERCENT: { check: percent.default(10) },
    GUARD_MAX_PRICE_DROP_PERCENT: { check: percent.default(5) },
    QUARANTINE_MAX_PERCENT: { check: percent.default(5) },
    HISTORY_DAYS: { check: wholeNumber(0, 36_500).default(30) },
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
