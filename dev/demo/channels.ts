import { query } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { Customers } from '../simulate/customers.ts';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { LOCATION } from '../simulate/shopify/shop.ts';
import { type ShopifySimulator, startShopify } from '../simulate/shopify/shopify.ts';
import { stockUp } from '../simulate/shopify/trade.ts';
import type { World } from './world.ts';

/** One day of a shop that sells in Shopify as well. */
export interface SoldDay {
  date: string;
  /** Products whose stock the shop changed since the day before. */
  restocked: number;
  /** Orders of customers in Shopify since, and how many of them were cancelled. */
  orders: number;
  cancelled: number;
  /** Listings that were written, and the requests that it took. */
  written: number;
  requests: number;
  durationMs: number;
  /** Listings that show something else than there is. */
  wrong: number;
}

interface SoldReport {
  duration_ms: number;
  channels: { shopify?: { pending: number; error_code: string | null } };
}

/** What a larger shop of Shopify has: 20,000 points, of which 1,000 come back a second. */
const BUCKET = { restoreRate: 1000, maximumAvailable: 20_000 };
const ORDERS_A_DAY = 150;
const CANCELLED_ONE_IN = 5;
/** Every so many products sold in the shop as well. */
const SOLD_ONE_IN = 40;
const VERIFY_S = 1;

/** Serves one date of the real catalogue after the other, to a shop whose customers also buy in Shopify. */
export async function* soldDays(
  world: World,
  database: Database,
  scope: AsyncDisposableStack,
): AsyncGenerator<SoldDay, void> {
  const shopify = await startShopify({ bucket: BUCKET });
  scope.defer(() => shopify.close());
  await listAll(shopify);
  const customers = new Customers(shopify.shop);
  const env = {
    NOTIFY: 'off',
    SHOPIFY: 'on',
    SHOPIFY_URL: shopify.url,
    SHOPIFY_TOKEN: shopify.token,
    SHOPIFY_LOCATION_ID: /\d+$/.exec(LOCATION)?.[0] ?? '',
    SALES_IN_SOURCE: 'yes',
    MARKETPLACE_ORDERS_IN_SOURCE: 'no',
    VERIFY_S: String(VERIFY_S),
  };
  for (const [index, date] of SURVEY_DATES.entries()) {
    const { priceList, stock } = await realCatalogue(date);
    world.bitcram.setCatalogue(priceList);
    const left =
      index === 0 ? stock : stock.map((item, at) => (at % SOLD_ONE_IN === index ? soldOne(item) : item));
    world.bitcram.setStock(left);
    const bought = index === 0 ? { orders: 0, cancelled: 0 } : buy(customers);
    shopify.forgetRequests();
    const report = JSON.parse(await world.jobWith(env, 'sync', '--json')) as SoldReport;
    if (index === 0) {
      await world.jobWith(env, 'listings', 'pull', '--channel', 'shopify');
      await world.jobWith(env, 'notify');
    }
    const written = shopify.requests.flatMap(({ operation, variables }) =>
      operation === 'SetQuantities'
        ? (variables as { input: { quantities: object[] } }).input.quantities
        : [],
    );
    // The second look, which proves what the first one was told.
    await new Promise((resolve) => setTimeout(resolve, VERIFY_S * 1000));
    await world.jobWith(env, 'notify');
    yield {
      ...{ date, ...bought, restocked: left.filter((item, at) => item !== stock[at]).length },
      ...{ written: written.length, requests: shopify.requests.length, durationMs: report.duration_ms },
      wrong: await countWrong(world, database, shopify),
    };
  }
}

/** A listing for each product of the three dates; none offers anything yet. */
async function listAll({ shop }: ShopifySimulator): Promise<void> {
  const dates = await Promise.all(SURVEY_DATES.map((date) => realCatalogue(date)));
  const products = new Map(
    dates.flatMap(({ priceList }) => priceList.map((item) => [item.product_id, item])),
  );
  stockUp(shop, { priceList: [...products.values()], stock: [] });
}

function soldOne<Item extends { product_balance: number }>(item: Item): Item {
  return { ...item, product_balance: Math.max(0, item.product_balance - 1) };
}

function buy(customers: Pick<Customers<never, object>, 'buy' | 'cancel'>): {
  orders: number;
  cancelled: number;
} {
  let [orders, cancelled] = [0, 0];
  for (let tries = 0; orders < ORDERS_A_DAY && tries < ORDERS_A_DAY * 20; tries += 1) {
    if (customers.buy() === undefined) continue;
    orders += 1;
    if (orders % CANCELLED_ONE_IN === 0 && customers.cancel() !== undefined) cancelled += 1;
  }
  return { orders, cancelled };
}

/** Counted from the table and from Shopify's own orders, without the ledger. */
async function countWrong(
  { schema }: World,
  database: Database,
  { shop }: ShopifySimulator,
): Promise<number> {
  const rows = await query(
    database,
    `SELECT JSON_VALUE(data, '$.product_code'), stock FROM ${schema}.raw_item_data`,
  );
  const left = new Map(rows.map(([sku, stock]) => [String(sku), Number(stock)]));
  for (const { cancelledAtMs, lines } of shop.orders) {
    for (const { sku, quantity } of cancelledAtMs === undefined ? lines : [])
      left.set(String(sku), (left.get(String(sku)) ?? 0) - quantity);
  }
  return shop.variants.filter(
    ({ sku, level }) => level?.available !== Math.max(0, left.get(String(sku)) ?? 0),
  ).length;
}
