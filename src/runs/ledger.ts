import { BugError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';

/**
 * Where every fetched item went, each counted where it happens and none by subtraction. In a run that loaded nothing
 * `inserted` and `updated` say what it would have loaded.
 */
export interface Ledger {
  fetched: number;
  unchanged: number;
  inserted: number;
  updated: number;
  duplicates: number;
  quarantined: number;
  /** Of a flash: products that the table does not have on sale, left to the next whole reading. */
  unknown: number;
  missing: number;
  removed: number;
  /** Items without an id: while there is one, any product may be it, and nobody is missing. */
  missing_blocked: number;
  negative: number;
  /** Of the updated ones: whose price moved, whose stock moved, and whose neither. */
  price_changes: number;
  stock_changes: number;
  other_changes: number;
  /** Of the updated ones: whose stock fell to none. */
  sold_out: number;
  /** Of the quarantined ones, and of a flash's unknown ones: whose stock fell all the same. */
  lowered: number;
  owed: number;
  delivered: number;
  pending: number;
  dead: number;
}

export function openLedger(): Ledger {
  return {
    fetched: 0,
    unchanged: 0,
    inserted: 0,
    updated: 0,
    duplicates: 0,
    quarantined: 0,
    unknown: 0,
    missing: 0,
    removed: 0,
    missing_blocked: 0,
    negative: 0,
    price_changes: 0,
    stock_changes: 0,
    other_changes: 0,
    sold_out: 0,
    lowered: 0,
    owed: 0,
    delivered: 0,
    pending: 0,
    dead: 0,
  };
}

/** Throws `BugError` where an item was lost or counted twice; called before the commit. */
export function balanceItems(ledger: Ledger): void {
  const { fetched, unchanged, inserted, updated, duplicates, quarantined, unknown } = ledger;
  if (fetched === unchanged + inserted + updated + duplicates + quarantined + unknown) return;
  const counts = { fetched, unchanged, inserted, updated, duplicates, quarantined, unknown };
  throw new BugError(phrase('unbalanced_items', counts));
}

/** Throws `BugError` where a notification was lost or counted twice. */
export function balanceWebhooks({ owed, delivered, pending, dead }: Ledger): void {
  if (owed === delivered + pending + dead) return;
  throw new BugError(phrase('unbalanced_webhooks', { owed, delivered, pending, dead }));
}
