import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBody, send, serve, type Server } from '../../../dev/simulate/server.ts';
import { receivedIn } from '../../../src/channels/shopify/answers.ts';
import { createShopify } from '../../../src/channels/shopify/shopify.ts';
import { FAILURES, strangeAnswers } from '../../support/marketplace-answers.ts';
import { allOf } from '../../support/shopify.ts';

/** Answers with the members that Shopify's answers have, and anything in them. */
const { json: anything, received } = strangeAnswers(
  [
    ...['data', 'errors', 'extensions', 'cost', 'throttleStatus', 'currentlyAvailable', 'restoreRate'],
    ...['requestedQueryCost', 'message', 'code', 'nodes', 'pageInfo', 'hasNextPage', 'id', 'orders'],
    ...['productVariants', 'inventorySetQuantities', 'userErrors', 'inventoryItem', 'lineItems'],
  ],
  ['THROTTLED', 'ACCESS_DENIED', 'gid://shopify/Product/1'],
);

test('whatever answers, it is data, or one of the ways in which there is no answer', () => {
  fc.assert(
    fc.property(received, (response) => {
      const { answer } = receivedIn(response, 'Levels');
      expect(['data', ...FAILURES]).toContain(answer.kind);
      if (answer.kind === 'throttled') expect(answer.retryAfterMs).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  {},
  { throttleStatus: {} },
  { requestedQueryCost: 5, throttleStatus: { restoreRate: '1' } },
  null,
])('a limit that is told as %j is none', (cost) => {
  const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
  const body = [Buffer.from(JSON.stringify({ errors, extensions: { cost } }))];
  const received = receivedIn({ status: 200, headers: {}, body, isWhole: true }, 'Levels');
  expect(received).toMatchObject({ answer: { kind: 'throttled', retryAfterMs: 1000 }, cost: undefined });
});

let server: Server;
let opened: ReturnType<typeof createShopify>[];
beforeEach(async () => {
  opened = [];
  // What it answers stands in its address.
  server = await serve(async (req, res) => {
    await readBody(req);
    send(res, { status: 200, body: Buffer.from(req.url?.split('/')[1] ?? '', 'base64url') });
  }, 0);
});
afterEach(async () => {
  await Promise.all(opened.map((shopify) => shopify.close()));
  await server.close();
});

function openShopThatSays(data: unknown) {
  const shopify = createShopify({
    url: `${server.url}/${Buffer.from(JSON.stringify({ data })).toString('base64url')}`,
    ...{ version: '2026-10', location: 'gid://shopify/Location/1' },
    ...{ credentials: { token: 'shpat_1' }, timeoutMs: 10_000, signal: new AbortController().signal },
  });
  opened.push(shopify);
  return shopify;
}

const LISTING = { remoteId: '1', remoteVariant: '2' };
const WRITE = { ...LISTING, quantity: 1, read: { kind: 'active', quantity: 2, handle: '3' } as const };

test('whatever a write is answered, it is told and never thrown', async () => {
  await fc.assert(
    fc.asyncProperty(anything, async (data) => {
      const [written] = await openShopThatSays(data).write([WRITE]);
      expect([...FAILURES, 'written', 'stale', 'busy']).toContain(written?.kind);
    }),
    { numRuns: 200 },
  );
});

test('levels that are none are unreachable', async () => {
  const item = { id: 'gid://shopify/InventoryItem/3', tracked: true };
  const nodes = [
    ...[{}, [7], [{ id: 'gid://shopify/ProductVariant/2' }]],
    ...[{}, { isActive: true }, { isActive: true, quantities: [] }].map((inventoryLevel) => [
      { id: 'gid://shopify/ProductVariant/2', inventoryItem: { ...item, inventoryLevel } },
    ]),
  ];
  const levels = await Promise.all(nodes.map((each) => openShopThatSays({ nodes: each }).read([LISTING])));
  const kinds = levels.flat().map(({ kind }) => kind);
  expect(kinds).toEqual([
    'unreachable',
    'unreachable',
    'unreachable',
    'inactive',
    'unreachable',
    'unreachable',
  ]);
});

test('pages that are none end the reading with an error', async () => {
  const endless = { nodes: [], pageInfo: { hasNextPage: true } };
  const listings = [{}, ...[null, endless, { nodes: [] }].map((productVariants) => ({ productVariants }))];
  const order = { id: 'gid://shopify/Order/1', updatedAt: '2026-11-29T12:00:00Z', cancelledAt: null };
  const orders = [null, {}, { nodes: [{ id: 'gid://shopify/LineItem/1' }] }, { nodes: [] }].map(
    (lineItems) => ({
      orders: { ...endless, nodes: [{ ...order, lineItems }] },
    }),
  );
  const readings = [
    ...listings.map((data) => allOf<unknown>(openShopThatSays(data).listings())),
    ...orders.map((data) => allOf<unknown>(openShopThatSays(data).orders(new Date(0)))),
  ];
  await Promise.all(readings.map((reading) => expect(reading).rejects.toSay('unreadable')));
});
