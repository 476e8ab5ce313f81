import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../dev/simulate/mercado-libre/faults.ts';
import {
  type MercadoLibreSimulator,
  SIMULATED_MELI_TOKEN,
  startMercadoLibre,
} from '../../dev/simulate/mercado-libre/mercado-libre.ts';
import { availableOf, type Variant } from '../../dev/simulate/mercado-libre/store.ts';

interface Reply {
  status: number;
  version: string | null;
  body: never;
}

let meli: MercadoLibreSimulator;
beforeEach(async () => {
  meli = await startMercadoLibre();
});
afterEach(() => meli.close());

async function ask(method: string, path: string, body?: object, headers: object = {}): Promise<Reply> {
  const answer = await fetch(meli.url + path, {
    method,
    headers: { authorization: `Bearer ${SIMULATED_MELI_TOKEN}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const said = (await answer.json()) as never;
  return { status: answer.status, version: answer.headers.get('x-version'), body: said };
}

const put = ({ item }: Variant, body: object) => ask('PUT', `/items/${item.id}`, body);
const stockPath = ({ product }: Variant): string => `/user-products/${product.id}/stock`;

test('nothing left pauses a listing, and something wakes it, unless the seller paused it', async () => {
  const [sold, paused] = [
    meli.store.add({ available: 3 }),
    meli.store.add({ available: 3, status: 'paused', subStatus: ['paused_by_seller'] }),
  ];
  await put(sold, { available_quantity: 0 });
  expect(sold.item).toMatchObject({ status: 'paused', subStatus: ['out_of_stock'] });
  await put(sold, { available_quantity: 4 });
  expect(sold.item).toMatchObject({ status: 'active', subStatus: [] });
  await put(paused, { available_quantity: 9 });
  expect(paused.item.status).toBe('paused');
  expect(availableOf(paused)).toBe(9);
});

test('what is closed or under review takes no quantity, and nobody writes anything but stock', async () => {
  const listings = (['closed', 'under_review'] as const).map((status) => meli.store.add({ status }));
  for (const each of listings) {
    expect(await put(each, { available_quantity: 4 })).toMatchObject({ status: 400 });
  }
  expect(await put(meli.store.add(), { available_quantity: 4, price: 5 })).toMatchObject({ status: 400 });
  expect(await put(meli.store.add(), { available_quantity: -1 })).toMatchObject({ status: 400 });
});

test('a variation that is not named is deleted, and one without a quantity keeps its own', async () => {
  const { item } = meli.store.add({ variations: [{ available: 1 }, { available: 2 }, { available: 3 }] });
  const [one, two, three] = item.variants as [Variant, Variant, Variant];
  expect(await put(one, { available_quantity: 9 })).toMatchObject({ status: 400 });
  await put(one, { variations: [{ id: one.id }, { id: two.id, available_quantity: 7 }] });
  expect(item.variants).toEqual([one, two]);
  expect([one, two, three].map(availableOf)).toEqual([1, 7, 3]);
});

test('with warehouses a listing takes a quantity in silence, and the stock wants its version', async () => {
  meli.store.tags.add('warehouse_management');
  const variant = meli.store.add({ warehouses: [2, 3] });
  expect(await put(variant, { available_quantity: 9 })).toMatchObject({ status: 200 });
  expect(availableOf(variant)).toBe(5);
  const { version, body } = await ask('GET', stockPath(variant));
  const { locations } = body as { locations: { store_id: string; quantity: number }[] };
  expect(locations).toMatchObject([{ quantity: 2 }, { quantity: 3 }]);
  const change = { locations: [{ store_id: locations[0]?.store_id, quantity: 6 }] };
  const path = `${stockPath(variant)}/type/seller_warehouse`;
  expect(await ask('PUT', path, change)).toMatchObject({ status: 400 });
  const headers = { 'x-version': version };
  expect(await ask('PUT', path, change, headers)).toMatchObject({ status: 200 });
  expect(await ask('PUT', path, change, headers)).toMatchObject({ status: 409 });
  expect(availableOf(variant)).toBe(9);
});

test('listings that share their stock show the same, whoever sells', async () => {
  const listing = meli.store.add({ available: 3 });
  const catalogue = meli.store.add({ isCatalogue: true, sharing: listing });
  meli.store.sell([{ variant: catalogue, quantity: 3 }]);
  expect(availableOf(listing)).toBe(0);
  expect(listing.item.subStatus).toEqual(['out_of_stock']);
});

test('past 1,000 listings are found by scrolling alone, each page once', async () => {
  for (let number = 0; number < 1010; number += 1) meli.store.add();
  const path = `/users/${meli.store.sellerId}/items/search`;
  expect(await ask('GET', `${path}?offset=1000&limit=50`)).toMatchObject({ status: 400 });
  const seen: string[] = [];
  let scroll = '';
  for (;;) {
    const { body } = await ask('GET', `${path}?search_type=scan&limit=100${scroll}`);
    const { results, scroll_id: next } = body as { results: string[]; scroll_id: string };
    if (results.length === 0) break;
    seen.push(...results);
    scroll = `&scroll_id=${encodeURIComponent(next)}`;
  }
  expect(new Set(seen).size).toBe(1010);
  expect(await ask('GET', `${path}?search_type=scan&scroll_id=gone`)).toMatchObject({ status: 400 });
});

test('20 items are given at once, each with a code of its own, and the SKUs of variations on demand', async () => {
  const { item } = meli.store.add({ sku: 'A', variations: [{}] });
  const answer = await ask('GET', `/items?ids=${item.id},MLA1`);
  expect(answer.body).toMatchObject([
    { code: 200, body: { variations: [{ id: item.variants[0]?.id }] } },
    { code: 404 },
  ]);
  expect(JSON.stringify(answer.body)).not.toContain('A-1');
  const whole = await ask('GET', `/items?ids=${item.id}&include_attributes=all&attributes=variations`);
  expect(JSON.stringify(whole.body)).toContain('"SELLER_SKU","value_name":"A-1"');
  expect(JSON.stringify(whole.body)).not.toContain('price');
  const many = Array.from({ length: 21 }, () => 'MLA1').join(',');
  expect(await ask('GET', `/items?ids=${many}`)).toMatchObject({ status: 400 });
});

test('orders are found by the time of their change, 51 a page, and a filter that is not known is refused', async () => {
  const variant = meli.store.add({ available: 100 });
  for (let number = 0; number < 60; number += 1) meli.store.sell([{ variant, quantity: 1 }], { packId: 7 });
  const path = `/orders/search?seller=${meli.store.sellerId}`;
  const { body } = await ask('GET', `${path}&sort=date_desc&limit=51&offset=51`);
  expect(body).toMatchObject({ paging: { total: 60 }, results: { length: 9 } });
  expect(await ask('GET', `${path}&limit=52`)).toMatchObject({ status: 400 });
  expect(await ask('GET', `${path}&order.last_updated.from=2026-01-01T00:00:00Z`)).toMatchObject({
    status: 400,
  });
  const since = new Date(Date.now() + 1000).toISOString();
  const [, order] = meli.store.orders;
  meli.store.clockAheadMs = 5000;
  meli.store.cancel(order as never, { restocks: true });
  const changed = await ask('GET', `${path}&order.date_last_updated.from=${since}`);
  expect(changed.body).toMatchObject({ results: [{ id: order?.id, status: 'cancelled', pack_id: 7 }] });
});

test('a refresh token is good once, and only the newest one works', async () => {
  const { tokens } = meli;
  const refresh = (token: string) => {
    const form = { grant_type: 'refresh_token', client_id: tokens.clientId, refresh_token: token };
    const body = new URLSearchParams({ ...form, client_secret: tokens.clientSecret });
    return fetch(`${meli.url}/oauth/token`, { method: 'POST', body });
  };
  const first = tokens.refreshToken;
  const granted = (await (await refresh(first)).json()) as { access_token: string; refresh_token: string };
  expect(granted.refresh_token).toBe(tokens.refreshToken);
  const headers = { authorization: `Bearer ${granted.access_token}` };
  expect((await fetch(`${meli.url}/users/me`, { headers })).status).toBe(200);
  const again = await refresh(first);
  expect(again.status).toBe(400);
  expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  tokens.endAccess();
  expect((await fetch(`${meli.url}/users/me`, { headers })).status).toBe(401);
  expect(tokens.exchanges).toEqual(['granted', 'invalid_grant']);
});

test('what comes too fast is refused, stock by the minute', async () => {
  meli.perSecond = 2;
  meli.stockPerMinute = 1;
  const variant = meli.store.add();
  const statuses: number[] = [];
  for (let number = 0; number < 3; number += 1) statuses.push((await ask('GET', '/users/me')).status);
  for (let number = 0; number < 2; number += 1) statuses.push((await ask('GET', stockPath(variant))).status);
  expect(statuses).toEqual([200, 200, 429, 200, 429]);
});

test.each([
  ['conflict', 409],
  ['locked', 423],
  ['refused', 400],
  ['401', 401],
  ['403', 403],
  ['404', 404],
  ['429', 429],
  ['500', 500],
] satisfies [Fault, number][])('the fault %s answers %d and does nothing', async (fault, status) => {
  const variant = meli.store.add({ available: 4 });
  meli.fail({ fault, operation: 'put-item', times: 1 });
  expect(await put(variant, { available_quantity: 9 })).toMatchObject({ status });
  expect(availableOf(variant)).toBe(4);
  expect(await put(variant, { available_quantity: 9 })).toMatchObject({ status: 200 });
});

test.each(['503', 'page', 'blocked', 'redirect', 'cut', 'lost', 'half', 'ignored'] satisfies Fault[])(
  'the fault %s is no answer to trust, and is done where it says so',
  async (fault) => {
    const variant = meli.store.add({ available: 4 });
    meli.fail({ fault });
    const answer = await put(variant, { available_quantity: 9 }).catch(() => undefined);
    expect(answer?.status).toBe(fault === 'ignored' ? 200 : undefined);
    expect(availableOf(variant)).toBe(['lost', 'half'].includes(fault) ? 9 : 4);
  },
);
