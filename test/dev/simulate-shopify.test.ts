import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../dev/simulate/shopify/faults.ts';
import { LOCATION, type Variant } from '../../dev/simulate/shopify/shop.ts';
import {
  SIMULATED_SHOPIFY_TOKEN,
  type ShopifySimulator,
  startShopify,
} from '../../dev/simulate/shopify/shopify.ts';

interface Reply {
  status: number;
  version: string | null;
  data: Record<string, never>;
  errors: { message: string; extensions: { code: string } }[] | string | undefined;
  extensions: { cost: { requestedQueryCost: number; actualQueryCost: number | null } } | undefined;
}

let shopify: ShopifySimulator;
beforeEach(async () => {
  shopify = await startShopify();
});
afterEach(() => shopify.close());

async function ask(query: string, variables: object = {}, version = '2026-10'): Promise<Reply> {
  const answer = await fetch(`${shopify.url}/admin/api/${version}/graphql.json`, {
    method: 'POST',
    headers: { 'x-shopify-access-token': SIMULATED_SHOPIFY_TOKEN },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as Omit<Reply, 'status' | 'version'>;
  return { ...body, status: answer.status, version: answer.headers.get('x-shopify-api-version') };
}

const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { code field }
  }
}`;

const quantityOf = ({ itemId }: Variant, quantity: number, changeFromQuantity: number | null) => ({
  inventoryItemId: itemId,
  locationId: LOCATION,
  quantity,
  changeFromQuantity,
});
const inputOf = (...quantities: object[]) => ({ name: 'available', reason: 'correction', quantities });

/** The codes of what was refused, with the place of each. */
async function set(key: string, ...quantities: object[]): Promise<string[]> {
  const { data } = await ask(SET, { input: inputOf(...quantities), key });
  const { userErrors } = data['inventorySetQuantities'] as never as {
    userErrors: { code: string; field: string[] | null }[];
  };
  return userErrors.map(({ code, field }) => `${field?.[2] ?? 'all'} ${code}`);
}

const codeOf = ({ errors }: Reply): string | undefined =>
  typeof errors === 'string' ? errors : errors?.[0]?.extensions.code;

test('what the published schema does not know is refused', async () => {
  const { errors } = await ask('{ productVariants(first: 1) { nodes { stock } } }');
  expect(errors).toMatchObject([
    { message: expect.stringContaining('Cannot query field "stock"') as string },
  ]);
});

test('a quantity is set where what stands there is what was expected', async () => {
  const variant = shopify.shop.add({ available: 4 });
  expect(await set('one', quantityOf(variant, 9, 4))).toEqual([]);
  expect(await set('two', quantityOf(variant, 7, 4))).toEqual(['0 CHANGE_FROM_QUANTITY_STALE']);
  expect(await set('three', quantityOf(variant, 7, null))).toEqual([]);
  expect(variant.level?.available).toBe(7);
});

test('what the schema does not demand is demanded when it runs', async () => {
  const variant = shopify.shop.add({ available: 4 });
  const { changeFromQuantity: _, ...without } = quantityOf(variant, 9, 4);
  expect(codeOf(await ask(SET, { input: inputOf(without), key: 'one' }))).toBe('INVALID_FIELD_ARGUMENTS');
  const keyless = SET.replace(', $key: String!', '').replace('@idempotent(key: $key)', '');
  expect(codeOf(await ask(keyless, { input: inputOf(quantityOf(variant, 9, 4)) }))).toBe('BAD_REQUEST');
  const many = Array.from({ length: 251 }, () => quantityOf(variant, 9, 4));
  expect(codeOf(await ask(SET, { input: inputOf(...many), key: 'two' }))).toBe('MAX_INPUT_SIZE_EXCEEDED');
  expect(variant.level?.available).toBe(4);
});

test('negative and repeated quantities, unknown items and places are refused by their place', async () => {
  const [one, other] = [shopify.shop.add({ available: 4 }), shopify.shop.add({ available: 5 })];
  expect(await set('one', quantityOf(one, -1, 4), quantityOf(other, 6, 5))).toEqual([
    '0 INVALID_QUANTITY_NEGATIVE',
  ]);
  expect(await set('two', quantityOf(one, 6, 4), quantityOf(one, 6, 4))).toEqual([
    '1 NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
  ]);
  const unknown = { ...quantityOf(one, 6, 4), inventoryItemId: 'gid://shopify/InventoryItem/1' };
  const elsewhere = { ...quantityOf(one, 6, 4), locationId: 'gid://shopify/Location/1' };
  expect(await set('three', unknown)).toEqual(['0 INVALID_INVENTORY_ITEM']);
  expect(await set('four', elsewhere)).toEqual(['0 INVALID_LOCATION']);
  expect([one.level?.available, other.level?.available]).toEqual([4, 5]);
});

test('one that is refused fails its call, or is left out alone', async () => {
  const [one, other] = [shopify.shop.add({ available: 4 }), shopify.shop.add({ available: 5 })];
  await set('one', quantityOf(one, 9, 3), quantityOf(other, 9, 5));
  expect(other.level?.available).toBe(5);
  shopify.failsWhole = false;
  await set('two', quantityOf(one, 9, 3), quantityOf(other, 9, 5));
  expect([one.level?.available, other.level?.available]).toEqual([4, 9]);
});

test('a level that is not active takes a quantity in silence and keeps its own', async () => {
  const variant = shopify.shop.add({ available: 4, level: 'inactive' });
  expect(await set('one', quantityOf(variant, 9, 4))).toEqual([]);
  expect(variant.level).toEqual({ isActive: false, available: 4 });
});

test('a key does its work once, and only its own', async () => {
  const variant = shopify.shop.add({ available: 4 });
  shopify.workMs = 150;
  const quantity = quantityOf(variant, 9, null);
  const both = await Promise.all([set('one', quantity), set('one', quantity)]);
  expect(both.sort()).toEqual([[], ['all IDEMPOTENCY_CONCURRENT_REQUEST']]);
  shopify.shop.sell([{ variant, quantity: 2 }]);
  expect(await set('one', quantity)).toEqual([]);
  expect(variant.level?.available).toBe(7);
  expect(await set('one', quantityOf(variant, 8, null))).toEqual(['all IDEMPOTENCY_KEY_PARAMETER_MISMATCH']);
  expect(await set('two', quantityOf(variant, 8, 1))).toEqual(['0 CHANGE_FROM_QUANTITY_STALE']);
  expect(await set('two', quantityOf(variant, 8, 1))).toEqual(['all IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED']);
});

test('nodes of what is gone are null, and levels that are switched off are shown on demand alone', async () => {
  const [gone, off] = [shopify.shop.add(), shopify.shop.add({ level: 'inactive' })];
  shopify.shop.remove(gone);
  const query = (include: string): string =>
    `query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on InventoryItem { inventoryLevel(locationId: "${LOCATION}"${include}) { isActive } } } }`;
  const ids = [gone.itemId, off.itemId];
  const [hidden, shown] = [
    await ask(query(''), { ids }),
    await ask(query(', includeInactive: true'), { ids }),
  ];
  expect(hidden.data).toEqual({ nodes: [null, { inventoryLevel: null }] });
  expect(shown.data).toEqual({ nodes: [null, { inventoryLevel: { isActive: false } }] });
});

test('a page has at most 250, and a filter that Shopify would ignore is refused', async () => {
  const page = (first: number, query = ''): Promise<Reply> =>
    ask('query Q($n: Int, $q: String) { productVariants(first: $n, query: $q) { nodes { sku } } }', {
      n: first,
      q: query,
    });
  shopify.shop.add({ sku: 'A-1' });
  shopify.shop.add({ sku: 'A-1' });
  expect(codeOf(await page(251))).toBe('BAD_REQUEST');
  expect(codeOf(await page(1, 'skus:A-1'))).toBe('BAD_REQUEST');
  expect((await page(250, 'sku:A-1')).data).toEqual({
    productVariants: { nodes: [{ sku: 'A-1' }, { sku: 'A-1' }] },
  });
});

test('points are taken for what was found, and none are left for what costs more', async () => {
  const query = 'query Q { productVariants(first: 100) { nodes { id } } }';
  shopify.shop.add();
  const { extensions } = await ask(query);
  const { requestedQueryCost = 0, actualQueryCost } = extensions?.cost ?? {};
  expect(requestedQueryCost).toBeGreaterThan(5);
  expect(actualQueryCost).toBe(3);
  shopify.bucket.available = 4;
  const throttled = await ask(query);
  expect([throttled.status, codeOf(throttled)]).toEqual([200, 'THROTTLED']);
  expect(throttled.extensions?.cost.actualQueryCost).toBeNull();
  shopify.mostPoints = 5;
  expect(codeOf(await ask(query))).toBe('MAX_COST_EXCEEDED');
});

test('250 variants with their inventory items cost what users measured', async () => {
  const product = 'query Q { productVariants(first: 250) { nodes { inventoryItem { id tracked } } } }';
  const { extensions } = await ask(product);
  // Theirs were of one product, which is a point by itself.
  expect(extensions?.cost.requestedQueryCost).toBe(24);
});

test('a scope that is missing denies its fields and names itself', async () => {
  shopify.scopes.delete('read_orders');
  const reply = await ask('query Q { orders(first: 1) { nodes { id } } }');
  expect(codeOf(reply)).toBe('ACCESS_DENIED');
  expect(JSON.stringify(reply.errors)).toContain('`read_orders` access scope');
});

test('a version that is not served is answered by another one', async () => {
  expect((await ask('{ currentAppInstallation { id } }', {}, '2023-01')).version).toBe('2026-10');
});

test('an order is found by a search some time after it was made', async () => {
  const count = async (): Promise<unknown> =>
    (await ask('query Q { orders(first: 5, query: "updated_at:>=2020-01-01") { nodes { id } } }')).data;
  shopify.orderLagMs = 300;
  shopify.shop.sell([{ variant: shopify.shop.add({ available: 1 }), quantity: 1 }]);
  expect(await count()).toEqual({ orders: { nodes: [] } });
  await expect.poll(count, { timeout: 10_000 }).toMatchObject({ orders: { nodes: [{}] } });
});

test('a customer buys what is offered, and who cancels may put it back', async () => {
  const variant = shopify.shop.add({ available: 2 });
  expect(shopify.shop.sell([{ variant, quantity: 3 }])).toBeUndefined();
  const order = shopify.shop.sell([{ variant, quantity: 2 }]);
  expect(variant.level?.available).toBe(0);
  shopify.shop.cancel(order as never, { restocks: true });
  shopify.shop.cancel(order as never, { restocks: true });
  expect(variant.level?.available).toBe(2);
});

test.each([
  ['401', 401],
  ['403', 403],
  ['404', 404],
  ['429', 429],
] satisfies [Fault, number][])('%s is answered as often as it is set', async (fault, status) => {
  shopify.fail({ fault, operation: 'Q', times: 1 });
  const query = 'query Q { currentAppInstallation { id } }';
  expect((await ask(query.replace('Q', 'R'))).status).toBe(200);
  expect((await ask(query)).status).toBe(status);
  expect((await ask(query)).status).toBe(200);
});

test.each(['cut', 'lost'] satisfies Fault[])('%s gives no answer', async (fault) => {
  const variant = shopify.shop.add({ available: 4 });
  shopify.fail({ fault, times: 1 });
  await expect(set('one', quantityOf(variant, 9, 4))).rejects.toThrow();
  expect(variant.level?.available).toBe(fault === 'lost' ? 9 : 4);
});
