import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRequest, type BitcramRequest } from './bitcram-request.ts';
import { prepareItems, type Item, type ItemList } from './item-list.ts';
import { compressedPage, cutPage, pagePieces, type Paging } from './paging.ts';
import { json, parseObject, pause, readBody, send, serve } from './server.ts';
import type { Answer, Intercept, PiecemealAnswer, Traffic } from './server.ts';
import { asTime, readSince, Updates } from './updates.ts';

/** A checkout as the API gives it. `warehouse` may be null or absent. */
export interface Checkout {
  id: number;
  checkout_number: number;
  is_open: boolean;
  warehouse?: { id: number; name?: string } | null;
  price_list?: { id: number; name?: string } | null;
  last_checkout_session?: { id: number } | null;
}

/** May be changed while the simulator runs. */
interface BitcramSettings {
  readonly tokens: Set<string>;
  readonly checkouts: Checkout[];
  readonly paging: Paging;
  readonly logIn: { username: string; password: string };
  /** Milliseconds that every list takes. */
  latencyMs: number;
  /** Compress lists for clients that accept gzip. */
  compress: boolean;
  /** How far its clock is ahead of this machine's, in milliseconds: what changes carries its time. */
  clockAheadMs: number;
  /** Of which products a change is missing in `actions/updated`. */
  forgets: (productId: number) => boolean;
}

export interface BitcramOptions extends Partial<Omit<BitcramSettings, 'tokens' | 'paging'>> {
  readonly port?: number;
  readonly tokens?: Iterable<string>;
  readonly paging?: Partial<Paging>;
}

export interface BitcramSimulator extends BitcramSettings {
  readonly url: string;
  readonly port: number;
  readonly traffic: Traffic;
  /** Every request since the start or the last `forgetRequests`. */
  readonly requests: BitcramRequest[];
  forgetRequests(): void;
  /** Replaces a price list, that of the first checkout unless told otherwise. */
  setCatalogue(items: readonly Item[], priceListId?: number): void;
  /** Replaces a warehouse's stock, that of the first checkout's warehouse unless told otherwise. */
  setStock(items: readonly Item[], warehouseId?: number): void;
  /** One at a time; without an argument all is answered as usual again. */
  intercept(intercept?: Intercept<Readonly<BitcramRequest>>): void;
  close(): Promise<void>;
}

export const SIMULATED_TOKEN = 'simulated-token';
const NOTHING = prepareItems([]);

/** A checkout with everything a sync needs; no two of its numbers are equal, so that none passes for another. */
export function openCheckout(checkoutNumber: number, differing: Partial<Checkout> = {}): Checkout {
  return {
    id: 1000 + checkoutNumber,
    checkout_number: checkoutNumber,
    is_open: true,
    warehouse: { id: 300 + checkoutNumber, name: `Depósito ${checkoutNumber}` },
    price_list: { id: 700 + checkoutNumber, name: `Lista ${checkoutNumber}` },
    last_checkout_session: { id: 9000 + checkoutNumber },
    ...differing,
  };
}

