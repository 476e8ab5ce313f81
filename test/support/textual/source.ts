import { fingerprint } from '../../../src/platform/canonical.ts';
import type { Http } from '../../../src/platform/http/http.ts';
import type { Phrase } from '../../../src/platform/phrase.ts';
import {
  placeKey,
  type Reading,
  type Rejection,
  type RejectionReason,
  type Source,
} from '../../../src/sources/source.ts';

/** An item of a page; its price list has prices, its stock list has balances. */
interface TextualItem {
  code: string;
  price?: unknown;
  balance?: number;
}

/** Pages of items, `GET /prices?page=1` and `GET /stock?page=1`, up to one that is empty. */
export function createTextualSource(http: Http, label: Phrase): Source {
  return {
    locate: () => Promise.resolve({ key: placeKey({ depot: '1' }), label }),
    async *priceList(_place, reading) {
      for await (const items of pagesOf(http, '/prices')) {
        const { usable, rejections } = await sort('price_list', items, reading, ({ price }) =>
          price === null || typeof price === 'number' ? undefined : 'bad_price',
        );
        yield {
          productIds: Float64Array.from(usable, ({ id }) => id),
          prices: Float64Array.from(usable, ({ item }) => (item.price as number | null) ?? NaN),
          fingerprints: Float64Array.from(reading.fingerprints ? usable : [], ({ item }) => {
            const { price: _price, ...rest } = item;
            return fingerprint(rest);
          }),
          fetched: items.length,
          repeated: [],
          rejections,
          attributes: (rows) =>
            rows.map((row) => Buffer.from(JSON.stringify((usable[row] as { item: TextualItem }).item))),
          release: () => undefined,
        };
      }
    },
    async *stock(_place, reading) {
      for await (const items of pagesOf(http, '/stock')) {
        const { usable, rejections } = await sort('stock', items, reading, () => undefined);
        yield {
          productIds: Float64Array.from(usable, ({ id }) => id),
          balances: Float64Array.from(usable, ({ item }) => item.balance ?? 0),
          fetched: items.length,
          repeated: [],
          rejections,
          release: () => undefined,
        };
      }
    },
  };
}

async function* pagesOf(http: Http, path: string): AsyncGenerator<TextualItem[], void, undefined> {
  for (let page = 1; ; page += 1) {
    const { body } = await http.request({ path, query: { page } });
    const items = JSON.parse(body.toString('utf8')) as TextualItem[];
    if (items.length === 0) return;
    yield items;
  }
}

async function sort(
  list: Rejection['list'],
  items: readonly TextualItem[],
  { intern }: Reading,
  fault: (item: TextualItem) => RejectionReason | undefined,
): Promise<{ usable: { id: number; item: TextualItem }[]; rejections: Rejection[] }> {
  const ids = await intern(items.map(({ code }) => code));
  const usable: { id: number; item: TextualItem }[] = [];
  const rejections: Rejection[] = [];
  for (const [index, item] of items.entries()) {
    const id = ids[index] as number;
    const reason = Number.isNaN(id) ? 'bad_external_id' : fault(item);
    if (reason === undefined) usable.push({ id, item });
    else {
      const productId = Number.isNaN(id) ? null : id;
      rejections.push({ list, productId, reason, items: 1, raw: JSON.stringify(item) });
    }
  }
  return { usable, rejections };
}
