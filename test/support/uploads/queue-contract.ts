import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../src/mysql/session.ts';
import type { Message, UploadQueue } from '../../../src/uploads/queue/queue.ts';
import { DOING } from '../words.ts';

/** A queue of a test's own, and the database of its tasks. */
export interface TestQueue {
  queue: UploadQueue;
  /** Another process on the same queue. */
  other: UploadQueue;
  session: Session;
  close(): Promise<void>;
}

const never = new AbortController().signal;
const HELD_S = 30;

/** What every queue does, whatever carries its messages. */
export function queueContract(openQueue: () => Promise<TestQueue>): void {
  let opened: TestQueue;
  let queue: UploadQueue;
  beforeEach(async () => {
    opened = await openQueue();
    ({ queue } = opened);
  });
  afterEach(() => opened.close());

  const put = async (taskId: string = randomUUID(), delayS?: number): Promise<string> => {
    const { session } = opened;
    const sent = await session.transaction(DOING, () => queue.put(session, taskId, delayS));
    await sent?.();
    return taskId;
  };
  const take = (waitMs = 2_000, holdS = HELD_S, from = queue): Promise<Message | undefined> =>
    from.take(holdS, waitMs, never);
  const taken = async (...asked: Parameters<typeof take>): Promise<Message> => {
    const message = await take(...asked);
    if (message === undefined) throw new Error('nothing came');
    return message;
  };
  const none = (waitMs = 0, from = queue): Promise<void> =>
    expect(take(waitMs, HELD_S, from)).resolves.toBeUndefined();

  test('a message is taken once, and never again once it is done', async () => {
    await none();
    const taskId = await put();
    const message = await taken();
    expect(message).toMatchObject({ taskId, receives: 1 });
    await none(0, opened.other);
    await queue.done(message);
    await queue.done(message);
    await none();
  });

  test('what waits is what nobody has in hand and no delay holds back', async () => {
    expect(await queue.look()).toEqual({ count: 0, oldestS: null });
    await put();
    await put();
    await put(randomUUID(), 60);
    await sleep(20);
    const { count, oldestS } = await opened.other.look();
    expect(count).toBe(2);
    if (oldestS !== null) expect(oldestS).toBeLessThan(10);
    await taken();
    expect(await queue.look()).toMatchObject({ count: 1 });
  });

  test('what is not committed wakes nobody', async () => {
    const { session } = opened;
    const failed = session.transaction(DOING, async () => {
      await queue.put(session, randomUUID());
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await none(300);
  });

  test('who waits has it soon after it is put, and others that wait have nothing', async () => {
    const waiting = [taken(5_000), take(1_000, HELD_S, opened.other)];
    await sleep(100);
    const beganMs = performance.now();
    const taskId = await put();
    const first = await Promise.race(waiting);
    expect(performance.now() - beganMs).toBeLessThan(900);
    expect(first?.taskId).toBe(taskId);
    await put(randomUUID());
    const tasks = (await Promise.all(waiting)).map((message) => message?.taskId);
    expect(new Set(tasks).size).toBe(2);
  });

  test('what its taker does not finish comes again after the hold, with another receipt', async () => {
    const taskId = await put();
    const first = await taken(2_000, 1);
    await none(0, opened.other);
    const second = await taken(5_000, HELD_S, opened.other);
    expect(second).toMatchObject({ taskId, receives: 2 });
    expect(second.receipt).not.toBe(first.receipt);
    await opened.other.done(second);
    await none();
  });

  test('a hold lasts longer where it is held again', async () => {
    await put();
    const message = await taken(2_000, 1);
    await queue.hold(message, HELD_S);
    await none(1_500, opened.other);
    await queue.done(message);
  });

  test('what is given back comes again after its delay, and no sooner', async () => {
    const taskId = await put();
    await queue.back(await taken(), 0);
    const again = await taken();
    expect(again).toMatchObject({ taskId, receives: 2 });
    await queue.back(again, 1);
    await none();
    expect(await taken(5_000)).toMatchObject({ taskId, receives: 3 });
  });

  test('a message may be put with a delay', async () => {
    const taskId = await put(randomUUID(), 1);
    await none();
    expect(await taken(5_000)).toMatchObject({ taskId, receives: 1 });
  });

  test('a signal ends the waiting', async () => {
    const abort = new AbortController();
    const waiting = queue.take(HELD_S, 30_000, abort.signal);
    await sleep(50);
    const beganMs = performance.now();
    abort.abort();
    expect(await waiting).toBeUndefined();
    expect(performance.now() - beganMs).toBeLessThan(1_000);
    await expect(queue.take(HELD_S, 30_000, abort.signal)).resolves.toBeUndefined();
  });

  test('twenty messages among four takers are taken once each', async () => {
    const tasks: string[] = [];
    for (let count = 0; count < 20; count += 1) tasks.push(await put());
    const all: Message[] = [];
    const work = async (own: UploadQueue): Promise<void> => {
      for (let message = await take(0, HELD_S, own); message !== undefined;) {
        all.push(message);
        await own.done(message);
        message = await take(300, HELD_S, own);
      }
    };
    await Promise.all([queue, queue, opened.other, opened.other].map(work));
    expect(all.map(({ taskId }) => taskId).sort()).toEqual(tasks.sort());
    expect(new Set(all.map(({ id }) => id)).size).toBe(20);
  });
}