export async function startBitcram(options: BitcramOptions = {}): Promise<BitcramSimulator> {
  const settings: BitcramSettings = {
    tokens: new Set(options.tokens ?? [SIMULATED_TOKEN]),
    checkouts: options.checkouts ?? [openCheckout(1)],
    paging: {
      style: 'totals',
      says: undefined,
      counts: 'list',
      cap: 100,
      perPageDefault: 50,
      ...options.paging,
    },
    logIn: options.logIn ?? { username: 'sync', password: 'simulated-password' },
    latencyMs: options.latencyMs ?? 0,
    compress: options.compress ?? false,
    clockAheadMs: options.clockAheadMs ?? 0,
    forgets: options.forgets ?? (() => false),
  };
  const priceLists = new Shelf('price');
  const stocks = new Shelf('product_balance');
  const requests: BitcramRequest[] = [];
  const timesAsked = new Map<string, number>();
  let intercept: Intercept<Readonly<BitcramRequest>> | undefined;

  const server = await serve(async (req, res) => {
    const request = readRequest(req, timesAsked);
    requests.push(request);
    const interception = await intercept?.(request);
    if (typeof interception === 'function') {
      noteWhenClosed(request, req, res);
      interception(req, res);
      return;
    }
    const answer = interception ?? (await answerTo(request, req));
    request.status = answer.status;
    request.bytesAnswered = send(res, answer);
  }, options.port ?? 0);

  async function answerTo(request: BitcramRequest, req: IncomingMessage): Promise<Answer | PiecemealAnswer> {
    if (request.endpoint === 'auth') return logIn(await readBody(req), settings);
    const [, token = ''] = /^Bearer (.+)$/.exec(request.authorization ?? '') ?? [];
    if (!settings.tokens.has(token)) {
      return json(401, { error: 'Unauthorized: the token is missing, wrong or too old' });
    }
    if (request.endpoint === 'unknown') return json(404, { error: `Nothing at ${request.path}` });
    await pause(settings.latencyMs);
    const list = listFor(request);
    return 'status' in list ? list : answerPage(list, request, settings);
  }

  function listFor(request: BitcramRequest): ItemList | Answer {
    const where = parseObject(request.query['where'] ?? '{}');
    if (!where) return json(400, { error: 'where is no JSON object' });
    if (request.endpoint === 'checkouts') {
      const asked = where['checkouts.checkout_number'];
      return prepareItems(
        settings.checkouts.filter((one) => asked === undefined || one.checkout_number === Number(asked)),
      );
    }
    if (request.endpoint === 'stock_items') {
      // Without its filter the API would mix the warehouses: a client that forgets it should fail at once.
      if (where['warehouse_id'] === undefined) return json(400, { error: 'where names no warehouse_id' });
      return stocks.list(Number(where['warehouse_id']));
    }
    if (request.endpoint === 'updated_stock' || request.endpoint === 'updated_prices') {
      return updatesFor(request, where);
    }
    const checkout = settings.checkouts.find(({ id }) => id === request.checkoutId);
    if (!checkout) return json(404, { error: `No checkout ${request.checkoutId}` });
    return priceLists.list(checkout.price_list?.id ?? NaN);
  }

  function updatesFor(
    { endpoint, query }: BitcramRequest,
    where: Record<string, unknown>,
  ): ItemList | Answer {
    const since = readSince(query['since']);
    if (since === undefined) return json(400, { error: 'since is no time' });
    const filter = endpoint === 'updated_stock' ? 'warehouse_id' : 'price_list_id';
    if (where[filter] === undefined) return json(400, { error: `where names no ${filter}` });
    const ids = [where[filter]].flat().map(Number);
    if (endpoint === 'updated_stock') {
      return prepareItems(ids.flatMap((id) => stocks.since(id, since).map(({ item }) => item)));
    }
    return prepareItems(
      ids.flatMap((id) =>
        priceLists.since(id, since).map(({ item, value = null, atMs }) => ({
          product_id: item['product_id'],
          price_list_id: id,
          price: value,
          last_update: asTime(atMs),
        })),
      ),
    );
  }

  return Object.assign(settings, {
    ...server,
    requests,
    forgetRequests() {
      requests.length = 0;
      timesAsked.clear();
    },
    setCatalogue(items: readonly Item[], priceListId = settings.checkouts[0]?.price_list?.id) {
      if (priceListId === undefined) throw new Error('The first checkout has no price list: name one');
      priceLists.put(priceListId, items, settings);
    },
    setStock(items: readonly Item[], warehouseId = settings.checkouts[0]?.warehouse?.id) {
      if (warehouseId === undefined) throw new Error('The first checkout has no warehouse: name one');
      stocks.put(warehouseId, items, settings);
    },
    intercept(next?: Intercept<Readonly<BitcramRequest>>) {
      intercept = next;
    },
  });
}

/** Lists of one kind by their ids, with when their items changed. */
class Shelf {
  readonly #valueName: string;
  readonly #lists = new Map<number, { list: ItemList; updates: Updates }>();

  constructor(valueName: string) {
    this.#valueName = valueName;
  }

  put(id: number, items: readonly Item[], { clockAheadMs, forgets }: BitcramSettings): void {
    const updates = this.#lists.get(id)?.updates ?? new Updates(this.#valueName);
    updates.note(items, Date.now() + clockAheadMs, forgets);
    this.#lists.set(id, { list: prepareItems(items), updates });
  }

  list(id: number): ItemList {
    return this.#lists.get(id)?.list ?? NOTHING;
  }

  since(id: number, fromMs: number) {
    return this.#lists.get(id)?.updates.since(fromMs) ?? [];
  }
}

async function answerPage(
  list: ItemList,
  request: BitcramRequest,
  { compress, paging }: BitcramSettings,
): Promise<PiecemealAnswer> {
  const page = cutPage(list, request, paging);
  if (!compress || !/\bgzip\b/.test(request.acceptEncoding ?? '')) {
    return { status: 200, pieces: pagePieces(page) };
  }
  const headers = { 'content-encoding': 'gzip', vary: 'accept-encoding' };
  return { status: 200, headers, pieces: [await compressedPage(page)] };
}

function logIn(body: string, { logIn: known, tokens }: BitcramSettings): Answer {
  const given = parseObject(body);
  if (given?.['username'] !== known.username || given['password'] !== known.password) {
    return json(401, { error: 'Unauthorized: wrong username or password' });
  }
  const token = randomUUID();
  tokens.add(token);
  return json(200, { token });
}

/** What a taken-over response sent is known only by its socket, headers included. */
function noteWhenClosed(request: BitcramRequest, { socket }: IncomingMessage, res: ServerResponse): void {
  const before = socket.bytesWritten;
  res.once('close', () => {
    request.status = res.headersSent ? res.statusCode : 0;
    request.bytesAnswered = socket.bytesWritten - before;
  });
}
