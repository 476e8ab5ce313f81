import { expect, test } from 'vitest';
import { QUEUE } from '../support/rabbitmq.ts';
import { salesWorkers } from '../support/sales-worker.ts';

const workers = salesWorkers();
const { broker } = workers;

/** How many retry queues there are, of the first four. */
async function retryQueues(): Promise<number[]> {
  const found: number[] = [];
  for (const number of [1, 2, 3, 4]) {
    const queue = `${QUEUE}.retry.${number}`;
    const isThere = await broker.connection.queueDeclare({ queue, passive: true }).then(
      () => true,
      () => false,
    );
    if (isThere) found.push(number);
  }
  return found;
}

test('MAX_RETRIES uses so many of the pauses of RETRY_DELAYS_MS, the first ones', async () => {
  const worker = await workers.start({ RETRY_DELAYS_MS: '100,200,300', MAX_RETRIES: '2' });
  expect(await retryQueues()).toEqual([1, 2]);
  // Declared with other pauses, a queue would be refused.
  for (const [number, pauseMs] of [100, 200].entries()) {
    const { queue } = await broker.connection.queueDeclare({
      queue: `${QUEUE}.retry.${number + 1}`,
      durable: true,
      arguments: {
        ...{ 'x-queue-type': 'quorum', 'x-message-ttl': pauseMs },
        ...{ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': QUEUE },
        ...{ 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' },
      },
    });
    expect(queue).toBe(`${QUEUE}.retry.${number + 1}`);
  }
  expect((await workers.stop(worker)).exitCode).toBe(0);
});

test('more tries than there are pauses are wrong before anything is declared: 78, with both numbers', async () => {
  const { exitCode, stderr } = await workers.begin({ RETRY_DELAYS_MS: '100,200,300', MAX_RETRIES: '4' }).done;
  expect(exitCode, stderr).toBe(78);
  expect(stderr).toContain('MAX_RETRIES is 4, and RETRY_DELAYS_MS names 3 pauses');
  expect(await retryQueues()).toEqual([]);
});

test('WORKER_ID stands in each line of a worker that works, and one without has none', async () => {
  const [named, nameless] = [await workers.start({ WORKER_ID: 'worker-7' }), await workers.start()];
  const [ofNamed, ofNameless] = [await workers.stop(named), await workers.stop(nameless)];
  expect(ofNamed.log.length).toBeGreaterThan(1);
  for (const line of ofNamed.log) expect(line).toMatchObject({ worker_id: 'worker-7' });
  for (const line of ofNameless.log) expect(line).not.toHaveProperty('worker_id');
});
