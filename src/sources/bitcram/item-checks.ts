import { z } from 'zod';
import type { ItemLimits, RejectionReason } from '../source.ts';

/** "1.234,56" is not guessed at, nor is "1e3": a price as text is digits with at most one point. */
const DECIMAL = /^\s*[+-]?\d+(\.\d+)?\s*$/;

const productId = z.union([z.number(), z.string()]).nullish();
const decimal = z.union([z.number(), z.string().regex(DECIMAL)]).nullish();
const nested = z.object({ id: productId }).nullish().catch(undefined);

/** Only the narrow columns; what else an item has is stored as it came. */
export const priceListItem = z.object({ product_id: productId, product: nested, price: decimal });
export const stockItem = z.object({ product_id: productId, product: nested, product_balance: decimal });

export type Checked<T> =
  { usable: true; value: T } | { usable: false; reason: RejectionReason; noStock?: boolean | undefined };

const identified = z.object({ product_id: productId, product: nested });
type Identified = z.output<typeof identified>;

/** The id's members of an item whose other members are not as expected. */
export function idOf(item: object): Identified {
  return identified.safeParse(item).data ?? {};
}

export type CheckedId =
  | { usable: true; value: number }
  /** With an id that is merely too large the item is still somebody's. */
  | { usable: false; reason: RejectionReason; productId: number | null };

/** The id as a number, whatever its spelling, or why there is none. */
export function checkId(item: Identified, limits: ItemLimits): CheckedId {
  const given = item.product_id ?? item.product?.id;
  if (given === undefined || given === null || given === '') {
    return { usable: false, reason: 'no_id', productId: null };
  }
  const isDigits = typeof given === 'number' || /^\d+$/.test(given);
  const id = Number(given);
  if (!isDigits || !Number.isInteger(id) || id < 1) {
    return { usable: false, reason: 'bad_id', productId: null };
  }
  if (id > limits.maxProductId) {
    return { usable: false, reason: 'id_out_of_range', productId: Number.isSafeInteger(id) ? id : null };
  }
  return { usable: true, value: id };
}

/** A price as the delta takes it; NaN stands for absent. */
export function checkPrice(given: number | string | null | undefined): Checked<number> {
  if (given === null || given === undefined) return { usable: true, value: NaN };
  const price = Number(given);
  if (!Number.isFinite(price)) return { usable: false, reason: 'bad_price' };
  // -0 is not 0 to a hash join.
  return { usable: true, value: price === 0 ? 0 : price };
}

/** A balance as the stock column takes it: goods sold by weight are rounded down, none reported (NaN where scanned) is none there. */
export function checkBalance(
  balance: number | string | null | undefined,
  limits: ItemLimits,
): Checked<number> {
  const stock = Number.isNaN(balance) ? 0 : Math.floor(Number(balance ?? 0));
  if (stock < limits.minStock || stock > limits.maxStock)
    return { usable: false, reason: 'stock_out_of_range', noStock: stock < 0 || undefined };
  // -0 is not 0 to a hash join.
  return { usable: true, value: stock === 0 ? 0 : stock };
}

/** A whole positive number that a scan has read. */
export function checkScannedId(id: number, limits: ItemLimits): CheckedId {
  return id > limits.maxProductId
    ? { usable: false, reason: 'id_out_of_range', productId: id }
    : { usable: true, value: id };
}

/** MariaDB refuses a depth of 32, MySQL one of 101: what one of them refuses is unusable on both. */
const DEEPEST = 31;

/** MySQL refuses a longer key; MariaDB takes it, but what one of them refuses is unusable on both. */
const LONGEST_KEY_BYTES = 65_535;

/** What stops a product from being stored as JSON, if anything. `mayBeIllFormed`: its page has an escaped surrogate somewhere. */
export function checkStorable(item: object, mayBeIllFormed: boolean): RejectionReason | undefined {
  return checkMembers(item, 1, mayBeIllFormed);
}

function checkMembers(
  container: object,
  depth: number,
  mayBeIllFormed: boolean,
): RejectionReason | undefined {
  if (Array.isArray(container)) {
    // By index: as keys, the indexes of an array are made into texts.
    for (let index = 0; index < container.length; index += 1) {
      const reason = checkMember(container[index], depth, mayBeIllFormed);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  for (const key in container) {
    if (mayBeIllFormed && !key.isWellFormed()) return 'ill_formed_text';
    if (isTooLong(key)) return 'too_long';
    const reason = checkMember((container as Record<string, unknown>)[key], depth, mayBeIllFormed);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function checkMember(member: unknown, depth: number, mayBeIllFormed: boolean): RejectionReason | undefined {
  if (typeof member === 'string')
    return mayBeIllFormed && !member.isWellFormed() ? 'ill_formed_text' : undefined;
  if (typeof member === 'number') return Number.isFinite(member) ? undefined : 'bad_number';
  if (typeof member !== 'object' || member === null) return undefined;
  return depth >= DEEPEST ? 'too_deep' : checkMembers(member, depth + 1, mayBeIllFormed);
}

function isTooLong(key: string): boolean {
  // No UTF-16 unit takes more than three bytes of UTF-8.
  return key.length * 3 > LONGEST_KEY_BYTES && Buffer.byteLength(key) > LONGEST_KEY_BYTES;
}
