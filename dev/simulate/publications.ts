import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, parseObject, pause, readBody, send, serve } from './server.ts';
import type { Answer, Intercept, Traffic } from './server.ts';

const PATH = '/webhooks/publications';
const EVENT_TYPES = ['update', 'publish', 'pause'];

/** A webhook as it arrived. `status` is 0 until it is answered, and where it never was. */
interface Delivery {
  /** Absent where it was no integer. */
  readonly itemId: number | undefined;
  readonly eventType: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  status: number;
}

/** May be changed while the simulator runs. */
interface PublicationsSettings {
  secret: string;
  /** Milliseconds that every webhook takes. */
  latencyMs: number;
}

export interface PublicationsOptions extends Partial<PublicationsSettings> {
  readonly port?: number;
}

export interface PublicationsSimulator extends PublicationsSettings {
  /** The whole webhook URL, as `URL_PUBLICATIONS` wants it. */
  readonly url: string;
  readonly port: number;
  readonly traffic: Traffic;
  /** The webhooks that were accepted, in the order of their arrival. */
  received(): readonly Delivery[];
  /** Every webhook that arrived, refused and unanswered ones too. */
  attempts(): readonly Delivery[];
  /** Forgets the deliveries and counts; settings and interception stay. */
  reset(): void;
  /** One at a time; without an argument all is answered as usual again. */
  intercept(intercept?: Intercept<Readonly<Delivery>>): void;
  close(): Promise<void>;
}

export const SIMULATED_SECRET = 'simulated-secret';

export async function startPublications(options: PublicationsOptions = {}): Promise<PublicationsSimulator> {
  const settings: PublicationsSettings = {
    secret: options.secret ?? SIMULATED_SECRET,
    latencyMs: options.latencyMs ?? 0,
  };
  let deliveries: Delivery[] = [];
  let intercept: Intercept<Readonly<Delivery>> | undefined;

  const server = await serve(async (req, res) => {
    if (req.url !== PATH || req.method !== 'POST') {
      send(res, json(req.url === PATH ? 405 : 404, { error: `Only POST ${PATH} is known here` }));
      return;
    }
    const content = parseObject(await readBody(req)) ?? {};
    const delivery = readDelivery(req, content);
    deliveries.push(delivery);
    const interception = await intercept?.(delivery);
    if (typeof interception === 'function') {
      noteWhenAnswered(delivery, res);
      interception(req, res);
      return;
    }
    await pause(settings.latencyMs);
    const answer = interception ?? judge(delivery, content['secret'], settings.secret);
    delivery.status = answer.status;
    send(res, answer);
  }, options.port ?? 0);

  return Object.assign(settings, {
    ...server,
    url: server.url + PATH,
    received: () => deliveries.filter(({ status }) => status >= 200 && status < 300),
    attempts: () => deliveries,
    reset() {
      deliveries = [];
      Object.assign(server.traffic, { requests: 0, connectionsOpened: 0, mostAtOnce: 0 });
    },
    intercept(next?: Intercept<Readonly<Delivery>>) {
      intercept = next;
    },
  });
}

function readDelivery(req: IncomingMessage, content: Record<string, unknown>): Delivery {
  const { item_id: itemId, event_type: eventType } = content;
  const key = req.headers['idempotency-key'];
  return {
    itemId: Number.isSafeInteger(itemId) ? Number(itemId) : undefined,
    eventType: typeof eventType === 'string' ? eventType : undefined,
    idempotencyKey: Array.isArray(key) ? key.join(', ') : key,
    at: Date.now(),
    status: 0,
  };
}

function judge({ itemId, eventType = '' }: Delivery, given: unknown, secret: string): Answer {
  if (typeof given !== 'string' || given === '') return json(400, { error: 'secret is missing' });
  if (given !== secret) return json(401, { error: 'secret is wrong' });
  if (itemId === undefined) return json(400, { error: 'item_id is no integer' });
  if (!EVENT_TYPES.includes(eventType)) {
    return json(400, { error: `event_type is none of ${EVENT_TYPES.join(', ')}` });
  }
  return json(202, { status: 'accepted' });
}

function noteWhenAnswered(delivery: Delivery, res: ServerResponse): void {
  res.once('finish', () => (delivery.status = res.statusCode));
}
