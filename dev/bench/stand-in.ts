// Bitcram and the publications service in a process of their own, told over IPC what to serve: in the benchmark's process they
// would compete with its clocks.
import { startBitcram, SIMULATED_TOKEN } from '../simulate/bitcram.ts';
import { SIMULATED_SECRET } from '../simulate/publications.ts';
import { syntheticCatalogue } from '../simulate/synthetic.ts';
import { startReceiver } from './receiver.ts';

export type Order =
  | { serve: { products: number; changedPercent: number; seed: number } }
  /** The balances of the first so many are others from now on. */
  | { restock: { products: number; by: number } }
  | { settings: { apiLatencyMs: number; webhookLatencyMs: number; compress: boolean } }
  | { traffic: 'read' };

export interface Address {
  bitcram: string;
  token: string;
  publications: string;
  secret: string;
}

/** Since it was last asked for. */
export interface Traffic {
  requests: number;
  bytes: number;
  webhooks: number;
  repeatedWebhooks: number;
  mostWebhooksAtOnce: number;
}

const bitcram = await startBitcram({
  // A client that asks for no page gets the whole list, as one of the known Bitcram versions answers.
  paging: { style: 'totals', perPageDefault: 100_000_000 },
});
const receiver = await startReceiver();

const tell = (message: Address | Traffic | 'done'): void => void process.send?.(message);

process.on('message', (order: Order) => tell(follow(order)));
process.on('disconnect', () => process.exit());
tell({
  bitcram: bitcram.url,
  token: SIMULATED_TOKEN,
  publications: receiver.url,
  secret: SIMULATED_SECRET,
});

/** What is served is old news; what is restocked is not. */
const LONG_AGO_MS = -1000 * 3_600_000;
let stock: string[] = [];

function follow(order: Order): Traffic | 'done' {
  if ('serve' in order) {
    bitcram.clockAheadMs = LONG_AGO_MS;
    const catalogue = syntheticCatalogue(order.serve);
    stock = catalogue.stock;
    bitcram.setCatalogue(catalogue.priceList);
    bitcram.setStock(stock);
    return 'done';
  }
  if ('restock' in order) {
    const { products, by } = order.restock;
    const restocked = stock.slice(0, products).map((text) => {
      const item = JSON.parse(text) as { product_balance: number };
      return JSON.stringify({ ...item, product_balance: item.product_balance + by });
    });
    bitcram.clockAheadMs = 0;
    bitcram.setStock([...restocked, ...stock.slice(products)]);
    return 'done';
  }
  if ('settings' in order) {
    bitcram.latencyMs = order.settings.apiLatencyMs;
    bitcram.compress = order.settings.compress;
    receiver.latencyMs = order.settings.webhookLatencyMs;
    return 'done';
  }
  const traffic = {
    requests: bitcram.requests.length,
    bytes: bitcram.requests.reduce((sum, { bytesAnswered }) => sum + bytesAnswered, 0),
    ...receiver.read(),
  };
  bitcram.forgetRequests();
  return traffic;
}
