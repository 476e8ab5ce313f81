import type { AsyncMessage } from 'rabbitmq-client';

/** A message as it was delivered. */
export interface Delivered {
  /** JSON that was read already, a text, or bytes, as its content type says. */
  body: unknown;
  messageId: string | undefined;
  headers: Readonly<Record<string, unknown>>;
  /** How often it was given to a worker before that did not say what became of it. */
  deliveries: number;
  /** When it was published. */
  at: Date | undefined;
}

/** How the handling of a message ends: it is taken out of the queue, or given back. */
export type Outcome = 'done' | 'back';

/** A copy of a message, which the broker confirms once it is kept in a queue. */
export interface Copy {
  exchange: string;
  routingKey: string;
  body: unknown;
  messageId: string | undefined;
  /** When it was published, as whoever takes it is to read it; undefined: nobody knows. */
  at: Date | undefined;
  headers: Readonly<Record<string, unknown>>;
}

type Message = Pick<AsyncMessage, 'body' | 'messageId' | 'headers' | 'timestamp'>;

export function deliveredOf({ body, messageId, headers, timestamp }: Message): Delivered {
  const given = (headers ?? {}) as Record<string, unknown>;
  return {
    ...{ body: body as unknown, messageId, headers: given },
    deliveries: countIn(given, 'x-delivery-count'),
    at: momentOf(timestamp),
  };
}

/** What a header counts; 0 where it is no number: whoever publishes may write anything into it. */
export function countIn(headers: Delivered['headers'], name: string): number {
  const count = headers[name];
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** The queue that the broker itself took a message out of last, and why, as it calls it; undefined where it never did. */
export function deathOf(headers: Delivered['headers']): { queue: string; why: string } | undefined {
  const deaths: unknown = headers['x-death'];
  const [last] = Array.isArray(deaths) ? (deaths as unknown[]) : [];
  const { queue, reason } = (last ?? {}) as Record<string, unknown>;
  return typeof queue === 'string' && typeof reason === 'string' ? { queue, why: reason } : undefined;
}

/** Seconds; undefined of those beyond all dates, as of a till that counts them finer. */
function momentOf(timestamp: number | undefined): Date | undefined {
  const at = new Date((timestamp ?? Number.NaN) * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
