import { orAborted } from '../platform/lifecycle.ts';
import { type Broker, withBroker } from './broker.ts';
import type { QueueConfig } from './config.ts';
import { BrokerError } from './errors.ts';
import { phrase } from './phrase.ts';
import { deadQueue, type QueueState, retryQueues, salesQueue } from './topology.ts';

/** Undefined is a queue that is not there. */
export interface SalesQueues {
  sales: QueueState | undefined;
  retries: readonly (QueueState | undefined)[];
  /** Others may give up messages into it. */
  dead: QueueState | undefined;
}

type Named = Pick<QueueConfig, 'queue' | 'retryDelaysMs'>;

/** Whoever asks has other work to do. */
const LIMIT_MS = 3_000;

/** All queues and exchanges; each queue before whatever is bound to it, or ends in it. */
export async function declareAll(broker: Broker, config: Named): Promise<void> {
  for (const each of [deadQueue, salesQueue(config), ...retryQueues(config)]) await broker.declareQueue(each);
  await broker.declareExchanges(config.queue);
}

/** Over a connection that is there; nothing is declared. */
export async function countQueues(broker: Broker, config: Named): Promise<SalesQueues> {
  // One after the other: a queue that is not there costs the channel that it was asked for on.
  const retries: (QueueState | undefined)[] = [];
  for (const { name } of retryQueues(config)) retries.push(await broker.count(name));
  return { sales: await broker.count(config.queue), retries, dead: await broker.count(deadQueue.name) };
}

/** The same for whoever has no connection. Throws as the broker does, or a `BrokerError` where it does not answer soon. */
export async function askForQueues({
  url,
  queue,
  signal,
}: {
  url: string;
  queue: Named;
  signal: AbortSignal;
}): Promise<SalesQueues> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const either = AbortSignal.any([signal, limit]);
  try {
    return await withBroker({ url, signal, name: 'queues' }, (broker) =>
      orAborted(countQueues(broker, queue), either),
    );
  } catch (error) {
    if (!limit.aborted || signal.aborted || error !== limit.reason) throw error;
    const why = phrase('no_answer_in_time', { seconds: LIMIT_MS / 1000 });
    throw new BrokerError(phrase('broker_away', { place: new URL(url).host, why }));
  }
}
