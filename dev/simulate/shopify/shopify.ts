import type { IncomingMessage } from 'node:http';
import {
  type DocumentNode,
  execute,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  parse,
  validate,
} from 'graphql';
import { App, SCOPES, TOKEN_PATH } from './app.ts';
import { type Answer, json, parseObject, pause, readBody, send, serve, type Traffic } from '../server.ts';
import { Faults } from '../faults.ts';
import { type Bucket, CostBucket, type Costing, costOf } from './cost.ts';
import type { Fault, FaultRule } from './faults.ts';
import { finish, insteadOf, NOT_FOUND } from './http-answers.ts';
import { Idempotency } from './idempotency.ts';
import type { WriteRules } from './mutations.ts';
import { guarded, rootOf } from './resolvers.ts';
import { publishedSchema } from './schema.ts';
import { Shop } from './shop.ts';

/** May be changed while the simulator runs. */
interface ShopifySettings extends WriteRules {
  token: string;
  /** Of an app that gets its tokens itself. */
  readonly app: App;
  readonly scopes: Set<string>;
  /** That are served; the first answers for all that are not. */
  readonly versions: string[];
  /** Milliseconds that every request takes. */
  latencyMs: number;
  /** Milliseconds that a mutation takes under its key. */
  workMs: number;
  costing: Costing;
  /** Points that one request may cost at most. */
  mostPoints: number;
  /** How deep one can page into a list. */
  deepestObjects: number;
  /** How long after its change an order is found, in milliseconds: what is searched for is found late. */
  orderLagMs: number;
}

export interface ShopifyOptions extends Partial<Omit<ShopifySettings, 'scopes' | 'versions' | 'app'>> {
  readonly port?: number;
  readonly scopes?: Iterable<string>;
  readonly versions?: readonly string[];
  readonly bucket?: Partial<Bucket>;
}

/** A request as it arrived; its result is noted when it is answered. */
interface ShopifyRequest {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly at: number;
  fault: Fault | undefined;
  /** 0 until it is answered, and where it never was; so is the moment. */
  status: number;
  answeredAt: number;
}

export interface ShopifySimulator extends ShopifySettings {
  readonly url: string;
  readonly port: number;
  readonly traffic: Traffic;
  readonly shop: Shop;
  readonly bucket: CostBucket;
  readonly idempotency: Idempotency;
  /** Every request since the start or the last `forgetRequests`. */
  readonly requests: ShopifyRequest[];
  forgetRequests(): void;
  fail(...rules: readonly FaultRule[]): void;
  heal(): void;
  close(): Promise<void>;
}

export const SIMULATED_SHOPIFY_TOKEN = 'shpat_simulated';
const PATH = /^\/admin\/api\/([^/]+)\/graphql\.json$/;

