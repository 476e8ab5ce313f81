// The least that 1,000 changed listings in Shopify can cost a process: its orders once, then each listing read and written, in calls of 250,
// one after the other. Says how long the requests took.
import { LEVELS, ORDERS, SET_QUANTITIES } from '../../src/channels/shopify/documents.ts';

const { SHOPIFY_URL = '', SHOPIFY_TOKEN = '', LOCATION = '', VARIANTS = '[]' } = process.env;
const LISTINGS_A_CALL = 250;

async function post(query: string, variables: object): Promise<unknown> {
  const answer = await fetch(`${SHOPIFY_URL}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': SHOPIFY_TOKEN },
    body: JSON.stringify({ query, variables }),
  });
  return ((await answer.json()) as { data: unknown }).data;
}

interface Levels {
  nodes: { inventoryItem: { id: string; inventoryLevel: { quantities: { quantity: number }[] } } }[];
}

const startedMs = performance.now();
await post(ORDERS, {
  first: 20,
  after: null,
  filter: `updated_at:>='${new Date().toISOString()}'`,
  lines: 15,
});
const variants = JSON.parse(VARIANTS) as string[];
for (let at = 0; at < variants.length; at += LISTINGS_A_CALL) {
  const ids = variants.slice(at, at + LISTINGS_A_CALL);
  const { nodes } = (await post(LEVELS, { ids, location: LOCATION })) as Levels;
  const quantities = nodes.map(({ inventoryItem: { id, inventoryLevel } }) => {
    const quantity = inventoryLevel.quantities[0]?.quantity ?? 0;
    // Far from what the job will find it should be.
    return {
      inventoryItemId: id,
      locationId: LOCATION,
      quantity: quantity + 1000,
      changeFromQuantity: quantity,
    };
  });
  const input = { name: 'available', reason: 'correction', quantities };
  await post(SET_QUANTITIES, { input, key: `bare-${startedMs}-${at}` });
}
process.stdout.write(`${JSON.stringify({ tookMs: performance.now() - startedMs })}\n`);
