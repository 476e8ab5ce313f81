import { percent, wholeNumber } from '../../platform/config/checks.ts';
import { definePart } from '../../platform/config/config.ts';

export const reconcileConfig = definePart(
  {
    RECONCILE_MAX_PERCENT: {
      check: percent.default(20),
      about:
        'a reconcile stops, and corrects nothing, where more percent of the listings of a marketplace show something else than they should',
    },
  },
  (v) => ({ maxPercent: v.RECONCILE_MAX_PERCENT }),
);

/** A run of it is kept for so long at least: what is due next is seen by it. */
const LONGEST_S = 604_800;

export const reconcileEveryConfig = definePart(
  {
    RECONCILE_EVERY_S: {
      check: wholeNumber(1, LONGEST_S).default(3600),
      about: 'how often `sales-worker` compares all listings of a marketplace with the stock, in seconds',
    },
  },
  (v) => ({ everyMs: v.RECONCILE_EVERY_S * 1000 }),
);

export const parts = [reconcileConfig, reconcileEveryConfig];
