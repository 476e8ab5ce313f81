import { Customers } from '../customers.ts';
import type { Item } from '../item-list.ts';
import type { FaultRule } from './faults.ts';
import { type Right, startMercadoLibre } from './mercado-libre.ts';
import { stockUp } from './trade.ts';

export interface MercadoLibreFlags {
  readonly port: number;
  readonly token: string;
  readonly ordersPerMinute: number;
  /** Of the orders. */
  readonly cancelsPercent: number;
  /** Of the listings. */
  readonly oddPercent: number;
  readonly variationsPercent: number;
  readonly hasWarehouses: boolean;
  readonly perSecond: number;
  readonly rights: readonly Right[];
  readonly faults: readonly FaultRule[];
}

export interface ServedMercadoLibre {
  /** Lines for `.env`. */
  readonly environment: string;
  /** What was asked since it was last told. */
  tell(): string;
  close(): Promise<void>;
}

/** A seller's account with these products, in which customers buy. */
export async function serveMercadoLibre(
  flags: MercadoLibreFlags,
  products: { priceList: readonly Item[]; stock: readonly Item[] },
  latencyMs: number,
): Promise<ServedMercadoLibre> {
  const { port, token, ordersPerMinute, cancelsPercent, perSecond, rights, hasWarehouses } = flags;
  const tags = hasWarehouses ? ['warehouse_management'] : [];
  const meli = await startMercadoLibre({ port, token, latencyMs, perSecond, rights, tags });
  stockUp(meli.store, products, flags);
  meli.fail(...flags.faults);
  const customers = new Customers(meli.store);
  let orders = 0;
  const buy = (): void => {
    if (customers.buy() === undefined) return;
    orders += 1;
    if (Math.random() * 100 < cancelsPercent) customers.cancel();
  };
  const buying = ordersPerMinute > 0 ? setInterval(buy, 60_000 / ordersPerMinute) : undefined;
  return {
    environment: `MELI=on\nNOTIFY=off\nMELI_URL=${meli.url}\nMELI_TOKEN=${token}\n`,
    tell() {
      const asked = meli.requests.length;
      if (asked + orders === 0) return '';
      const writes = meli.requests.filter(({ operation }) => operation.startsWith('put-')).length;
      const told = `Mercado Libre: ${asked} requests, ${writes} of them writes, ${orders} orders`;
      meli.forgetRequests();
      orders = 0;
      return told;
    },
    close() {
      clearInterval(buying);
      return meli.close();
    },
  };
}
