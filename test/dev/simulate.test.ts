import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCheckout, startBitcram, SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import type { BitcramSimulator } from '../../dev/simulate/bitcram.ts';
import { TOTAL_FIELDS } from '../../dev/simulate/paging.ts';
import { asTime } from '../../dev/simulate/updates.ts';

interface Listed {
  items: { product_id: number }[];
  total?: number;
}

let bitcram: BitcramSimulator;

beforeEach(async () => {
  bitcram = await startBitcram({
    checkouts: [openCheckout(1), openCheckout(2, { warehouse: null }), openCheckout(3)],
  });
  bitcram.setCatalogue(Array.from({ length: 250 }, (_, index) => ({ product_id: index + 1, price: 10 })));
});

afterEach(() => bitcram.close());

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(bitcram.url + path, { headers: { authorization: `Bearer ${SIMULATED_TOKEN}`, ...headers } });
}

async function list(path: string): Promise<Listed> {
  return (await (await ask(path)).json()) as Listed;
}

function priceListPage(page: number, perPage: number): Promise<Listed> {
  return list(`/api/checkouts/index/1001/price_list?page=${page}&per_page=${perPage}`);
}

function where(filter: object): string {
  return `where=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** First product, last product and number of products of a page. */
function extent({ items }: Listed): (number | undefined)[] {
  return [items[0]?.product_id, items.at(-1)?.product_id, items.length];
}

describe('paging', () => {
  test('"totals" cuts pages and says how much there is', async () => {
    const { items, ...totals } = await priceListPage(3, 100);
    expect(extent({ items })).toEqual([201, 250, 50]);
    expect(totals).toEqual({ total: 250, total_pages: 3, page: 3, per_page: 100 });
    expect((await priceListPage(4, 100)).items).toEqual([]);
  });

  test('"totals" leaves out what it is not told to say', async () => {
    bitcram.paging.says = ['total'];
    expect(Object.keys(await priceListPage(1, 100))).toEqual(['items', 'total']);
  });

  test('"silent" cuts pages, says nothing and ends in empty pages', async () => {
    bitcram.paging.style = 'silent';
    const page = await priceListPage(2, 200);
    expect(Object.keys(page)).toEqual(['items']);
    expect(extent(page)).toEqual([201, 250, 50]);
    expect((await priceListPage(3, 200)).items).toEqual([]);
    expect((await priceListPage(99, 200)).items).toEqual([]);
  });

  test('"capped" gives its cap of items, whatever is asked for', async () => {
    bitcram.paging.style = 'capped';
    expect(extent(await priceListPage(2, 1000))).toEqual([101, 200, 100]);
    bitcram.paging.cap = 40;
    expect(extent(await priceListPage(7, 1000))).toEqual([241, 250, 10]);
    expect(extent(await priceListPage(1, 15))).toEqual([1, 15, 15]);
  });

  test('"capped" may say its totals, by the pages that it gives', async () => {
    Object.assign(bitcram.paging, { style: 'capped', says: TOTAL_FIELDS });
    expect(await priceListPage(1, 1000)).toMatchObject({ total: 250, total_pages: 3, per_page: 100 });
  });

  test('"whole" gives everything every time', async () => {
    bitcram.paging.style = 'whole';
    expect(extent(await priceListPage(1, 100))).toEqual([1, 250, 250]);
    expect(extent(await priceListPage(7, 10))).toEqual([1, 250, 250]);
  });

  test('a client that asks for no page gets the first one', async () => {
    expect(extent(await list('/api/checkouts/index/1001/price_list'))).toEqual([1, 50, 50]);
  });
});

describe('access', () => {
  test('a missing, wrong or withdrawn token is refused', async () => {
    const path = '/api/checkouts/index';
    expect((await fetch(bitcram.url + path)).status).toBe(401);
    expect((await ask(path, { authorization: 'Bearer other' })).status).toBe(401);
    expect((await ask(path, { authorization: SIMULATED_TOKEN })).status).toBe(401);
    expect((await ask(path)).status).toBe(200);
    bitcram.tokens.clear();
    expect((await ask(path)).status).toBe(401);
  });

  test('a log-in gives a token that is let in', async () => {
    const logIn = (password: string): Promise<Response> =>
      fetch(`${bitcram.url}/api/auth/`, {
        method: 'POST',
        body: JSON.stringify({ username: bitcram.logIn.username, password }),
      });
    expect((await logIn('wrong')).status).toBe(401);
    const { token } = (await (await logIn(bitcram.logIn.password)).json()) as { token: string };
    expect((await ask('/api/checkouts/index', { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe('checkouts', () => {
  test('one is found by its number, which is not its id', async () => {
    const found = await list(`/api/checkouts/index?${where({ 'checkouts.checkout_number': 1 })}`);
    expect(found.items).toMatchObject([{ id: 1001, checkout_number: 1, warehouse: { id: 301 } }]);
  });

  test('an unknown number finds none, and no filter finds all', async () => {
    expect(await list(`/api/checkouts/index?${where({ 'checkouts.checkout_number': 9 })}`)).toMatchObject({
      items: [],
      total: 0,
    });
    expect((await list('/api/checkouts/index')).items).toHaveLength(3);
  });

  test('one may lack a warehouse', async () => {
    const found = await list(`/api/checkouts/index?${where({ 'checkouts.checkout_number': 2 })}`);
    expect(found.items).toMatchObject([{ warehouse: null }]);
  });

  test('each has its own price list and stock', async () => {
    bitcram.setCatalogue([{ product_id: 7 }], 703);
    bitcram.setStock([{ product_id: 7, product_balance: 2 }], 303);
    expect(extent(await list('/api/checkouts/index/1003/price_list'))).toEqual([7, 7, 1]);
    expect((await ask('/api/checkouts/index/4/price_list')).status).toBe(404);

    const stock = '/api/stock_items/index?list_light=true';
    expect(await list(`${stock}&${where({ warehouse_id: 303 })}`)).toMatchObject({ total: 1 });
    expect(await list(`${stock}&${where({ warehouse_id: 301 })}`)).toMatchObject({ total: 0 });
    expect((await ask(stock)).status).toBe(400);
    expect((await ask(`${stock}&where={`)).status).toBe(400);
  });
});

describe('what changed since', () => {
  const pricesSince = (since: string) =>
    list(
      `/api/price_list_items/index/actions/updated?since=${encodeURIComponent(since)}&${where({ price_list_id: [701] })}`,
    );
  const now = () => asTime(Date.now());
  const items = (price: number) => [
    { product_id: 1, price },
    { product_id: 2, price: 25 },
  ];

  beforeEach(() => {
    bitcram.clockAheadMs = -3_600_000;
    bitcram.setCatalogue(items(15));
    bitcram.clockAheadMs = 0;
  });

  test('is what got another value, with the time of the server’s clock', async () => {
    const since = now();
    expect((await pricesSince(since)).items).toEqual([]);
    bitcram.setCatalogue(items(11));
    expect((await pricesSince(since)).items).toMatchObject([
      { product_id: 1, price_list_id: 701, price: 11 },
    ]);
    bitcram.clockAheadMs = -7_200_000;
    bitcram.setCatalogue(items(12));
    expect((await pricesSince(since)).items).toEqual([]);
    expect((await pricesSince('2000-01-01 00:00:00')).items).toMatchObject([{ price: 12 }, { price: 25 }]);
  });

  test('is paged as every list, and lacks what the server forgets', async () => {
    bitcram.paging.style = 'silent';
    bitcram.forgets = (productId) => productId === 1;
    bitcram.setCatalogue([
      { product_id: 1, price: 99 },
      { product_id: 2, price: 21 },
      { product_id: 3, price: 30 },
    ]);
    expect((await pricesSince(now().slice(0, 17) + '00')).items.map(({ product_id: id }) => id)).toEqual([
      2, 3,
    ]);
  });

  test('has to be asked for with a time and a filter', async () => {
    const path = '/api/stock_items/index/actions/updated';
    expect((await ask(`${path}?since=yesterday&${where({ warehouse_id: 301 })}`)).status).toBe(400);
    expect((await ask(`${path}?since=2026-01-01%2000:00:00`)).status).toBe(400);
  });
});

test('items given as text or bytes are served to the byte', async () => {
  const broken = Buffer.from([0x7b, 0xff, 0x7d]);
  bitcram.setCatalogue(['{"price":1.00,"product_id":1e0}', broken, { product_id: 3 }]);
  bitcram.paging.style = 'silent';
  const answer = await ask('/api/checkouts/index/1001/price_list');
  const expected = ['{"items":[{"price":1.00,"product_id":1e0},', broken, ',{"product_id":3}]}'];
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(
    Buffer.concat(expected.map((part) => Buffer.from(part))),
  );
});

test('pages are compressed where both sides will', async () => {
  const page = '/api/checkouts/index/1001/price_list?per_page=200';
  bitcram.compress = true;
  const plain = await ask(page, { 'accept-encoding': 'identity' });
  const compressed = await ask(page, { 'accept-encoding': 'gzip' });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(await compressed.json()).toEqual(await plain.json());
  const [first, second] = bitcram.requests;
  expect(second?.bytesAnswered).toBeLessThan((first?.bytesAnswered ?? 0) / 5);
});

describe('what a test sees and scripts', () => {
  test('every request is noted', async () => {
    await priceListPage(2, 100);
    await priceListPage(2, 100);
    expect(bitcram.requests[1]).toMatchObject({
      endpoint: 'price_list',
      method: 'GET',
      path: '/api/checkouts/index/1001/price_list',
      page: 2,
      perPage: 100,
      authorization: `Bearer ${SIMULATED_TOKEN}`,
      timesAsked: 2,
      status: 200,
    });
    bitcram.forgetRequests();
    expect(bitcram.requests).toEqual([]);
  });

  test('requests on their way together are counted', async () => {
    bitcram.latencyMs = 50;
    await Promise.all([1, 2, 3].map((page) => priceListPage(page, 50)));
    expect(bitcram.traffic).toMatchObject({ requests: 3, mostAtOnce: 3 });
  });

  test('one page can be answered wrongly once', async () => {
    bitcram.intercept(({ page, timesAsked }) =>
      page === 2 && timesAsked === 1
        ? { status: 429, headers: { 'retry-after': '1' }, body: '<html>' }
        : undefined,
    );
    const wrong = await ask('/api/checkouts/index/1001/price_list?page=2');
    expect([wrong.status, wrong.headers.get('retry-after'), await wrong.text()]).toEqual([
      429,
      '1',
      '<html>',
    ]);
    expect((await ask('/api/checkouts/index/1001/price_list?page=2')).status).toBe(200);
  });

  test('the list can move while it is paged', async () => {
    bitcram.intercept(({ page }) => {
      if (page === 2) bitcram.setCatalogue([{ product_id: 8 }]);
    });
    expect(await priceListPage(1, 100)).toMatchObject({ total: 250 });
    expect(await priceListPage(2, 100)).toMatchObject({ total: 1, items: [] });
  });

  test('a response can be taken over and cut', async () => {
    bitcram.intercept(() => (_req, res) => {
      res.writeHead(200, { 'content-length': 100 });
      res.write('{"items":[', () => res.destroy());
    });
    const cut = await ask('/api/checkouts/index');
    await expect(cut.text()).rejects.toThrow();
    bitcram.intercept();
    expect((await ask('/api/checkouts/index')).status).toBe(200);
  });

  test('closing ends a response that hangs', async () => {
    bitcram.intercept(() => () => undefined);
    const hanging = ask('/api/checkouts/index');
    const failed = hanging.then(
      () => false,
      () => true,
    );
    await expect.poll(() => bitcram.requests.length).toBe(1);
    await bitcram.close();
    expect(await failed).toBe(true);
  });
});
