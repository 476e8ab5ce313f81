import { Gauge, type Registry } from 'prom-client';
import { countRows } from '../channels/outbox.ts';
import { readState } from '../channels/state.ts';
import type { Session } from '../mysql/session.ts';
import type { SalesQueues } from '../rabbitmq/queues.ts';

/** How a channel is, by what the database has. */
interface ChannelSeen {
  pending: number;
  oldestPendingS: number;
  dead: number;
  paused: number;
  throttledS: number;
}

export async function lookAtChannels(
  session: Session,
  channels: readonly string[],
): Promise<ReadonlyMap<string, ChannelSeen>> {
  const seen = new Map<string, ChannelSeen>();
  for (const channel of channels) {
    const { pending, forS, dead } = await countRows(session, channel);
    const { pausedAt, waitMs } = await readState(session, channel);
    const paused = pausedAt === null ? 0 : 1;
    seen.set(channel, { pending, oldestPendingS: forS ?? 0, dead, paused, throttledS: waitMs / 1000 });
  }
  return seen;
}

/** What is asked of the database and the broker when somebody looks. All workers of a shop see the same. */
export class Gauges {
  readonly #channels;
  readonly #queues;
  readonly #databaseUp;
  readonly #brokerUp;

  /** `takesSales`: without it there is no broker. */
  constructor(register: Registry, { takesSales }: { takesSales: boolean }) {
    const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Gauge({ name: `inventory_${name}`, help, labelNames, registers: [register] });
    const ofChannel = (name: string, help: string) => gauge(`channel_${name}`, help, ['channel']);
    this.#channels = {
      pending: ofChannel('pending_listings', 'Listings that do not show what they should yet.'),
      oldestPendingS: ofChannel(
        'oldest_pending_seconds',
        'For how long the oldest of them has been pending.',
      ),
      dead: ofChannel('dead_listings', 'Listings that were given up.'),
      paused: ofChannel('paused', '1 while the channel is paused.'),
      throttledS: ofChannel('throttled_seconds', 'For how long the marketplace still asks to wait.'),
    };
    this.#databaseUp = gauge(
      'database_up',
      'Whether the database answered; of channels nothing is known without it.',
    );
    if (!takesSales) return;
    this.#queues = {
      messages: gauge('queue_messages', 'Messages of a queue that no worker has in hand.', ['queue']),
      consumers: gauge('queue_consumers', 'Workers that take messages of a queue.', ['queue']),
    };
    this.#brokerUp = gauge('broker_up', 'Whether RabbitMQ answered; of queues nothing is known without it.');
  }

  /** Undefined: the database did not answer. */
  setChannels(seen: ReadonlyMap<string, ChannelSeen> | undefined): void {
    this.#databaseUp.set(seen === undefined ? 0 : 1);
    for (const [name, gauge] of Object.entries(this.#channels)) {
      gauge.reset();
      for (const [channel, of] of seen ?? []) gauge.set({ channel }, of[name as keyof ChannelSeen]);
    }
  }

  /** Undefined: the broker did not answer. */
  setQueues(seen: SalesQueues | undefined): void {
    this.#brokerUp?.set(seen === undefined ? 0 : 1);
    this.#queues?.messages.reset();
    this.#queues?.consumers.reset();
    for (const state of seen === undefined ? [] : [seen.sales, ...seen.retries, seen.dead]) {
      if (state === undefined) continue;
      this.#queues?.messages.set({ queue: state.name }, state.waiting);
      this.#queues?.consumers.set({ queue: state.name }, state.consumers);
    }
  }
}
