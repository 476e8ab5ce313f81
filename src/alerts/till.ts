import type { Environment } from '../platform/environment.ts';
import { checkConfig } from '../platform/config/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { queueConfig } from '../rabbitmq/config.ts';
import { BrokerError } from '../rabbitmq/errors.ts';
import { askForQueues } from '../rabbitmq/queues.ts';

/** What is known of the till's sales that are not recorded yet. */
export type Till = 'away' | { queue: string; waiting: number; dead: number; hasWorker: boolean };

/** So many may wait, or lie among the dead letters, before somebody has to look. */
const MANY_WAITING = 100;
const MANY_DEAD = 10;

export const isCrowded = ({ waiting }: { waiting: number }): boolean => waiting > MANY_WAITING;
export const hasManyDead = ({ dead }: { dead: number }): boolean => dead > MANY_DEAD;

/** Undefined where this process does not know of the till. Throws where it may not read the secret. */
export async function readTill(
  env: Environment,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Till | undefined> {
  const queue = checkConfig(env, { queue: queueConfig }).config?.queue;
  if (queue?.url === undefined) return undefined;
  const url = await secrets.text(queue.url);
  try {
    const { sales, dead } = await askForQueues({ url, queue, signal });
    // One that no worker has made yet is missed by nobody.
    const { waiting, consumers } = sales ?? { waiting: 0, consumers: 1 };
    return { queue: queue.queue, waiting, dead: dead?.waiting ?? 0, hasWorker: consumers > 0 };
  } catch (error) {
    if (error instanceof BrokerError || error instanceof ConfigurationError) return 'away';
    throw error;
  }
}
