import { fingerprint } from '../../platform/canonical.ts';
import { SourceError } from '../../platform/errors.ts';
import {
  type Place,
  placeKey,
  type PriceListPage,
  type Reading,
  type Source,
  type SourceDatabase,
  type SourceOpening,
  type StockPage,
} from '../source.ts';
import type { AirConfig } from './config.ts';
import { bringDetails } from './details.ts';
import { type Entry, offerFields, readEntry } from './entry.ts';
import type { Feed, Wanted } from './feed.ts';
import { isHeld, type Money, moneyOf, moneyText } from './money.ts';
import { phrase } from './phrase.ts';
import { type Article, type SortedPage, sortPages } from './sorting.ts';

type Options = Pick<AirConfig, 'concurrency' | 'refreshDays' | 'marginPercent' | 'locations' | 'stockRule'>;

/** Air as a source: a whole list of articles with their details, and a light one of prices and stock. */
export function createAirSource(feed: Feed, options: Options, job: SourceOpening): Source {
  const { database, writes = false, log } = job;
  /** Both lists of a reading are one list of Air. */
  const lists = new WeakMap<Reading, Promise<SortedPage[]>>();
  const unknownLocations = new Map<string, number>();
  const noteLocation = (name: string): void =>
    void unknownLocations.set(name, (unknownLocations.get(name) ?? 0) + 1);
  const nameLocations = (): void => {
    for (const [name, count] of unknownLocations)
      log.warn({ phrase: phrase('unknown_location', { name, count }) });
    unknownLocations.clear();
  };

  const readerOf = ({ limits: { minStock, maxStock } }: Reading, isWhole: boolean) => {
    const margin = moneyOf(options.marginPercent) as Money;
    const rules = { ...options, margin, minStock, maxStock, isWhole };
    return (json: unknown): Entry => readEntry(json, rules, noteLocation);
  };
  const once = (reading: Reading, read: () => Promise<SortedPage[]>): Promise<SortedPage[]> => {
    const known = lists.get(reading);
    if (known !== undefined) return known;
    const pages = read();
    lists.set(reading, pages);
    pages.then(nameLocations, () => undefined);
    return pages;
  };
  const whole = (reading: Reading): Promise<SortedPage[]> =>
    once(reading, async () => {
      const listed = await feed.whole(readerOf(reading, true), reading.signal);
      return sortPages(listed, 'price_list', reading);
    });
  const light = (reading: Reading): Promise<SortedPage[]> =>
    once(reading, async () => {
      const listed = await feed.light(readerOf(reading, false), reading.signal);
      if (listed.length === 0) throw new SourceError(phrase('empty_list'));
      const pages = await sortPages(listed, 'stock', reading);
      return [...pages, ...(await unlisted(pages, reading))];
    });

  /** What has stock and is not in the light list: nobody says whether that has what is out of stock. */
  async function unlisted(pages: readonly SortedPage[], reading: Reading): Promise<SortedPage[]> {
    if (database === undefined) return [];
    const named = new Set(pages.flatMap((page) => idsOf(page)));
    const missed = (await readInStock(database)).filter(({ id }) => !named.has(id));
    if (missed.length === 0) return [];
    log.info({ phrase: phrase('asked_again', { count: missed.length }) });
    const codes = missed.map(({ code }) => code);
    const listed = await feed.some(codes, readerOf(reading, false), reading.signal);
    const found = await sortPages(listed, 'stock', reading);
    const known = new Set(found.flatMap((page) => idsOf(page)));
    const gone = missed.filter(({ id }) => !known.has(id)).map(({ id }) => ({ id, stock: 0 }));
    const nothing = { articles: [], repeated: [], rejections: [], stockRejections: [], stockless: [] };
    const unlisted = gone.map(({ id }) => id);
    return [...found, { ...nothing, fetched: gone.length, stocks: gone, unlisted }];
  }

  return {
    async locate(): Promise<Place> {
      const rate = moneyOf((await feed.open()).exchangeRate);
      return {
        key: placeKey({ supplier: 'air' }),
        label: feed.label,
        exchangeRate: rate !== undefined && isHeld(rate) ? moneyText(rate) : undefined,
      };
    },
    async *priceList(_place, reading) {
      const pages = await whole(reading);
      const { selection } = reading;
      const wanted = pages.flatMap(({ articles }) =>
        articles
          .filter(({ id }) => selection?.has(id) ?? true)
          .map(({ id, code, content }): Wanted => ({ id, code, entryHash: content?.hash ?? 0 })),
      );
      const details =
        database === undefined
          ? new Map<number, number>()
          : await bringDetails(wanted, {
              ...{ ...options, database, writes, log, signal: reading.signal },
              details: await feed.details(reading.signal),
            });
      const total = totalOf(pages);
      const hashOf = ({ id, content }: Article): number => fingerprint([content?.hash, details.get(id)]);
      const moreOf = (article: Article): string =>
        `,"product_code":${JSON.stringify(article.code)},"content_hash":${hashOf(article)},"content":${article.content?.text ?? '{}'}`;
      for (const page of pages) yield { ...pricePage(page, hashOf, moreOf), total };
    },
    async *stock(_place, reading) {
      const pages = await whole(reading);
      const total = totalOf(pages);
      for (const page of pages) yield { ...stockPage(page), total };
    },
    changesSince: (_place, _after, reading) => ({
      prices: pagesOf(light(reading), (page) =>
        pricePage(
          page,
          ({ offerHash }) => offerHash,
          () => '',
        ),
      ),
      stock: pagesOf(light(reading), stockPage),
    }),
  };
}

