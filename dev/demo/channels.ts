import { query } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { type RealCatalogue, realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { type Market, openMercadoLibre, openShopify } from './markets.ts';
import type { World } from './world.ts';

/** One day of a shop that sells in marketplaces as well. */
export interface SoldDay {
  date: string;
  /** Products of which the shop sold one itself since the day before. */
  soldInShop: number;
  /** Orders of customers in all marketplaces since, and how many of them were cancelled. */
  orders: number;
  cancelled: number;
  /** Listings that were written, and the requests that all took. */
  written: number;
  requests: number;
  durationMs: number;
  /** Listings that show something else than there is. */
  wrong: number;
}

const ORDERS_A_DAY = 75;
const CANCELLED_ONE_IN = 5;
/** Every so many products sold in the shop as well. */
const SOLD_ONE_IN = 40;
const VERIFY_S = 1;

/** What becomes of listings into which somebody typed another quantity. */
export interface Edited {
  edited: number;
  /** Listings that showed something else than there is, before and after. */
  wrongBefore: number;
  corrected: number;
  requests: number;
  durationMs: number;
  wrong: number;
}

export interface SoldShop {
  /** Serves one date of the real catalogue after the other, while customers also buy in Shopify and in Mercado Libre. */
  days(): AsyncGenerator<SoldDay, void>;
  /** Somebody types quantities into listings of both, and a reconcile finds them. */
  editByHand(): Promise<Edited>;
}

/** Typed into in each marketplace. */
const EDITS = 12;

export async function openSoldShop(
  world: World,
  database: Database,
  scope: AsyncDisposableStack,
): Promise<SoldShop> {
  const all = await catalogueOfAllDays();
  const markets: Market[] = [];
  // In one nothing is offered yet, in the other what the warehouse had on the first day.
  for (const open of [() => openShopify({ ...all, stock: [] }), () => openMercadoLibre(all)]) {
    const market = await open();
    scope.defer(() => market.close());
    markets.push(market);
  }
  const env = Object.assign(
    {
      ...{ NOTIFY: 'off', SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no' },
      VERIFY_S: String(VERIFY_S),
    },
    ...markets.map((market) => market.env),
  ) as Record<string, string>;
  return {
    days: () => soldDays({ world, database, markets, env }),
    async editByHand() {
      for (const market of markets) market.type(EDITS);
      const wrongBefore = await countWrong(world, database, markets);
      for (const market of markets) market.traffic();
      const report = JSON.parse(await world.jobWith(env, 'reconcile', '--json')) as ReconcileReport;
      const traffic = markets.map((market) => market.traffic());
      return {
        ...{ edited: EDITS * markets.length, wrongBefore, durationMs: report.duration_ms },
        corrected: sum(Object.values(report.drift).map(({ corrected }) => corrected)),
        requests: sum(traffic.map(({ requests }) => requests)),
        wrong: await countWrong(world, database, markets),
      };
    },
  };
}

interface ReconcileReport {
  duration_ms: number;
  drift: Readonly<Record<string, { corrected: number }>>;
}

interface Opened {
  world: World;
  database: Database;
  markets: readonly Market[];
  env: Readonly<Record<string, string>>;
}

async function* soldDays({ world, database, markets, env }: Opened): AsyncGenerator<SoldDay, void> {
  for (const [index, date] of SURVEY_DATES.entries()) {
    const { priceList, stock } = await realCatalogue(date);
    world.bitcram.setCatalogue(priceList);
    const left =
      index === 0 ? stock : stock.map((item, at) => (at % SOLD_ONE_IN === index ? oneLess(item) : item));
    world.bitcram.setStock(left);
    const bought = index === 0 ? [] : markets.map(buyIn);
    for (const market of markets) market.traffic();
    const report = JSON.parse(await world.jobWith(env, 'sync', '--json')) as { duration_ms: number };
    if (index === 0) {
      await world.jobWith(env, 'listings', 'pull');
      await world.jobWith(env, 'notify');
    }
    // The second look, which proves what the first one was told.
    await new Promise((resolve) => setTimeout(resolve, VERIFY_S * 1000));
    await world.jobWith(env, 'notify');
    const traffic = markets.map((market) => market.traffic());
    yield {
      date,
      soldInShop: left.filter((item, at) => item !== stock[at]).length,
      orders: sum(bought.map(({ orders }) => orders)),
      cancelled: sum(bought.map(({ cancelled }) => cancelled)),
      written: sum(traffic.map(({ written }) => written)),
      requests: sum(traffic.map(({ requests }) => requests)),
      durationMs: report.duration_ms,
      wrong: await countWrong(world, database, markets),
    };
  }
}

/** Every product of the three dates, with what there is of it on the first one: what comes later is listed already. */
async function catalogueOfAllDays(): Promise<RealCatalogue> {
  const dates = await Promise.all(SURVEY_DATES.map((date) => realCatalogue(date)));
  const products = new Map(
    dates.flatMap(({ priceList }) => priceList.map((item) => [item.product_id, item])),
  );
  return { priceList: [...products.values()], stock: dates[0]?.stock ?? [] };
}

function oneLess<Item extends { product_balance: number }>(item: Item): Item {
  return { ...item, product_balance: Math.max(0, item.product_balance - 1) };
}

function buyIn(market: Market): { orders: number; cancelled: number } {
  let [orders, cancelled] = [0, 0];
  for (let tries = 0; orders < ORDERS_A_DAY && tries < ORDERS_A_DAY * 20; tries += 1) {
    if (market.buy().length === 0) continue;
    orders += 1;
    if (orders % CANCELLED_ONE_IN === 0 && market.cancel()) cancelled += 1;
  }
  return { orders, cancelled };
}

/** Counted from the table and from the marketplaces' own orders, without the ledger. */
async function countWrong(
  { schema }: World,
  database: Database,
  markets: readonly Market[],
): Promise<number> {
  const rows = await query(
    database,
    `SELECT JSON_VALUE(data, '$.product_code'), stock FROM ${schema}.raw_item_data`,
  );
  const left = new Map(rows.map(([sku, stock]) => [String(sku), Number(stock)]));
  for (const { sku, quantity } of markets.flatMap((market) => market.sold()))
    left.set(sku, (left.get(sku) ?? 0) - quantity);
  return markets
    .flatMap((market) => market.shown())
    .filter(({ sku, available }) => left.has(sku) && available !== Math.max(0, left.get(sku) ?? 0)).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
