import type { GivenUp } from '../channels/dead.ts';
import type { Context } from '../platform/command.ts';
import { localTime } from '../platform/local-time.ts';
import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { type Broker, withBroker } from '../rabbitmq/broker.ts';
import type { QueueConfig } from '../rabbitmq/config.ts';
import { COPY_ID } from '../rabbitmq/copies.ts';
import { countIn, deathOf, type Delivered } from '../rabbitmq/messages.ts';
import { DEAD_QUEUE } from '../rabbitmq/topology.ts';
import { HELD_UP, RETRIES } from './put-aside.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';

const MOST_OF_REASON = 255;
const MOST_OF_NAME = 100;
/** The headers that a dead letter has and a sale has not. */
const OF_DEAD_LETTERS = new Set([
  ...['x-reason', 'x-code', 'x-params', 'x-queue'],
  ...[RETRIES, HELD_UP, COPY_ID],
]);

/** Where the sales are; `url` is its secret. */
export interface Till {
  queue: QueueConfig;
  url: string;
  signal: AbortSignal;
}

/** The sales that were given up, oldest first. `limit` 0 is all of them. Nothing is taken out of the queue. */
export async function listDeadSales(
  { language, inWords, inEnglish }: Pick<Context, 'language' | 'inWords' | 'inEnglish'>,
  till: Till,
  limit: number,
): Promise<GivenUp> {
  const found: Delivered[] = [];
  await eachOf(till, async (message) => {
    found.push(message);
    return 'back';
  });
  const text = await textIn(language);
  const shown = limit === 0 ? found : found.slice(0, limit);
  const entries = shown.map((message) => {
    const { headers, at } = message;
    const { id, store } = namedIn(message);
    const told = phraseOf(headers);
    const said =
      typeof headers['x-reason'] === 'string' ? headers['x-reason'] : told && inEnglish(told).message;
    return {
      entry: {
        channel: 'sales',
        ...{ product_id: null, name: null, listing: null, attempts: countIn(headers, RETRIES) },
        ...{ last_error: said ?? '', dead_at: at?.toISOString() ?? null },
        sale: { id, store },
      },
      told: text.deadSale({
        id: id === null ? null : printable(id, MOST_OF_NAME),
        store: store === null ? null : printable(store, MOST_OF_NAME),
        at: at === undefined ? null : localTime(at.toISOString()),
        reason: printable(told === undefined ? (said ?? '') : inWords(told).message, MOST_OF_REASON),
      }),
    };
  });
  const more = found.length - shown.length;
  return {
    entries: entries.map(({ entry }) => entry),
    told: entries.map(({ told }) => told),
    below: found.length === 0 ? [] : [...(more > 0 ? [text.moreDead(more)] : []), text.deadNext],
  };
}

/** Back into the queue of sales, as they came. Returns how many. */
export function retryDeadSales(till: Till): Promise<number> {
  return eachOf(till, async ({ body, messageId, headers }, broker) => {
    const own = Object.entries(headers).filter(([name]) => !OF_DEAD_LETTERS.has(name));
    await broker.publish({
      ...{ exchange: '', routingKey: till.queue.queue, body, messageId },
      // What it has is when it was given up.
      at: undefined,
      headers: Object.fromEntries(own),
    });
    return 'done';
  });
}

/** Forgotten: no stock falls because of them. Returns how many. */
export function dropDeadSales(till: Till): Promise<number> {
  return eachOf(till, async () => 'done');
}

/** Those of this queue: others may give up messages into the same one. Returns how many were taken out. */
async function eachOf(
  { queue, url, signal }: Till,
  take: (message: Delivered, broker: Broker) => Promise<'done' | 'back'>,
): Promise<number> {
  let done = 0;
  await withBroker({ url, signal, name: 'dead' }, (broker) =>
    broker.each(DEAD_QUEUE, async (message) => {
      if (queueOf(message) !== queue.queue) return 'back';
      const outcome = await take(message, broker);
      if (outcome === 'done') done += 1;
      return outcome;
    }),
  );
  return done;
}

/** As far as it can be read. */
function namedIn({ body, messageId }: Delivered): { id: string | null; store: string | null } {
  let sale: unknown = body;
  if (Buffer.isBuffer(body) || typeof body === 'string') {
    try {
      sale = JSON.parse(body.toString());
    } catch {
      sale = undefined;
    }
  }
  const { tienda_id, sale_id, venta_id } = (sale ?? {}) as Record<string, unknown>;
  const text = (value: unknown): string | null =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  return { id: messageId ?? text(sale_id) ?? text(venta_id), store: text(tienda_id) };
}

/** Why it was given up, to be said in the reader's language. */
function phraseOf(headers: Delivered['headers']): Phrase | undefined {
  const { 'x-code': code, 'x-params': params } = headers;
  const death = deathOf(headers);
  if (code === undefined && death !== undefined) return phrase('given_up_by_broker', { why: death.why });
  if (typeof code !== 'string' || typeof params !== 'string') return undefined;
  try {
    return { code, params: JSON.parse(params) as Phrase['params'] };
  } catch {
    return undefined;
  }
}

/** Which queue it was given up from, by a worker or by the broker. */
function queueOf({ headers }: Delivered): unknown {
  return headers['x-queue'] ?? deathOf(headers)?.queue;
}
