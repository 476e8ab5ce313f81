import { SourceError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { Ledger } from '../runs/ledger.ts';
import { FEWEST_PRODUCTS } from './guard.ts';
import { phrase } from './phrase.ts';

/** Price and stock of a product: NaN where there is none, a price of Infinity where it cannot be read. */
export interface Offer {
  price: number;
  stock: number;
}

/** Counts a known product that is written, by what moved. */
export function countUpdate(ledger: Ledger, before: Offer, after: Offer): void {
  const isRepriced = !Object.is(before.price, after.price);
  const isRestocked = before.stock !== after.stock;
  ledger.updated += 1;
  if (isRepriced) ledger.price_changes += 1;
  if (isRestocked) ledger.stock_changes += 1;
  if (!isRepriced && !isRestocked) ledger.other_changes += 1;
  if (before.stock > 0 && after.stock <= 0) ledger.sold_out += 1;
}

/** Null where a number says in its own way that there is none, or none that can be read. */
export function numberOrNull(value: number | undefined): number | null {
  return Number.isFinite(value) ? (value as number) : null;
}

/** Throws `SourceError` where more of the items are unusable than one source has by accident. */
export function refuseTooMany(list: Phrase, unusable: number, of: number, maxPercent: number): void {
  if (unusable < FEWEST_PRODUCTS || unusable * 100 <= of * maxPercent) return;
  throw new SourceError(phrase('too_many_unusable', { count: unusable, of, list, limit: maxPercent }));
}
