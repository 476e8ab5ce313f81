import { describe, expect, test, vi } from 'vitest';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { keptLog } from '../support/uploads/kept-log.ts';
import { cloudPlaces } from '../support/uploads/places.ts';
import { type UploadProcesses, uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';
import { DOING } from '../support/words.ts';

const cloud = sharedCloud();
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });

const LARGE = csvOf(products(4000));
const SHORT = { UPLOAD_LEASE_S: '2' };

/** Calls back once, when a worker has sent so many chunks. */
async function onChunk({ database }: UploadProcesses, nth: number, then: () => void): Promise<void> {
  let chunks = 0;
  database.watch = (sent) => {
    if (!sent.includes('INSERT INTO catalog_item')) return;
    chunks += 1;
    if (chunks === nth) then();
  };
  await until(() => expect(chunks).toBeGreaterThanOrEqual(nth));
}

describe.each([
  ['a folder and a table', []],
  ['a folder and SQS', ['sqs']],
  ['S3 and a table', ['s3']],
  ['S3 and SQS', ['s3', 'sqs']],
] as const)('%s', (_name, kinds) => {
  const shop = uploadProcesses(async () => {
    const places = await cloudPlaces(cloud);
    return Object.assign({}, ...kinds.map((kind) => places[kind])) as Record<string, string>;
  });

  test('an upload is brought in, and its message is gone', async () => {
    shop.start();
    const id = await shop.receive(csvOf([...products(700), { codigo: '' }]));
    await shop.ended(id);
    const task = await shop.task(id);
    expect(task).toMatchObject({ state: 'completed', attempts: 1, fence: 1 });
    expect(countsOf(task)).toMatchObject({ total: 701, created: 700, failed: 1 });
    await until(async () => expect((await shop.queue.look()).count).toBe(0));
  });

  test('messages that come three times to two workers bring each row in once', async () => {
    const ids: string[] = [];
    for (const part of [1, 2, 3]) ids.push(await shop.receive(csvOf(products(400, part * 1000))));
    for (const id of [...ids, ...ids]) {
      const { session, queue } = shop;
      await (
        await session.transaction(DOING, () => queue.put(session, id))
      )?.();
    }
    shop.start();
    shop.start();
    const tasks = await shop.ended(...ids);
    expect(tasks.map(({ state, created, failed, fence }) => [state, created, failed, fence])).toEqual(
      ids.map(() => ['completed', 400, 0, 1]),
    );
    expect(Object.keys(await shop.products())).toHaveLength(1200);
    await until(async () => expect((await shop.queue.look()).count).toBe(0));
  });

  test('a task whose message was lost is found all the same', async () => {
    cloud.fault = ({ what }) => (what === 'SendMessage' ? { status: 400, code: 'Lost' } : undefined);
    const id = await shop.receive(csvOf(products(2)));
    await shop.schema.query('DELETE FROM upload_message');
    expect((await shop.work(id)).state).toBe('completed');
  });

  test('one that is killed leaves its upload to another, which hears of it again and goes on', async () => {
    const id = await shop.receive(LARGE);
    const worker = shop.begin(SHORT);
    await onChunk(shop, 3, () => worker.process.kill('SIGKILL'));
    const left = await shop.task(id);
    expect(left.state).toBe('processing');
    shop.start(SHORT);
    const [task] = await shop.ended(id);
    expect(task).toMatchObject({ state: 'completed', attempts: 2, fence: 2 });
    expect(countsOf(task ?? left)).toMatchObject({ total: 4000, created: 4000, failed: 0 });
    await until(async () => expect((await shop.queue.look()).count).toBe(0));
  });

  test('one that stood still for longer than its lease and its message was hidden writes nothing more', async () => {
    const id = await shop.receive(LARGE);
    const worker = shop.begin(SHORT);
    await onChunk(shop, 3, () => worker.process.kill('SIGSTOP'));
    const other = shop.start(SHORT);
    const [task] = await shop.ended(id);
    await other.stop();
    expect(task).toMatchObject({ state: 'completed', attempts: 2, fence: 2 });
    const before = [task, await shop.products('nombre, codigo, updated_at, task_id')];
    worker.process.kill('SIGCONT');
    const next = await shop.receive(csvOf([{ id: 'NEXT', codigo: 'next' }]));
    expect((await shop.ended(next))[0]?.state).toBe('completed');
    const { NEXT: _, ...others } = await shop.products('nombre, codigo, updated_at, task_id');
    expect([await shop.task(id), others]).toEqual(before);
    const { exitCode, stderr } = await shop.stop(worker);
    expect([exitCode, stderr.includes(cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '')]).toEqual([0, false]);
  });
});

describe('SQS that is away', () => {
  const shop = uploadShop(async () => (await cloudPlaces(cloud)).sqs);

  test.each([
    ['fails', { status: 500, code: 'InternalFailure' }],
    ['says nothing', 'silence'],
  ] as const)('where it %s, an upload is brought in all the same', async (_how, fault) => {
    const id = await shop.receive(csvOf(products(2)));
    cloud.fault = ({ what }) => (what.includes(' ') ? undefined : fault);
    const worker = shop.start();
    expect(await shop.ended(id)).toMatchObject([{ state: 'completed', attempts: 1 }]);
    cloud.fault = () => undefined;
    await worker.stop();
  });

  test('it is said once as it goes and once it is back, and holds no upload up meanwhile', async () => {
    const { log, lines } = keptLog();
    const codes = (): unknown[] => lines.map(({ phrase }) => (phrase as { code: string }).code);
    const said = (code: string): number => codes().filter((each) => each === code).length;
    shop.start({}, log);
    await until(() => expect(cloud.asked.some(({ what }) => what === 'ReceiveMessage')).toBe(true));
    cloud.fault = ({ what }) => (what.includes(' ') ? undefined : { status: 500, code: 'InternalFailure' });
    for (const part of [0, 10, 20]) await shop.ended(await shop.receive(csvOf(products(2, part))));
    await until(() => expect(said('upload.aws_away')).toBe(1));
    cloud.fault = () => undefined;
    await until(async () => expect((await shop.queue.look()).count).toBe(0));
    await until(() => expect(said('server.back')).toBe(1));
    expect(said('upload.aws_away')).toBe(1);
  });
});
