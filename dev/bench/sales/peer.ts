// How such a worker is written at first: one sale after the other, each in a transaction of its own, and each told to every marketplace
// before the next one is taken. Says how long so many sales took.
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { Connection, ConsumerStatus } from 'rabbitmq-client';
import { SET_QUANTITIES } from '../../../src/channels/shopify/documents.ts';

const { HOST_DB = '', PORT_DB, SOCKET_DB, USER_DB = '', PASSWORD_DB = '', NAME_DB = '' } = process.env;
const { RABBITMQ_URL = '', QUEUE_NAME = '', SALES = '0' } = process.env;
const {
  SHOPIFY_URL = '',
  SHOPIFY_TOKEN = '',
  SHOPIFY_LOCATION = '',
  MELI_URL = '',
  MELI_TOKEN = '',
} = process.env;

interface Sale {
  items: { producto_sku: string; cantidad: number }[];
}

interface Stock extends RowDataPacket {
  stock: number;
  shopify_item: string;
  meli_item: string;
}

interface Change {
  before: number;
  after: number;
  shopifyItem: string;
  meliItem: string;
}

const database = await mysql.createConnection({
  ...(SOCKET_DB === undefined ? { host: HOST_DB, port: Number(PORT_DB) } : { socketPath: SOCKET_DB }),
  ...{ user: USER_DB, password: PASSWORD_DB, database: NAME_DB },
});

async function record({ items }: Sale): Promise<Change[]> {
  const changes: Change[] = [];
  await database.beginTransaction();
  for (const { producto_sku: sku, cantidad: quantity } of items) {
    const [[row]] = await database.execute<Stock[]>(
      'SELECT stock, shopify_item, meli_item FROM peer_stock WHERE sku = ? FOR UPDATE',
      [sku],
    );
    if (row === undefined) throw new Error(`nobody knows ${sku}`);
    const after = row.stock - quantity;
    await database.execute('UPDATE peer_stock SET stock = ? WHERE sku = ?', [after, sku]);
    await database.execute(
      'INSERT INTO peer_ledger (sku, quantity, stock_before, stock_after) VALUES (?, ?, ?, ?)',
      [sku, -quantity, row.stock, after],
    );
    changes.push({
      before: row.stock,
      after,
      shopifyItem: row.shopify_item,
      meliItem: row.meli_item,
    });
  }
  await database.commit();
  return changes;
}

async function tellShopify(changes: readonly Change[], key: string): Promise<void> {
  const quantities = changes.map(({ before, after, shopifyItem }) => ({
    inventoryItemId: shopifyItem,
    locationId: SHOPIFY_LOCATION,
    quantity: after,
    changeFromQuantity: before,
  }));
  const variables = { input: { name: 'available', reason: 'correction', quantities }, key };
  const answer = await fetch(`${SHOPIFY_URL}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': SHOPIFY_TOKEN },
    body: JSON.stringify({ query: SET_QUANTITIES, variables }),
  });
  const { data } = (await answer.json()) as { data: { inventorySetQuantities: { userErrors: unknown[] } } };
  const [refusal] = data.inventorySetQuantities.userErrors;
  if (refusal !== undefined) throw new Error(JSON.stringify(refusal));
}

async function tellMercadoLibre({ after, meliItem }: Change): Promise<void> {
  const answer = await fetch(`${MELI_URL}/items/${meliItem}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${MELI_TOKEN}` },
    body: JSON.stringify({ available_quantity: after }),
  });
  await answer.text();
  if (!answer.ok) throw new Error(`Mercado Libre answered ${answer.status}`);
}

const broker = new Connection(RABBITMQ_URL);
const all = Promise.withResolvers<void>();
let startedMs = 0;
let done = 0;
const consumer = broker.createConsumer(
  { queue: QUEUE_NAME, queueOptions: { passive: true }, qos: { prefetchCount: 1 }, concurrency: 1 },
  async ({ body, messageId = '' }) => {
    if (done === 0) startedMs = performance.now();
    try {
      const changes = await record(JSON.parse(String(body)) as Sale);
      await Promise.all([tellShopify(changes, messageId), ...changes.map(tellMercadoLibre)]);
    } catch (error) {
      all.reject(error);
      return ConsumerStatus.DROP;
    }
    done += 1;
    if (done === Number(SALES)) all.resolve();
    return ConsumerStatus.ACK;
  },
);
await all.promise;
process.stdout.write(`${JSON.stringify({ tookMs: performance.now() - startedMs })}\n`);
await consumer.close();
await broker.close();
await database.end();
