import type { IncomingMessage } from 'node:http';
import { Faults } from '../faults.ts';
import { type Answer, json, parseObject, pause, readBody, serve, type Traffic } from '../server.ts';
import type { Fault, FaultRule } from './faults.ts';
import { finish, insteadOf, NOT_FOUND, refusal } from './http-answers.ts';
import { changeItem, ItemSearch, multiget, oneItem } from './items.ts';
import { searchOrders } from './orders.ts';
import { Rate } from './rate.ts';
import { readStock, writeStock } from './stock.ts';
import { Store } from './store.ts';
import { Tokens } from './tokens.ts';

/** What an app may be allowed to do. */
export const RIGHTS = ['read', 'write', 'orders'] as const;
export type Right = (typeof RIGHTS)[number];

/** May be changed while the simulator runs. */
interface MercadoLibreSettings {
  /** Milliseconds that every request takes. */
  latencyMs: number;
  /** Requests a second that it takes; those of the stock of user products are counted by the minute. */
  perSecond: number;
  stockPerMinute: number;
  /** How long after its change an order is found, in milliseconds. */
  orderLagMs: number;
}

export interface MercadoLibreOptions extends Partial<MercadoLibreSettings> {
  readonly port?: number;
  readonly token?: string;
  readonly tags?: readonly string[];
  readonly rights?: Iterable<Right>;
}

/** A request as it arrived; its result is noted when it is answered. */
interface MercadoLibreRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: number;
  fault: Fault | undefined;
  /** 0 until it is answered, and where it never was; so is the moment. */
  status: number;
  answeredAt: number;
}

export interface MercadoLibreSimulator extends MercadoLibreSettings {
  readonly url: string;
  readonly port: number;
  readonly traffic: Traffic;
  readonly store: Store;
  readonly tokens: Tokens;
  /** Given by hand. */
  readonly token: string;
  readonly rights: Set<Right>;
  /** Every request since the start or the last `forgetRequests`. */
  readonly requests: MercadoLibreRequest[];
  forgetRequests(): void;
  fail(...rules: readonly FaultRule[]): void;
  heal(): void;
  close(): Promise<void>;
}

export const SIMULATED_MELI_TOKEN = 'APP_USR-simulated';

/** In the order in which a path is looked for. */
const OPERATIONS = [
  ['token', 'POST', /^\/oauth\/token$/],
  ['me', 'GET', /^\/users\/(?:me|\d+)$/],
  ['scan', 'GET', /^\/users\/\d+\/items\/search$/],
  ['orders', 'GET', /^\/orders\/search$/],
  ['items', 'GET', /^\/items$/],
  ['item', 'GET', /^\/items\/(\w+)$/],
  ['put-item', 'PUT', /^\/items\/(\w+)$/],
  ['stock', 'GET', /^\/user-products\/(\w+)\/stock$/],
  ['put-stock', 'PUT', /^\/user-products\/(\w+)\/stock\/type\/(\w+)$/],
] as const;

type Operation = (typeof OPERATIONS)[number][0];

const NEEDED: Partial<Record<Operation, Right>> = {
  scan: 'read',
  orders: 'orders',
  items: 'read',
  item: 'read',
  'put-item': 'write',
  stock: 'read',
  'put-stock': 'write',
};

