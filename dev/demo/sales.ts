import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/server.ts';
import { openPrivateRabbitmq } from '../rabbitmq.ts';
import { type RealCatalogue, realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import type { Log } from '../ways.ts';
import { type Count, countAll, type SoldMinute } from './count.ts';
import { startJob } from './job.ts';
import { type Market, openMercadoLibre, openShopify } from './markets.ts';
import { type Away, Shop } from './shop.ts';
import { Till } from '../simulate/till.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

/** What does not agree by then is shown as it is. */
const SETTLE_MS = 60_000;
const POLL_MS = 100;
const LOOK_EVERY_MS = 5;

interface Demo {
  world: World;
  database: Database;
  scope: AsyncDisposableStack;
  signal: AbortSignal;
  words: Words['sales'];
  log: Log;
}

/** A till sells for so long, customers order in both marketplaces, and the broker is killed in the middle. */
export async function sellForAWhile(
  demo: Demo,
  { seconds, products }: { seconds: number; products: number | undefined },
): Promise<SoldMinute> {
  const { world, scope, signal, words, log } = demo;
  const broker = await openPrivateRabbitmq(log);
  scope.defer(() => broker.close());
  signal.throwIfAborted();
  log(words.listing);
  const catalogue = await firstDay(products);
  const markets = await openMarkets(catalogue, scope);
  const [url = ''] = broker.urls;
  const env = variablesFor(markets, url);
  world.bitcram.setCatalogue(catalogue.priceList);
  world.bitcram.setStock(catalogue.stock);
  await world.jobWith(env, 'sync', '--json');
  await world.jobWith(env, 'listings', 'pull');
  await world.jobWith(env, 'notify');
  const worker = startJob(['sales-worker'], { ...world.env, ...env }, signal);
  scope.defer(async () => {
    worker.stop();
    await worker.ended.catch(() => undefined);
  });
  const till = new Till(url, signal);
  scope.defer(() => till.close());
  const shop = new Shop(catalogue, markets, till);
  const looking = setInterval(() => shop.look(), LOOK_EVERY_MS);
  scope.defer(() => clearInterval(looking));
  // A worker that ends before it is told to is not waited for.
  const early = worker.ended.then(() => Promise.reject(new Error('the worker has ended')));
  early.catch(() => undefined);
  const isHeard = async (): Promise<void> => {
    while (!(await till.isHeard())) await sleep(POLL_MS, undefined, { signal });
  };
  const minute = async (): Promise<SoldMinute> => {
    await isHeard();
    log(words.selling(seconds));
    const [away] = await Promise.all([
      killInTheMiddle(demo, seconds, () => broker.restart().then(isHeard)),
      shop.sell(seconds, signal, (sales, units) => log(words.soldSoFar(sales, units))),
    ]);
    log(words.catchingUp);
    await till.allTold();
    const counts = await untilAllAgree(demo, shop, away);
    const { unitsSold, orders, cancelled } = shop;
    return {
      seconds,
      unitsSold,
      orders,
      cancelled,
      awayMs: Math.round(away.toMs - away.fromMs),
      counts,
    };
  };
  const minuteSold = await Promise.race([minute(), early]);
  worker.stop();
  await worker.ended;
  return minuteSold;
}

async function killInTheMiddle(
  { signal, words, log }: Demo,
  seconds: number,
  restart: () => Promise<void>,
): Promise<Away> {
  await sleep((seconds * 1000) / 2, undefined, { signal });
  const fromMs = performance.now();
  log(words.killed);
  await restart();
  const toMs = performance.now();
  log(words.back(toMs - fromMs));
  return { fromMs, toMs };
}

/** The first products of the real catalogue, or all of them. */
async function firstDay(products: number | undefined): Promise<RealCatalogue> {
  const { priceList, stock } = await realCatalogue(SURVEY_DATES[0]);
  const listed = priceList.slice(0, products);
  const ids = new Set(listed.map(({ product_id }) => product_id));
  return { priceList: listed, stock: stock.filter(({ product_id }) => ids.has(product_id)) };
}

async function openMarkets(catalogue: RealCatalogue, scope: AsyncDisposableStack): Promise<Market[]> {
  const markets: Market[] = [];
  for (const open of [openShopify, openMercadoLibre]) {
    const market = await open(catalogue);
    scope.defer(() => market.close());
    markets.push(market);
  }
  return markets;
}

/** Nobody tells the list of Bitcram what is sold meanwhile: the ledger holds all of it. */
function variablesFor(markets: readonly Market[], brokerUrl: string): Record<string, string> {
  return Object.assign(
    { NOTIFY: 'off', SALES_IN_SOURCE: 'no', MARKETPLACE_ORDERS_IN_SOURCE: 'no' },
    { RABBITMQ_URL: brokerUrl, ORDERS_POLL_S: '1', VERIFY_S: '1' },
    ...markets.map(({ env }) => env),
  ) as Record<string, string>;
}

/** Counts until all agree, or time is up. */
async function untilAllAgree(demo: Demo, shop: Shop, away: Away): Promise<readonly Count[]> {
  const deadlineMs = performance.now() + SETTLE_MS;
  for (;;) {
    const pending = shop.look();
    const isLate = performance.now() > deadlineMs;
    if (pending === 0 || isLate) {
      const counts = await countAll(demo.world.schema, demo.database, shop, away);
      if (isLate || deviationsOfCounts(counts, demo.words).length === 0) return counts;
    }
    await sleep(POLL_MS, undefined, { signal: demo.signal });
  }
}

/** Whatever does not agree with the shop, in words. */
export function deviationsOfCounts(counts: readonly Count[], words: Words['sales']): string[] {
  const [shop] = counts;
  return counts.flatMap(({ place, wrong, sales = shop?.sales ?? 0 }) => {
    const name = words.places[place] ?? place;
    return [
      ...(wrong > 0 ? [words.wrong(name, wrong)] : []),
      ...(sales === shop?.sales ? [] : [words.otherSales(name, sales)]),
    ];
  });
}
