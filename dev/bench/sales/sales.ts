import type { Bench } from '../bench.ts';
import { median } from '../measure.ts';
import { below, type Result } from '../result.ts';
import { besidePeer } from './beside-peer.ts';
import {
  forgetRequests,
  openSalesShop,
  RECORD_ONLY,
  type SalesShop,
  shownOf,
  twoOf,
  writesIn,
} from './shop.ts';
import type { Worker } from './worker.ts';

const PER_SECOND = 1000;
const PACED_S = 60;
const FULL_SPEED_S = 20;
/** More than a worker records in that time. */
const BACKLOG = 160_000;
const IDLE_SALES = 200;
const OF_ONE_SKU = 10_000;

/** What the till's sales cost: how long each waits, how many a worker takes, how soon both marketplaces know of them, and its memory. */
export async function sales(bench: Bench): Promise<Result[]> {
  await using scope = new AsyncDisposableStack();
  const shop = await openSalesShop(bench, scope);
  return [
    ...(await paced(shop, '--record-only', 128, await shop.start(RECORD_ONLY))),
    // As it is by itself: a marketplace on these cores that takes all it can be told would be what is measured.
    ...(await paced(shop, 'with delivery', 160, await shop.start([], { MELI_RATE: '4' }))),
    await atFullSpeed(shop),
    ...(await whileIdle(shop)),
    await ofOneSku(shop),
    await besidePeer(shop),
  ];
}

/** Acknowledged follows recorded by itself: at the end the queue must be empty. */
async function paced(shop: SalesShop, how: string, mostMb: number, worker: Worker): Promise<Result[]> {
  const { till, bench } = shop;
  const publishedMs = await till.sellPaced(PER_SECOND, PACED_S, twoOf(shop));
  await worker.untilRecorded(publishedMs.length);
  const { nowMb, peakMb } = worker.memory();
  await worker.stop();
  const { waiting } = await till.queue();
  if (waiting > 0) throw new Error(`${waiting} sales were not acknowledged`);
  // One publisher, one queue and one worker: they are recorded in their order.
  let sale = 0;
  const waitsMs = worker.batches.flatMap(({ atMs, sales }) =>
    Array.from({ length: sales }, () => atMs - (publishedMs[sale++] ?? NaN)),
  );
  const longestMs = waitsMs.reduce((longest, each) => Math.max(longest, each), 0);
  bench.say(`  ${how}: longest wait ${longestMs} ms, ${Math.round(nowMb)} MiB at the end`);
  const work = `${PER_SECOND.toLocaleString('en-US')} sales of 2 lines a second for ${PACED_S} s, ${how}`;
  const wait = below(`${work}: from published to recorded`, 1000, 'ms', longestMs);
  return [
    { ...wait, measured: `${wait.measured} at most, ${Math.round(median(waitsMs))} ms in the middle` },
    below(`${work}: peak memory`, mostMb, 'MiB', peakMb),
  ];
}

async function atFullSpeed(shop: SalesShop): Promise<Result> {
  const { till, bench } = shop;
  await till.sellAll(BACKLOG, twoOf(shop));
  const worker = await shop.start(RECORD_ONLY);
  await worker.until(() => worker.batches.length > 0, 'the first sales are recorded');
  const from = worker.batches[0]?.atMs ?? NaN;
  const isOver = (): boolean => worker.recorded === BACKLOG || Date.now() >= from + FULL_SPEED_S * 1000;
  await worker.until(isOver, 'the time is over');
  await worker.stop();
  await till.purge();
  const perSecond = new Map<number, number>();
  // Whole seconds: the first batch belongs to the start, the last second is cut short.
  for (const { atMs, sales } of worker.batches.slice(1)) {
    const second = Math.floor((atMs - from) / 1000);
    if (second < FULL_SPEED_S) perSecond.set(second, (perSecond.get(second) ?? 0) + sales);
  }
  const rates = [...perSecond.values()].slice(0, worker.recorded === BACKLOG ? -1 : undefined);
  const rate = rates.reduce((sum, each) => sum + each, 0) / rates.length;
  const say = (value: number): string => Math.round(value).toLocaleString('en-US');
  const measured = `${say(rate)} a second, ${say(Math.min(...rates))} to ${say(Math.max(...rates))} in single seconds`;
  bench.say(`  ${measured}`);
  return {
    work: `sales of 2 lines as fast as one worker records them, ${FULL_SPEED_S} s, --record-only`,
    measured,
    goal: 'at least 4,000 a second',
    met: rate >= 4000,
  };
}

async function whileIdle(shop: SalesShop): Promise<Result[]> {
  const { till, bench, goods } = shop;
  const worker = await shop.start();
  await shop.catchUp(worker);
  const waitsMs: number[] = [];
  for (const { sku } of goods.slice(0, IDLE_SALES)) {
    // At all moments of what the worker does by itself every quarter of a second.
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 250));
    forgetRequests(shop);
    const { atMs, kept } = till.sell([sku]);
    await kept;
    await worker.until(() => writesIn(shop).every(({ length }) => length > 0), 'both have accepted');
    waitsMs.push(Math.max(...writesIn(shop).flat()) - atMs);
  }
  await worker.stop();
  const p99 = waitsMs.toSorted((a, b) => a - b)[Math.ceil(IDLE_SALES * 0.99) - 1] ?? NaN;
  bench.say(`  idle: median ${median(waitsMs)} ms, 99th percentile ${p99} ms`);
  const work = `a sale in an idle system, from published to accepted by Shopify and Mercado Libre, ${IDLE_SALES} sales`;
  return [
    below(`${work}: median`, 120, 'ms', median(waitsMs)),
    below(`${work}: 99th percentile`, 500, 'ms', p99),
  ];
}

async function ofOneSku(shop: SalesShop): Promise<Result> {
  const { till, bench, goods } = shop;
  const [good] = goods;
  if (good === undefined) throw new Error('there are no goods');
  const worker = await shop.start();
  await shop.catchUp(worker);
  forgetRequests(shop);
  const [before] = shownOf(good);
  await till.sellAll(OF_ONE_SKU, () => [good.sku]);
  await worker.untilRecorded(OF_ONE_SKU);
  await shop.catchUp(worker);
  await worker.stop();
  const writes = writesIn(shop).map(({ length }) => length);
  const isExact = shownOf(good).every((quantity) => quantity === before - OF_ONE_SKU);
  const measured = `${writes.join(' and ')} writes, end value ${isExact ? 'exact' : 'wrong'}`;
  bench.say(`  one SKU: ${measured}`);
  return {
    work: `${OF_ONE_SKU.toLocaleString('en-US')} sales of one SKU: writes in Shopify and in Mercado Libre`,
    measured,
    goal: 'at most 200 in each, the end value exact',
    met: Math.max(...writes) <= 200 && isExact,
  };
}