/** A seller's account in Mercado Libre that answers by its rules, from memory. */
export async function startMercadoLibre(options: MercadoLibreOptions = {}): Promise<MercadoLibreSimulator> {
  const settings: MercadoLibreSettings = {
    latencyMs: options.latencyMs ?? 0,
    perSecond: options.perSecond ?? 1000,
    stockPerMinute: options.stockPerMinute ?? 100_000,
    orderLagMs: options.orderLagMs ?? 0,
  };
  const token = options.token ?? SIMULATED_MELI_TOKEN;
  const store = new Store();
  for (const tag of options.tags ?? []) store.tags.add(tag);
  const tokens = new Tokens(token);
  const rights = new Set<Right>(options.rights ?? RIGHTS);
  const faults = new Faults<Fault>();
  const requests: MercadoLibreRequest[] = [];
  const search = new ItemSearch(store);
  const [rate, stockRate] = [new Rate(), new Rate()];

  const server = await serve(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://meli');
    const found = OPERATIONS.find(([, method, path]) => req.method === method && path.test(pathname));
    const text = await readBody(req);
    if (found === undefined) return finish(res, NOT_FOUND, { fault: undefined, status: 0, answeredAt: 0 });
    const [operation, , path] = found;
    const rule = faults.next(operation);
    const request: MercadoLibreRequest = {
      ...{ operation, path: pathname, body: parseObject(text) ?? {}, at: Date.now() },
      ...{ fault: rule?.fault, status: 0, answeredAt: 0 },
    };
    requests.push(request);
    await pause(settings.latencyMs);
    if (rule?.fault === 'slow') await pause(rule.delayMs ?? 1000);
    const [, ...named] = path.exec(pathname) ?? [];
    const answer = answerTo(req, request, { named, query: searchParams, text });
    if (rule?.fault === 'late') await pause(rule.delayMs ?? 1000);
    finish(res, answer, request);
  }, options.port ?? 0);

  interface Asked {
    named: readonly string[];
    query: URLSearchParams;
    text: string;
  }

  /** Undefined: there is none. */
  function answerTo(req: IncomingMessage, request: MercadoLibreRequest, asked: Asked): Answer | undefined {
    const { operation, fault } = request;
    if (fault === 'cut' || fault === 'hang') return undefined;
    if (operation === 'token') return insteadOf(fault) ?? exchange(asked.text);
    const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
    if (!tokens.knows(bearer)) return insteadOf('401');
    const isStock = operation === 'stock' || operation === 'put-stock';
    const isTaken = isStock
      ? stockRate.take(settings.stockPerMinute, 60_000)
      : rate.take(settings.perSecond, 1000);
    const replaced = isTaken ? insteadOf(fault) : insteadOf('429');
    if (replaced !== undefined) return replaced;
    const needed = NEEDED[operation];
    return needed === undefined || rights.has(needed) ? answerOf(req, request, asked) : insteadOf('403');
  }

  function exchange(text: string): Answer {
    const scope = ['offline_access', ...[...rights].filter((right) => right !== 'orders')].join(' ');
    return tokens.exchange(new URLSearchParams(text), scope, store.sellerId);
  }

  function answerOf(
    req: IncomingMessage,
    { operation, body, fault }: MercadoLibreRequest,
    { named: [id = '', type = ''], query }: Asked,
  ): Answer {
    switch (operation) {
      case 'me':
        return json(200, userNode(store));
      case 'scan':
        return search.answer(query);
      case 'items':
        return multiget(store, query, fault);
      case 'item':
        return oneItem(store, id, query);
      case 'put-item':
        return changeItem(store, id, body, fault === 'ignored');
      case 'stock':
        return readStock(store, id);
      case 'put-stock':
        return writeStock(store, id, type, req.headers['x-version'] as string | undefined, body);
      case 'orders':
        return searchOrders(store, query, settings.orderLagMs);
      default:
        return refusal(405, 'not_allowed');
    }
  }

  return Object.assign(settings, {
    ...server,
    ...{ store, tokens, token, rights, requests },
    forgetRequests: () => void (requests.length = 0),
    fail: (...rules: readonly FaultRule[]) => faults.set(...rules),
    heal: () => faults.clear(),
  });
}

function userNode({ sellerId, nickname, siteId, tags }: Store) {
  return {
    id: sellerId,
    nickname,
    site_id: siteId,
    country_id: 'AR',
    user_type: 'normal',
    tags: [...tags],
    status: { site_status: 'active' },
  };
}
