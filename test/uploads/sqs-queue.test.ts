import { randomUUID } from 'node:crypto';
import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/mysql/session.ts';
import { sqsOptions } from '../../src/uploads/aws/options.ts';
import { prepareQueue } from '../../src/uploads/aws/prepare.ts';
import { openSqsClient, SqsQueue } from '../../src/uploads/queue/sqs.ts';
import { openSchema } from '../support/database.ts';
import { connectTo, migrateSchema } from '../support/session.ts';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { keptLog } from '../support/uploads/kept-log.ts';
import { queueContract } from '../support/uploads/queue-contract.ts';
import { storageJob } from '../support/uploads/storage-job.ts';
import { silentLog as log } from '../support/words.ts';

const never = new AbortController().signal;
const cloud = sharedCloud();
const scope = new AsyncDisposableStack();
let session: Session;
let client: SQSClient;
beforeAll(async () => {
  const schema = await openSchema();
  scope.defer(() => schema.drop());
  await migrateSchema(schema);
  session = await connectTo(schema);
  scope.defer(() => session.close());
  const { config, secrets } = storageJob(cloud.env, { scope });
  client = openSqsClient(await sqsOptions(config.storage.aws, urlOf('any'), secrets), scope);
});
afterAll(() => scope.disposeAsync());

const urlOf = (name: string): string => `${cloud.url}/000000000000/${name}`;

async function newQueue(): Promise<{ url: string; queue: SqsQueue }> {
  const url = urlOf(randomUUID());
  await prepareQueue(client, url);
  return { url, queue: new SqsQueue(client, url, log) };
}

async function attributesOf(url: string): Promise<Partial<Record<string, string>>> {
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  return (await client.send(asked)).Attributes ?? {};
}

async function put(queue: SqsQueue, taskId: string, delayS?: number): Promise<void> {
  await (
    await queue.put(session, taskId, delayS)
  )();
}

describe('a queue of SQS', () => {
  queueContract(async () => {
    const { url, queue } = await newQueue();
    const other = new SqsQueue(client, url, log);
    return { session, queue, other, close: () => Promise.resolve() };
  });
});

test('a queue is made with one for its dead letters, once, and what is there stays as it is', async () => {
  const url = urlOf(randomUUID());
  expect(await prepareQueue(client, url)).toBe(true);
  const made = await attributesOf(url);
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(made['RedrivePolicy'] ?? '') as Record<
    string,
    unknown
  >;
  expect(deadLetterTargetArn).toBe((await attributesOf(`${url}-dlq`))['QueueArn']);
  expect(Number(maxReceiveCount)).toBe(20);
  expect(made).toMatchObject({ MessageRetentionPeriod: '1209600', ReceiveMessageWaitTimeSeconds: '20' });
  expect(await prepareQueue(client, url)).toBe(false);
  expect(await new SqsQueue(client, url, log).putsAside()).toBe(true);
  expect(await new SqsQueue(client, `${url}-dlq`, log).putsAside()).toBe(false);
});

test('what comes again and again is put aside', async () => {
  const { url, queue } = await newQueue();
  await put(queue, 'a-task');
  for (let time = 1; time <= 20; time += 1) {
    const message = await queue.take(30, 2_000, never);
    expect(message?.receives).toBe(time);
    if (message !== undefined) await queue.back(message, 0);
  }
  expect(await queue.take(30, 0, never)).toBeUndefined();
  const dead = new SqsQueue(client, `${url}-dlq`, log);
  expect(await dead.take(30, 0, never)).toMatchObject({ taskId: 'a-task' });
});

test('what is no message of an upload is left to its queue of dead letters, and hides none that is', async () => {
  const { url, queue } = await newQueue();
  for (const body of ['hello', '[]', 'null', '{"task_id":7}', '{"order":1}']) {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  }
  await put(queue, 'a-task');
  expect(await queue.take(30, 1_000, never)).toMatchObject({ taskId: 'a-task' });
  const { ApproximateNumberOfMessagesNotVisible: hidden } = await attributesOf(url);
  expect(hidden).toBe('6');
});

test('a delay is at most the longest that the service has', async () => {
  const { queue } = await newQueue();
  await put(queue, 'later', 86_400);
  expect(await queue.look()).toEqual({ count: 0, oldestS: null });
});

test('who lost a message to another, or is done with it, is told nothing', async () => {
  const { queue } = await newQueue();
  await put(queue, 'a-task');
  const lost = await queue.take(1, 1_000, never);
  const had = await queue.take(30, 3_000, never);
  if (lost === undefined || had === undefined) throw new Error('nothing came');
  await queue.done(had);
  await queue.hold(lost, 30);
  await queue.back(had, 0);
  await queue.done(lost);
  expect(await queue.take(30, 0, never)).toBeUndefined();
});

test('a message that cannot be sent is said, fails nobody, and keeps nobody waiting', async () => {
  const { url } = await newQueue();
  const { log: own, lines } = keptLog();
  const queue = new SqsQueue(client, url, own);
  cloud.fault = ({ what }) => (what === 'SendMessage' ? 'silence' : undefined);
  const beganMs = performance.now();
  await put(queue, 'a-task');
  expect(performance.now() - beganMs).toBeLessThan(4_000);
  expect(lines).toEqual([
    expect.objectContaining({
      task_id: 'a-task',
      phrase: expect.objectContaining({ code: 'upload.message_lost' }) as object,
    }),
  ]);
});
