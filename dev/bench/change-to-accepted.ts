import { startMercadoLibre } from '../simulate/mercado-libre/mercado-libre.ts';
import { startShopify } from '../simulate/shopify/shopify.ts';
import { stockUp as stockUpMercadoLibre } from '../simulate/mercado-libre/trade.ts';
import { stockUp as stockUpShopify } from '../simulate/shopify/trade.ts';
import { syntheticCatalogue } from '../simulate/synthetic.ts';
import type { Bench } from './bench.ts';
import { JOB_SCHEMA } from './contenders.ts';
import { measure, median } from './measure.ts';
import { ofMercadoLibre } from './mercado-libre.ts';
import { below, type Result } from './result.ts';
import { ofShopify } from './shopify.ts';

const PRODUCTS = 1000;
const CHANGES = 100;

/** From the commit of the run that brings a change in until both marketplaces have written it. */
export async function changeToAccepted(bench: Bench): Promise<Result[]> {
  const [shopify, meli] = await Promise.all([startShopify(), startMercadoLibre({ perSecond: 1_000_000 })]);
  try {
    await bench.stock(PRODUCTS);
    const catalogue = syntheticCatalogue({ products: PRODUCTS });
    stockUpShopify(shopify.shop, catalogue);
    stockUpMercadoLibre(meli.store, catalogue);
    const env = { ...ofMercadoLibre(meli), ...ofShopify(shopify), VERIFY_S: '3600' };
    await measure(bench.run.job(['listings', 'pull'], env));
    await measure(bench.run.job(['notify'], env));
    const waitsMs: number[] = [];
    for (let change = 1; change <= CHANGES; change += 1) {
      await bench.shop.restock(1, change);
      for (const { forgetRequests } of [shopify, meli]) forgetRequests();
      await measure(bench.run.job(['sync', '--json'], env));
      const writes = [
        shopify.requests.findLast(({ operation }) => operation === 'SetQuantities'),
        meli.requests.findLast(({ operation }) => operation === 'put-item'),
      ];
      const answeredAt = writes.map((write) => write?.answeredAt ?? NaN);
      const committedMs = await bench.count(
        `SELECT 0, UNIX_TIMESTAMP(CONVERT_TZ(MAX(committed_at), '+00:00', @@session.time_zone)) * 1000 FROM ${JOB_SCHEMA}.sync_run`,
      );
      waitsMs.push(Math.max(...answeredAt) - committedMs);
    }
    const p99 = waitsMs.toSorted((a, b) => a - b)[Math.ceil(CHANGES * 0.99) - 1] ?? NaN;
    bench.say(`  median ${Math.round(median(waitsMs))} ms`);
    const what = `a change in a sync to its acceptance by Shopify and Mercado Libre, ${CHANGES} changes: 99th percentile after the commit`;
    return [below(what, 500, 'ms', p99)];
  } finally {
    await Promise.all([shopify.close(), meli.close()]);
  }
}
