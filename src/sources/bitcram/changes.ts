import { SourceError } from '../../platform/errors.ts';
import type { PriceListPage, Reading } from '../source.ts';
import type { ListDocument } from './document.ts';
import { otherThan } from './others.ts';
import type { Page } from './paging.ts';
import { phrase } from './phrase.ts';
import { readPriceListPage } from './price-list.ts';
import type { Filter } from './scan/index.ts';

/** What the changed prices are asked for by, and where an item says its own. */
export const PRICE_LIST = 'price_list_id';

const HOUR_MS = 3_600_000;

/**
 * `since` as Bitcram takes it. Which time zone it means is unknown, its clock is not ours, and updates are known to come late: the
 * overlap has to cover all three.
 */
export function sinceOf(after: Date, overlapHours: number): string {
  const since = new Date(after.getTime() - overlapHours * HOUR_MS);
  return since.toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads a page of the prices that changed: of its items a row takes over the price and nothing else. */
export function readChangedPrices(
  document: ListDocument,
  reading: Reading,
  priceList: Filter,
): PriceListPage & Page {
  const { items, request } = document;
  for (let index = 0; index < items.length; index += 1) {
    if (items.narrow?.has(index) === true) continue;
    const other = otherThan(priceList, items.at(index));
    if (other !== undefined) {
      throw new SourceError(phrase('other_price_list', { request, other, list: priceList.value }));
    }
  }
  const page = readPriceListPage(document, reading);
  return { ...page, attributes: (rows) => page.attributes(rows).map(priceAlone) };
}

function priceAlone(item: Buffer): Buffer {
  const { price = null } = JSON.parse(item.toString('utf8')) as { price?: unknown };
  return Buffer.from(JSON.stringify({ price }));
}