async function* pagesOf<P>(
  pages: Promise<readonly SortedPage[]>,
  made: (page: SortedPage) => P,
): AsyncGenerator<P, void, undefined> {
  for (const page of await pages) yield made(page);
}

function pricePage(
  { fetched, articles, stockless, repeated, rejections }: SortedPage,
  hashOf: (article: Article) => number,
  /** Further members of its JSON, each after a comma. */
  moreOf: (article: Article) => string,
): PriceListPage {
  return {
    productIds: Float64Array.from([...articles.map(({ id }) => id), ...stockless]),
    prices: Float64Array.from([
      ...articles.map(({ offer }) => Number(moneyText(offer.list))),
      ...stockless.map(() => NaN),
    ]),
    fingerprints: Float64Array.from([...articles.map(hashOf), ...stockless.map(() => NaN)]),
    ...{ fetched, repeated, rejections },
    attributes: (indexes) =>
      indexes.map((index) => {
        const article = articles[index] as Article;
        const offer = JSON.stringify(offerFields(article));
        return Buffer.from(`${offer.slice(0, -1)}${moreOf(article)}}`);
      }),
    release: () => undefined,
  };
}

function stockPage({ fetched, stocks, stockRejections, unlisted }: SortedPage): StockPage {
  return {
    productIds: Float64Array.from(stocks, ({ id }) => id),
    balances: Float64Array.from(stocks, ({ stock }) => stock),
    ...{ unlisted, fetched, repeated: [], rejections: stockRejections },
    release: () => undefined,
  };
}

function totalOf(pages: readonly SortedPage[]): number {
  return pages.reduce((sum, { fetched }) => sum + fetched, 0);
}

function idsOf({ stocks, stockRejections }: SortedPage): number[] {
  return [...stocks.map(({ id }) => id), ...stockRejections.map(({ productId }) => productId ?? NaN)];
}

async function readInStock(database: SourceDatabase): Promise<{ id: number; code: string }[]> {
  const rows = await database.read<{ id: number | string; code: string }>(
    phrase('read_in_stock'),
    `SELECT i.id, i.codprov AS code FROM air_item i LEFT JOIN sync_missing m ON m.item_id = i.id AND m.settled_at IS NOT NULL
      WHERE i.stock > 0 AND m.item_id IS NULL ORDER BY i.id`,
  );
  return rows.map(({ id, code }) => ({ id: Number(id), code }));
}
