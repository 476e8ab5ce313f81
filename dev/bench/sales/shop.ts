import { openRabbitmq } from '../../rabbitmq.ts';
import { type MercadoLibreSimulator, startMercadoLibre } from '../../simulate/mercado-libre/mercado-libre.ts';
import { availableOf, type Variant as MeliVariant } from '../../simulate/mercado-libre/store.ts';
import { stockUp as stockUpMercadoLibre } from '../../simulate/mercado-libre/trade.ts';
import type { Variant } from '../../simulate/shopify/shop.ts';
import { type ShopifySimulator, startShopify } from '../../simulate/shopify/shopify.ts';
import { stockUp as stockUpShopify } from '../../simulate/shopify/trade.ts';
import { syntheticCatalogue } from '../../simulate/synthetic.ts';
import type { Bench } from '../bench.ts';
import { JOB_SCHEMA } from '../contenders.ts';
import { measure } from '../measure.ts';
import { ofMercadoLibre } from '../mercado-libre.ts';
import { BUCKET, ofShopify } from '../shopify.ts';
import { Till } from './till.ts';
import { Worker } from './worker.ts';

const PRODUCTS = 1000;
/** More than all that is sold, and what Mercado Libre takes. */
const IN_STOCK = 60_000;

export const RECORD_ONLY = ['--record-only'];

interface Good {
  sku: string;
  shopify: Variant;
  meli: MeliVariant;
}

/** A shop with a till, whose goods are all listed in both marketplaces; these answer at once and limit nothing. */
export interface SalesShop {
  readonly bench: Bench;
  readonly till: Till;
  readonly brokerUrl: string;
  readonly shopify: ShopifySimulator;
  readonly meli: MercadoLibreSimulator;
  readonly goods: readonly Good[];
  /** Takes sales once this resolves. */
  start(flags?: readonly string[], differing?: Readonly<Record<string, string>>): Promise<Worker>;
  /** Until the worker has told both marketplaces what there is. */
  catchUp(worker: Worker): Promise<void>;
}

export async function openSalesShop(bench: Bench, scope: AsyncDisposableStack): Promise<SalesShop> {
  const broker = await openRabbitmq((line) => bench.say(`rabbitmq: ${line}`));
  scope.defer(() => broker.close());
  const [brokerUrl = ''] = broker.urls;
  const [shopify, meli] = await Promise.all([
    startShopify({ bucket: BUCKET }),
    startMercadoLibre({ perSecond: 1_000_000 }),
  ]);
  scope.defer(() => shopify.close());
  scope.defer(() => meli.close());
  const catalogue = syntheticCatalogue({ products: PRODUCTS });
  stockUpShopify(shopify.shop, catalogue);
  stockUpMercadoLibre(meli.store, catalogue);
  const env = { ...ofMercadoLibre(meli), ...ofShopify(shopify), VERIFY_S: '3600', RABBITMQ_URL: brokerUrl };
  await bench.stock(PRODUCTS);
  await bench.shop.restock(PRODUCTS, IN_STOCK);
  for (const args of [['sync', '--force'], ['listings', 'pull'], ['notify']])
    await measure(bench.run.job(args, env));
  const till = new Till(brokerUrl);
  scope.defer(() => till.close());
  const inMeli = new Map(meli.store.variants.map((variant) => [variant.sku, variant]));
  const goods = shopify.shop.variants.map((variant): Good => {
    const sku = variant.sku ?? '';
    return { sku, shopify: variant, meli: inMeli.get(sku) as MeliVariant };
  });
  const takesSales = async (): Promise<boolean> =>
    (await till.queue().catch(() => undefined))?.consumers === 1;
  const shop: SalesShop = {
    ...{ bench, till, brokerUrl, shopify, meli, goods },
    async start(flags = [], differing = {}) {
      const worker = new Worker(bench.run.job(['sales-worker', ...flags], { ...env, ...differing }));
      await worker.until(takesSales, 'it takes sales');
      return worker;
    },
    catchUp: (worker) =>
      worker.until(async () => (await pendingOf(bench)) === 0, 'both marketplaces are up to date'),
  };
  // It declares the queue: from now on sales wait for whoever comes.
  await (await shop.start(RECORD_ONLY)).stop();
  return shop;
}

function pendingOf(bench: Bench): Promise<number> {
  return bench.count(
    `SELECT 0, COUNT(*) FROM ${JOB_SCHEMA}.channel_outbox WHERE NOT (accepted_key <=> \`key\`)`,
  );
}

/** What the marketplaces offer of it. */
export function shownOf({ shopify, meli }: Good): readonly [shopify: number, meli: number] {
  return [shopify.level?.available ?? NaN, availableOf(meli)];
}

/** Two products, of all in turn: hardly a batch has one of them twice. */
export function twoOf({ goods }: SalesShop): (sale: number) => string[] {
  const skuOf = (number: number): string => goods[number % goods.length]?.sku ?? '';
  return (sale) => [skuOf(2 * sale), skuOf(2 * sale + 1)];
}

export function forgetRequests({ shopify, meli }: SalesShop): void {
  shopify.forgetRequests();
  meli.forgetRequests();
}

/** Those since the requests were last forgotten: when each was answered. */
export function writesIn({ shopify, meli }: SalesShop): readonly [shopify: number[], meli: number[]] {
  const answered = (
    requests: readonly { operation: string; answeredAt: number }[],
    operation: string,
  ): number[] =>
    requests.flatMap((each) =>
      each.operation === operation && each.answeredAt > 0 ? [each.answeredAt] : [],
    );
  return [answered(shopify.requests, 'SetQuantities'), answered(meli.requests, 'put-item')];
}
