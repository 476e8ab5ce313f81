import { expect, test, vi } from 'vitest';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { cloudPlaces } from '../support/uploads/places.ts';
import { uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { countsOf } from '../support/uploads/shop.ts';

const cloud = sharedCloud();
const shop = uploadProcesses(async () => {
  const { s3, sqs } = await cloudPlaces(cloud);
  return { ...s3, ...sqs };
});
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const LARGE = csvOf(products(4000));
const SHORT = { UPLOAD_LEASE_S: '2' };

/** Calls back once, when a worker has sent so many chunks. */
async function onChunk(nth: number, then: () => void): Promise<void> {
  let chunks = 0;
  shop.database.watch = (sent) => {
    if (!sent.includes('INSERT INTO catalog_item')) return;
    chunks += 1;
    if (chunks === nth) then();
  };
  await until(() => expect(chunks).toBeGreaterThanOrEqual(nth));
}

test('one that is killed leaves its upload to another, which hears of it again and goes on', async () => {
  const id = await shop.receive(LARGE);
  const worker = shop.begin(SHORT);
  await onChunk(3, () => worker.process.kill('SIGKILL'));
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
  await onChunk(3, () => worker.process.kill('SIGSTOP'));
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

test('a long upload keeps its message hidden for as long as it is at work', async () => {
  const worker = shop.begin(SHORT);
  const asked = (action: string) => cloud.asked.filter(({ what }) => what === action).length;
  await until(() => expect(asked('ReceiveMessage')).toBeGreaterThan(0));
  const id = await shop.receive(csvOf(products(20_000)));
  const [task] = await shop.ended(id);
  expect(task).toMatchObject({ state: 'completed', attempts: 1, fence: 1 });
  expect(asked('ChangeMessageVisibility')).toBeGreaterThan(0);
  await shop.stop(worker);
  await until(async () => expect((await shop.queue.look()).count).toBe(0));
});
