import type { IncomingMessage } from 'node:http';

type Endpoint =
  'auth' | 'checkouts' | 'price_list' | 'stock_items' | 'updated_prices' | 'updated_stock' | 'unknown';

export interface BitcramRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly checkoutId: number | undefined;
  readonly page: number | undefined;
  readonly perPage: number | undefined;
  readonly authorization: string | undefined;
  readonly acceptEncoding: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many times this very method and URL has been asked, this time included. */
  readonly timesAsked: number;
  /** 0 until it is answered, and where the connection was cut before an answer. */
  status: number;
  /** Of the body; of all that went out where an interception took the response over. */
  bytesAnswered: number;
}

const BY_PATH: Readonly<Record<string, Endpoint>> = {
  '/api/checkouts/index': 'checkouts',
  '/api/stock_items/index': 'stock_items',
  '/api/price_list_items/index/actions/updated': 'updated_prices',
  '/api/stock_items/index/actions/updated': 'updated_stock',
};
const PRICE_LIST = /^\/api\/checkouts\/index\/(\d+)\/price_list$/;

export function readRequest(req: IncomingMessage, timesAsked: Map<string, number>): BitcramRequest {
  const method = req.method ?? 'GET';
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://127.0.0.1');
  const path = pathname.replace(/(?<=.)\/$/, '');
  const priceList = PRICE_LIST.exec(path);

  const asked = `${method} ${req.url}`;
  const times = (timesAsked.get(asked) ?? 0) + 1;
  timesAsked.set(asked, times);

  return {
    endpoint: endpointOf(method, path),
    method,
    path,
    query: Object.fromEntries(searchParams),
    checkoutId: priceList ? Number(priceList[1]) : undefined,
    page: positive(searchParams.get('page')),
    perPage: positive(searchParams.get('per_page')),
    authorization: req.headers.authorization,
    acceptEncoding: header(req, 'accept-encoding'),
    at: Date.now(),
    timesAsked: times,
    status: 0,
    bytesAnswered: 0,
  };
}

function endpointOf(method: string, path: string): Endpoint {
  if (method === 'POST') return path === '/api/auth' ? 'auth' : 'unknown';
  if (method !== 'GET') return 'unknown';
  return BY_PATH[path] ?? (PRICE_LIST.test(path) ? 'price_list' : 'unknown');
}

/** `page=0` and `page=last` are taken for no page at all, as lenient servers do. */
function positive(text: string | null): number | undefined {
  const number = Number(text ?? NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
