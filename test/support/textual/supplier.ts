import { json, send, serve } from '../../../dev/simulate/server.ts';

/** An item as a test thinks of it. Without a balance the stock list lacks it. */
export interface Offered {
  code: string;
  price: number | string | null;
  balance?: number;
}

export interface Supplier {
  url: string;
  offered: readonly Offered[];
  close(): Promise<void>;
}

const PAGE_ITEMS = 3;

export async function startSupplier(): Promise<Supplier> {
  const supplier: Supplier = { url: '', offered: [], close: () => Promise.resolve() };
  const server = await serve((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://supplier');
    const list =
      pathname === '/stock'
        ? supplier.offered.filter(({ balance }) => balance !== undefined).toReversed()
        : supplier.offered.map(({ balance: _balance, ...item }) => item);
    const first = (Number(searchParams.get('page')) - 1) * PAGE_ITEMS;
    send(res, json(200, list.slice(first, first + PAGE_ITEMS)));
    return Promise.resolve();
  }, 0);
  return Object.assign(supplier, { url: server.url, close: server.close });
}