/** A shop of Shopify that answers what the published schema allows, from memory. */
export async function startShopify(options: ShopifyOptions = {}): Promise<ShopifySimulator> {
  const published = publishedSchema();
  const settings: ShopifySettings = {
    token: options.token ?? SIMULATED_SHOPIFY_TOKEN,
    app: new App(),
    scopes: new Set(options.scopes ?? SCOPES),
    versions: [...(options.versions ?? ['2026-10'])],
    latencyMs: options.latencyMs ?? 0,
    workMs: options.workMs ?? 0,
    costing: options.costing ?? 'damped',
    mostPoints: options.mostPoints ?? 1000,
    deepestObjects: options.deepestObjects ?? 25_000,
    orderLagMs: options.orderLagMs ?? 0,
    failsWhole: options.failsWhole ?? true,
    namesQuantity: options.namesQuantity ?? true,
  };
  const shop = new Shop();
  const bucket = new CostBucket({ maximumAvailable: 2000, restoreRate: 100, ...options.bucket });
  const idempotency = new Idempotency();
  const faults = new Faults<Fault>();
  const requests: ShopifyRequest[] = [];
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  const server = await serve(async (req, res) => {
    if (req.method === 'POST' && req.url === TOKEN_PATH) {
      send(res, settings.app.exchange(new URLSearchParams(await readBody(req))));
      return;
    }
    const [, version = ''] = PATH.exec(req.url ?? '') ?? [];
    if (req.method !== 'POST' || version === '') {
      send(res, NOT_FOUND);
      return;
    }
    const body = parseObject(await readBody(req)) ?? {};
    const { query = '', variables = {} } = body as { query?: string; variables?: Record<string, unknown> };
    const operation = /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '';
    const rule = faults.next(operation);
    const request: ShopifyRequest = {
      ...{ operation, variables, version, at: Date.now() },
      ...{ fault: rule?.fault, status: 0, answeredAt: 0 },
    };
    requests.push(request);
    await pause(settings.latencyMs);
    if (rule?.fault === 'slow') await pause(rule.delayMs ?? 1000);
    const answer = await answerTo(req, query, variables, rule?.fault);
    if (rule?.fault === 'late') await pause(rule.delayMs ?? 1000);
    finish(
      res,
      answer,
      request,
      settings.versions.includes(version) ? version : (settings.versions[0] ?? ''),
    );
  }, options.port ?? 0);

  /** Undefined: there is none. */
  async function answerTo(
    req: IncomingMessage,
    query: string,
    variables: Record<string, unknown>,
    fault: Fault | undefined,
  ): Promise<Answer | undefined> {
    const token = req.headers['x-shopify-access-token'] as string | undefined;
    const isRight = token === settings.token || settings.app.knows(token);
    const replaced = !isRight ? insteadOf('401') : insteadOf(fault);
    if (replaced !== undefined) return replaced;
    if (fault === 'cut' || fault === 'hang') return undefined;
    if (fault === 'throttled') return throttled(0);
    return answerOf(query, variables, fault);
  }

  async function answerOf(
    query: string,
    variables: Record<string, unknown>,
    fault: Fault | undefined,
  ): Promise<Answer> {
    const document = documentOf(query);
    if ('length' in document) return json(200, { errors: document });
    const operation = getOperationAST(document);
    const given = getVariableValues(published.schema, operation?.variableDefinitions ?? [], variables);
    if (operation === null || operation === undefined) return json(400, { errors: 'no operation' });
    if (given.variableValues === undefined) return json(200, { errors: given.errors });
    const { variableValues } = given;
    const cost = (data?: unknown): number =>
      costOf(published.schema, operation, variableValues, settings.costing, data);
    const requested = cost();
    if (requested > settings.mostPoints) {
      const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${settings.mostPoints}).`;
      return json(200, { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost: requested } }] });
    }
    if (!bucket.take(requested)) return throttled(requested);
    const result = await execute({
      schema: published.schema,
      document,
      variableValues: variables,
      rootValue: rootOf({
        ...{ shop, idempotency, rules: settings, scopes: settings.scopes, fault },
        ...{ deepestObjects: settings.deepestObjects, orderLagMs: settings.orderLagMs },
        work: () => pause(settings.workMs),
      }),
      fieldResolver: guarded(published, settings.scopes),
    });
    const actual = Math.min(cost(result.data ?? {}), requested);
    bucket.giveBack(requested - actual);
    return json(200, { ...result, extensions: { cost: costSaid(requested, actual) } });
  }

  function documentOf(query: string): DocumentNode | readonly GraphQLError[] {
    let found = documents.get(query);
    if (found === undefined) {
      try {
        const document = parse(query);
        const errors = validate(published.schema, document);
        found = errors.length > 0 ? errors : document;
      } catch (error) {
        found = [error as GraphQLError];
      }
      documents.set(query, found);
    }
    return found;
  }

  function throttled(requested: number): Answer {
    const extensions = { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' };
    const body = {
      errors: [{ message: 'Throttled', extensions }],
      extensions: { cost: costSaid(requested, null) },
    };
    return json(200, body);
  }

  function costSaid(requested: number, actual: number | null) {
    return { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() };
  }

  return Object.assign(settings, {
    ...server,
    ...{ shop, bucket, idempotency, requests },
    forgetRequests: () => void (requests.length = 0),
    fail: (...rules: readonly FaultRule[]) => faults.set(...rules),
    heal: () => faults.clear(),
  });
}
