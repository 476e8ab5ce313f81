import type { QueueConfig } from './config.ts';

/** What a queue is declared with. */
export interface Queue {
  name: string;
  arguments: Readonly<Record<string, string | number>>;
}

/** As the broker counts. */
export interface QueueState {
  name: string;
  /** Messages that nobody has in hand. */
  waiting: number;
  consumers: number;
}

/** Where the till publishes, and what a sale is called there. */
export const EVENTS = 'blend_events';
export const SALES_CREATED = 'sales.created';
/** Where what was given up goes. */
export const DEAD_LETTERS = 'blend_events.dlx';
export const DEAD_QUEUE = 'queue.sales.created.dlx';

/**
 * The broker's own count of deliveries grows whenever a worker dies with many sales in hand, and must give up none of them: the worker
 * counts itself. Without a number there is one of 20.
 */
const DELIVERY_LIMIT = 1_000_000;

/** Nothing is taken out of a queue before the next one has it, and none throws away its oldest where it is full. */
const LOSSLESS = { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' };

/** Whoever looks at it gives back what it holds, as often as somebody looks. */
export const deadQueue: Queue = {
  name: DEAD_QUEUE,
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': DELIVERY_LIMIT },
};

/** The queue of sales, whose dead letters are the worker's own, with their reason. */
export function salesQueue({ queue }: Pick<QueueConfig, 'queue'>): Queue {
  return {
    name: queue,
    arguments: {
      ...{ 'x-queue-type': 'quorum', 'x-delivery-limit': DELIVERY_LIMIT },
      ...{ 'x-dead-letter-exchange': DEAD_LETTERS, ...LOSSLESS },
    },
  };
}

/** One for each pause: what waits in it comes back by itself. */
export function retryQueues({ queue, retryDelaysMs }: Pick<QueueConfig, 'queue' | 'retryDelaysMs'>): Queue[] {
  return retryDelaysMs.map((delayMs, index) => ({
    name: `${queue}.retry.${index + 1}`,
    arguments: {
      ...{ 'x-queue-type': 'quorum', 'x-message-ttl': delayMs },
      ...{ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': queue, ...LOSSLESS },
    },
  }));
}
