import type { Channel } from 'rabbitmq-client';
import type { SyncError } from '../platform/errors.ts';
import { InHand } from './in-hand.ts';
import { type Delivered, deliveredOf, type Outcome } from './messages.ts';

export interface Consumption {
  /** Rejects once it takes nothing any more: the connection is lost, or the queue deleted. */
  lost: Promise<never>;
  /** Takes no further message; resolves once all that are in hand are answered. */
  close(): Promise<void>;
}

interface Consuming {
  queue: string;
  prefetch: number;
  /** Must not throw. */
  take(message: Delivered): Promise<Outcome>;
  asFailure(error: unknown): SyncError;
}

/** Over a channel of its own. Throws as the client does where it cannot begin. */
export async function consumeOn(
  channel: Channel,
  { queue, prefetch, take, asFailure }: Consuming,
): Promise<Consumption> {
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const lose = (error: unknown): void => lost.reject(asFailure(error));
  channel.on('error', lose);
  channel.on('basic.cancel', (_tag, error) => lose(error));
  // A connection that is lost says why right after it has closed its channels.
  channel.on('close', () => setImmediate(() => lose(new Error('the channel was closed'))));
  // Of a channel that is closed the broker gives all back by itself.
  const inHand = new InHand({
    acknowledge(deliveryTag) {
      if (channel.active) channel.basicAck({ deliveryTag, multiple: true });
    },
    giveBack(deliveryTag) {
      if (channel.active) channel.basicNack({ deliveryTag, requeue: true });
    },
  });
  try {
    await channel.basicQos({ prefetchCount: prefetch });
    const { consumerTag } = await channel.basicConsume({ queue }, (message) => {
      const { deliveryTag } = message;
      inHand.add(deliveryTag);
      void take(deliveredOf(message)).then((outcome) =>
        outcome === 'done' ? inHand.done(deliveryTag) : inHand.back(deliveryTag),
      );
    });
    return {
      lost: lost.promise,
      async close() {
        if (channel.active) await channel.basicCancel({ consumerTag }).catch(() => undefined);
        await inHand.empty();
        // An answer to this comes after all that was said before it.
        if (channel.active) await channel.basicQos({ prefetchCount: prefetch }).catch(() => undefined);
        await channel.close().catch(() => undefined);
      },
    };
  } catch (error) {
    await channel.close().catch(() => undefined);
    throw error;
  }
}
