import pLimit from 'p-limit';
import { z } from 'zod';
import { ConfigurationError, SourceError } from '../../platform/errors.ts';
import { type Place, placeKey, type PriceListPage, type Reading, type Source } from '../source.ts';
import { PRICE_LIST, readChangedPrices, sinceOf } from './changes.ts';
import type { BitcramClient, Query } from './client.ts';
import { type ListDocument, readListDocument } from './document.ts';
import { type Page, readPages } from './paging.ts';
import { phrase } from './phrase.ts';
import { PRICE_LIST_VALUE, readPriceListPage } from './price-list.ts';
import { readStockPage, STOCK_VALUE, WAREHOUSE } from './stock.ts';
import type { Filter } from './scan/index.ts';

/** A checkout, with what the lists are asked by. */
interface CheckoutPlace extends Place {
  checkoutId: string;
  warehouse: Filter;
  /** Undefined where the checkout names none: its prices can be read, but not asked for by their list. */
  priceList: Filter | undefined;
}

export interface BitcramOptions {
  checkout: number;
  pageSizeRows: number;
  /** Pages on their way at once, both lists together. */
  fetchConcurrency: number;
  /** How far back from the last run the lists of changes are asked for. */
  overlapHours: number;
}

const identifier = z.union([z.number(), z.string().min(1)]).transform(String);
/** One without an id names nothing: `{"id": null}` is how some servers say that there is none. */
const reference = z
  .object({ id: identifier.nullish() })
  .nullish()
  .transform((given) => (given?.id === undefined || given.id === null ? undefined : { id: given.id }));
const checkoutItem = z.object({
  id: identifier,
  checkout_number: z.coerce.number(),
  is_open: z.boolean().nullish(),
  warehouse: reference,
  price_list: reference,
});
export type Checkout = z.output<typeof checkoutItem>;

const CHECKOUTS = '/api/checkouts/index';
const STOCK = '/api/stock_items/index';
const PRICES = '/api/price_list_items/index';
/** What changed of a list since a moment. */
const UPDATED = '/actions/updated';

/** Bitcram as a source: a checkout's price list and the stock of its warehouse. */
export function createBitcramSource(client: BitcramClient, options: BitcramOptions): Source<CheckoutPlace> {
  const limit = pLimit(options.fetchConcurrency);

  const pagesOf = <P extends Page>(
    path: string,
    query: Query,
    reading: Reading,
    valueName: string | undefined,
    read: (document: ListDocument, reading: Reading) => P,
    filter?: Filter,
  ): AsyncGenerator<P, void, undefined> =>
    readPages({
      pageSizeRows: options.pageSizeRows,
      ahead: options.fetchConcurrency,
      signal: reading.signal,
      fetchPage: (page, signal) =>
        limit(async () => {
          const paging = { page, per_page: options.pageSizeRows };
          const answer = await client.get(path, { ...query, ...paging }, signal);
          const request = phrase('page', { request: answer.request, page });
          return read(readListDocument({ ...answer, request }, valueName, filter), reading);
        }),
    });

  const stockOf = (path: string, query: Query, { warehouse }: CheckoutPlace, reading: Reading) =>
    pagesOf(
      path,
      query,
      reading,
      STOCK_VALUE,
      (document) => readStockPage(document, reading, warehouse),
      warehouse,
    );

  async function* changedPrices(
    { priceList }: CheckoutPlace,
    since: string,
    reading: Reading,
  ): AsyncGenerator<PriceListPage, void, undefined> {
    if (priceList === undefined) return;
    const where = whereOf({ ...priceList, value: [priceList.value] });
    const read = (document: ListDocument) => readChangedPrices(document, reading, priceList);
    yield* pagesOf(`${PRICES}${UPDATED}`, { since, where }, reading, PRICE_LIST_VALUE, read, priceList);
  }

  return {
    locate: () => locate(client, options.checkout),
    priceList: (place, reading) =>
      pagesOf(
        `${CHECKOUTS}/${encodeURIComponent(place.checkoutId)}/price_list`,
        {},
        reading,
        // A fingerprint is of the whole item.
        reading.fingerprints ? undefined : PRICE_LIST_VALUE,
        readPriceListPage,
      ),
    stock: (place, reading) =>
      stockOf(STOCK, { list_light: 'true', where: whereOf(place.warehouse) }, place, reading),
    changesSince: (place, after, reading) => {
      const since = sinceOf(after, options.overlapHours);
      return {
        prices: changedPrices(place, since, reading),
        stock: stockOf(`${STOCK}${UPDATED}`, { since, where: whereOf(place.warehouse) }, place, reading),
      };
    },
  };
}

async function locate(client: BitcramClient, checkoutNumber: number): Promise<CheckoutPlace> {
  const where = JSON.stringify({ 'checkouts.checkout_number': checkoutNumber });
  const found = await readCheckouts(client, { where });
  // A server that does not know the filter would answer every checkout.
  const checkout = found.find((each) => each.checkout_number === checkoutNumber);
  if (checkout === undefined) {
    throw new ConfigurationError(phrase('checkout_unknown', { checkout: checkoutNumber }));
  }
  if (!checkout.warehouse) {
    throw new ConfigurationError(phrase('no_warehouse', { checkout: checkoutNumber }));
  }
  const warehouseId = checkout.warehouse.id;
  const priceListId = checkout.price_list?.id ?? null;
  return {
    key: placeKey({ warehouse: warehouseId, 'price list': priceListId }),
    label: phrase('place', {
      checkout: checkoutNumber,
      warehouse: warehouseId,
      list: priceListId ?? phrase('unnamed'),
    }),
    checkoutId: checkout.id,
    warehouse: { name: WAREHOUSE, value: warehouseId },
    priceList: priceListId === null ? undefined : { name: PRICE_LIST, value: priceListId },
  };
}

/** Every checkout that the token can see. */
export async function listCheckouts(client: BitcramClient, pageSizeRows: number): Promise<Checkout[]> {
  return readCheckouts(client, { page: 1, per_page: pageSizeRows });
}

async function readCheckouts(client: BitcramClient, query: Query): Promise<Checkout[]> {
  const { items, request } = readListDocument(await client.get(CHECKOUTS, query));
  const checkouts = z
    .array(checkoutItem)
    .safeParse(Array.from({ length: items.length }, (_, index) => items.at(index)));
  if (checkouts.success) return checkouts.data;
  const issue = checkouts.error.issues[0];
  const field = String(issue?.path.at(-1));
  throw new SourceError(phrase('checkout_unusable', { request, field }));
}

function whereOf({ name, value }: { name: string; value: string | readonly string[] }): string {
  return JSON.stringify({ [name]: typeof value === 'string' ? asJsonId(value) : value.map(asJsonId) });
}

/** Ids travel in `where` as Bitcram gave them: numbers as numbers. */
function asJsonId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id;
}
