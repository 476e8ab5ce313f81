import { expect, test, vi } from 'vitest';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { cloudPlaces } from '../support/uploads/places.ts';
import { uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';

const cloud = sharedCloud();
const shop = uploadProcesses(async () => {
  const { s3, sqs } = await cloudPlaces(cloud);
  return { ...s3, ...sqs };
});
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const SHORT = { UPLOAD_LEASE_S: '2' };

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
