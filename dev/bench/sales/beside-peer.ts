import { fileURLToPath } from 'node:url';
import { LOCATION } from '../../simulate/shopify/shop.ts';
import { BARE_SCHEMA } from '../contenders.ts';
import { measure, median } from '../measure.ts';
import type { Result } from '../result.ts';
import { type SalesShop, shownOf } from './shop.ts';
import { QUEUE } from './till.ts';

const ROUNDS = 3;
const OF_JOB = 20_000;
const OF_PEER = 1000;

/** Sales of one line each, from the first that is taken until both marketplaces know of the last: the job, and in turn with it the peer. */
export async function besidePeer(shop: SalesShop): Promise<Result> {
  const { bench } = shop;
  const rates: { job: number; peer: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [peer, job] = [await rateOfPeer(shop), await rateOfJob(shop)];
    bench.say(`  job ${Math.round(job)} sales a second, peer ${Math.round(peer)}`);
    rates.push({ job, peer });
  }
  const ratios = rates.map(({ job, peer }) => job / peer);
  const of = (name: 'job' | 'peer'): string =>
    Math.round(median(rates.map((rate) => rate[name]))).toLocaleString('en-US');
  const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)} in ${ROUNDS} rounds`;
  const ratio = median(ratios);
  return {
    work: 'sales of one line, recorded and told to Shopify and Mercado Libre, beside a worker with prefetch 1, one transaction and one call to each marketplace a sale',
    measured: `${ratio.toFixed(1)} times more a second (${of('job')} against ${of('peer')}; ${spread})`,
    goal: 'at least 10 times more',
    met: ratio >= 10,
  };
}

const oneOf =
  ({ goods }: SalesShop) =>
  (sale: number): string[] => [goods[sale % goods.length]?.sku ?? ''];

async function rateOfJob(shop: SalesShop): Promise<number> {
  await shop.till.sellAll(OF_JOB, oneOf(shop));
  const worker = await shop.start();
  await worker.untilRecorded(OF_JOB);
  await shop.catchUp(worker);
  const endMs = Date.now();
  await worker.stop();
  const [first] = worker.batches;
  return ((OF_JOB - (first?.sales ?? 0)) / (endMs - (first?.atMs ?? NaN))) * 1000;
}

async function rateOfPeer(shop: SalesShop): Promise<number> {
  const { bench, till, goods, shopify, meli, brokerUrl } = shop;
  await bench.sql(`DROP TABLE IF EXISTS ${BARE_SCHEMA}.peer_stock, ${BARE_SCHEMA}.peer_ledger`);
  await bench.sql(
    `CREATE TABLE ${BARE_SCHEMA}.peer_stock
       (sku VARCHAR(64) PRIMARY KEY, stock INT NOT NULL, shopify_item VARCHAR(64) NOT NULL, meli_item VARCHAR(64) NOT NULL)`,
  );
  await bench.sql(
    `CREATE TABLE ${BARE_SCHEMA}.peer_ledger
       (id BIGINT AUTO_INCREMENT PRIMARY KEY, sku VARCHAR(64) NOT NULL, quantity INT NOT NULL, stock_before INT NOT NULL,
        stock_after INT NOT NULL, at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, KEY by_sku (sku))`,
  );
  const rows = goods.map((good) => {
    const [stock] = shownOf(good);
    return `('${good.sku}', ${stock}, '${good.shopify.itemId}', '${good.meli.item.id}')`;
  });
  await bench.sql(`INSERT INTO ${BARE_SCHEMA}.peer_stock VALUES ${rows.join(', ')}`);
  const before = goods.map((good) => shownOf(good)[0]);
  await till.sellAll(OF_PEER, oneOf(shop));
  const { said } = await measure({
    file: process.execPath,
    args: [fileURLToPath(new URL('peer.ts', import.meta.url))],
    env: {
      ...bench.run.bareLoad('').env,
      ...{ RABBITMQ_URL: brokerUrl, QUEUE_NAME: QUEUE, SALES: String(OF_PEER) },
      ...{ SHOPIFY_URL: shopify.url, SHOPIFY_TOKEN: shopify.token, SHOPIFY_LOCATION: LOCATION },
      ...{ MELI_URL: meli.url, MELI_TOKEN: meli.token },
    },
  });
  const each = OF_PEER / goods.length;
  const isTold = goods.every((good, at) =>
    shownOf(good).every((quantity) => quantity === (before[at] ?? NaN) - each),
  );
  if (!isTold) throw new Error('the peer told the marketplaces something else');
  return (OF_PEER / (said['tookMs'] as number)) * 1000;
}
