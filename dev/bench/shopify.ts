import { fileURLToPath } from 'node:url';
import { syntheticCatalogue } from '../simulate/synthetic.ts';
import { LOCATION } from '../simulate/shopify/shop.ts';
import { type ShopifySimulator, startShopify } from '../simulate/shopify/shopify.ts';
import { stockUp } from '../simulate/shopify/trade.ts';
import type { Bench } from './bench.ts';
import { JOB_SCHEMA } from './contenders.ts';
import { measure, median } from './measure.ts';
import type { Result } from './result.ts';
import { LARGE, SILENT } from './works.ts';

const CHANGED = 1000;
const VERIFY_S = '3';
/** So many points that none has to be waited for. */
export const BUCKET = { restoreRate: 1_000_000, maximumAvailable: 20_000_000 };

/** What Shopify costs: its requests beside the same ones made bare, and a run in which nothing changes. */
export async function shopify(bench: Bench): Promise<Result[]> {
  const simulator = await startShopify({ bucket: BUCKET });
  try {
    return [...(await changedListings(bench, simulator)), await unchanged(bench, simulator)];
  } finally {
    await simulator.close();
  }
}

export const ofShopify = (shopify: ShopifySimulator) => ({
  ...SILENT,
  SHOPIFY: 'on',
  SHOPIFY_URL: shopify.url,
  SHOPIFY_TOKEN: shopify.token,
  SHOPIFY_LOCATION_ID: /\d+$/.exec(LOCATION)?.[0] ?? '',
  SALES_IN_SOURCE: 'yes',
  MARKETPLACE_ORDERS_IN_SOURCE: 'yes',
  VERIFY_S,
});

/** So many products, each with a listing that shows what there is of it. */
async function listed(bench: Bench, shopify: ShopifySimulator, products: number): Promise<void> {
  const env = ofShopify(shopify);
  await bench.stock(products);
  for (const variant of shopify.shop.variants) shopify.shop.remove(variant);
  stockUp(shopify.shop, syntheticCatalogue({ products }));
  await measure(bench.run.job(['listings', 'pull', '--channel', 'shopify'], env));
  await settle(bench, shopify);
}

/** Until nothing waits, second looks included. */
async function settle(bench: Bench, shopify: ShopifySimulator): Promise<void> {
  do {
    await new Promise((resolve) => setTimeout(resolve, Number(VERIFY_S) * 1000));
    await measure(bench.run.job(['notify'], ofShopify(shopify)));
  } while ((await bench.count(`SELECT 0, COUNT(*) FROM ${JOB_SCHEMA}.channel_outbox`)) > 0);
}

interface SoldSaid {
  channels: { shopify: { accepted: number; pending: number; duration_ms: number } };
}

/** From the start of the orders to the last acceptance, in the job's own report; beside the same calls one after the other. */
async function changedListings(bench: Bench, shopify: ShopifySimulator): Promise<Result[]> {
  await listed(bench, shopify, CHANGED);
  const ratios: number[] = [];
  let counts = { reads: 0, sets: 0, looks: 0 };
  for (let round = 1; round <= bench.rounds; round += 1) {
    await bench.shop.restock(CHANGED, round);
    shopify.forgetRequests();
    const { said } = await measure(bench.run.job(['sync', '--json'], ofShopify(shopify)));
    const { accepted, duration_ms: jobMs } = (said as unknown as SoldSaid).channels.shopify;
    if (accepted !== CHANGED) throw new Error(`${accepted} of ${CHANGED} listings were accepted`);
    const asked = operationsOf(shopify);
    shopify.forgetRequests();
    await settle(bench, shopify);
    counts = { reads: asked('Levels'), sets: asked('SetQuantities'), looks: operationsOf(shopify)('Levels') };
    const bareMs = await bare(shopify);
    // It moved the quantities: the next round begins from what there is.
    await measure(bench.run.job(['sync', '--mode', 'deep'], ofShopify(shopify)));
    ratios.push(jobMs / bareMs);
    bench.say(`  ${jobMs} ms, bare ${Math.round(bareMs)} ms`);
  }
  const ratio = median(ratios);
  const { reads, sets, looks } = counts;
  return [
    {
      work: '1,000 changed listings in Shopify: requests',
      measured: `${reads} readings, ${sets} writings, ${looks} second looks`,
      goal: 'at most 4 of each',
      met: Math.max(reads, sets, looks) <= 4,
    },
    {
      work: '1,000 changed listings in Shopify: time',
      measured: `${ratio.toFixed(2)} times`,
      goal: 'at most 3 times the same requests made bare',
      met: ratio <= 3,
    },
  ];
}

function operationsOf(shopify: ShopifySimulator): (operation: string) => number {
  const operations = shopify.requests.map(({ operation }) => operation);
  return (wanted) => operations.filter((operation) => operation === wanted).length;
}

/** In a process of its own, as the job is one. */
async function bare({ url, token, shop }: ShopifySimulator): Promise<number> {
  const { said } = await measure({
    file: process.execPath,
    args: [fileURLToPath(new URL('bare-shopify.ts', import.meta.url))],
    env: {
      ...{ SHOPIFY_URL: url, SHOPIFY_TOKEN: token, LOCATION },
      VARIANTS: JSON.stringify(shop.variants.map(({ id }) => id)),
    },
  });
  return said['tookMs'] as number;
}

/** 100,000 products with a listing each, or none in any marketplace. */
async function unchanged(bench: Bench, shopify: ShopifySimulator): Promise<Result> {
  await listed(bench, shopify, LARGE);
  const whileOn = bench.run.job(['sync', '--json'], ofShopify(shopify));
  const { on, off } = await bench.alternate({
    off: bench.run.job(['sync', '--json'], SILENT),
    // After a run that knew of no marketplace, the next one brings all levels up to date.
    afterOff: whileOn,
    on: whileOn,
  });
  if (on === undefined || off === undefined) throw new Error('nothing was measured');
  const percent = (on.wallMs / off.wallMs - 1) * 100;
  return {
    work: '100,000 products, nothing changed, Shopify on',
    measured: `${percent.toFixed(1)} % more than without (${Math.round(on.wallMs)} against ${Math.round(off.wallMs)} ms)`,
    goal: 'at most 5 %',
    met: percent <= 5,
  };
}
