import { isUtf8 } from 'node:buffer';
import type { ItemLimits, RejectionReason } from '../source.ts';
import { fingerprint } from '../../platform/canonical.ts';
import type { PriceListPage, Reading } from '../source.ts';
import type { ListDocument } from './document.ts';
import { checkId, checkPrice, checkScannedId, checkStorable, idOf, priceListItem } from './item-checks.ts';
import { type ListItems, type NarrowItems, withoutId } from './scan/index.ts';
import type { Page } from './paging.ts';
import { sortItems, type Verdict } from './sorting.ts';

export const PRICE_LIST_VALUE = 'price';

/** How an escaped surrogate begins: only where one stands in the page can a string be ill-formed. */
const ESCAPED_SURROGATES = ['\\ud', '\\uD'];

/** Reads a page of the price list: its usable products as narrow columns, the unusable ones with their reasons. */
export function readPriceListPage(document: ListDocument, reading: Reading): PriceListPage & Page {
  const { body, items } = document;
  const { limits } = reading;
  const unstorable = unstorableTexts(document, limits.maxDataBytes);
  /** Looked for only where an item was not scanned. */
  let mayBeIllFormed: boolean | undefined;

  const check = (index: number): Verdict => {
    let verdict: Verdict;
    if (items.narrow?.has(index) === true) verdict = checkNarrow(items.narrow, index, limits);
    else {
      mayBeIllFormed ??= ESCAPED_SURROGATES.some((escape) => body.includes(escape));
      verdict = checkItem(items.at(index), limits, mayBeIllFormed);
    }
    if ('reason' in verdict) return verdict;
    const reason = unstorable.get(index);
    return reason === undefined ? verdict : { productId: verdict.productId, reason };
  };

  const sorted = sortItems('price_list', document, check);
  const { indexes } = sorted;
  return {
    ...sorted,
    prices: sorted.values,
    fingerprints: reading.fingerprints
      ? Float64Array.from(indexes, (index) => fingerprintOf(items.at(index) as Record<string, unknown>))
      : new Float64Array(0),
    attributes: attributesReader(items.attributes, indexes),
  };
}

/** What was scanned can be stored: it is flat, and its texts and numbers are such as every database takes. */
function checkNarrow({ productIds, values }: NarrowItems, index: number, limits: ItemLimits): Verdict {
  const id = checkScannedId(productIds[index] as number, limits);
  return id.usable ? { productId: id.value, value: values[index] as number } : id;
}

function checkItem(item: unknown, limits: ItemLimits, mayBeIllFormed: boolean): Verdict {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return { productId: null, reason: 'not_an_object' };
  }
  const parsed = priceListItem.safeParse(item);
  const id = checkId(parsed.success ? parsed.data : idOf(item), limits);
  if (!id.usable) return { productId: id.productId, reason: id.reason };
  const productId = id.value;
  if (!parsed.success) return { productId, reason: 'bad_price' };
  const price = checkPrice(parsed.data.price);
  if (!price.usable) return { productId, reason: price.reason };
  const reason = checkStorable(item, mayBeIllFormed);
  return reason === undefined ? { productId, value: price.value } : { productId, reason };
}

/** Made here, not where the items are at hand: a page is held while its batch is compared, and would hold all of them. */
function attributesReader(
  attributes: ListItems['attributes'],
  indexes: readonly number[],
): PriceListPage['attributes'] {
  return (rows) => attributes(rows.map((row) => indexes[row] as number));
}

function fingerprintOf(item: Record<string, unknown>): number {
  const { price: _price, ...rest } = withoutId(item);
  return fingerprint(rest);
}

/** The items whose bytes cannot be stored, by index. Looked for only where the whole page gives reason to. */
function unstorableTexts(
  { body, items, damaged }: ListDocument,
  maxDataBytes: number,
): Map<number, RejectionReason> {
  const unstorable = new Map<number, RejectionReason>();
  if (!damaged && body.length <= maxDataBytes) return unstorable;
  const all = Array.from({ length: items.length }, (_, index) => index);
  for (const [index, text] of items.cut(all).entries()) {
    if (text.length > maxDataBytes) unstorable.set(index, 'too_long');
    else if (damaged && !isUtf8(text)) unstorable.set(index, 'not_utf8');
  }
  return unstorable;
}
