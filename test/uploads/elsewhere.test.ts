import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cancelTask } from '../../src/uploads/cancel.ts';
import { retryDeadUploads } from '../../src/uploads/dead.ts';
import { type Cloud, sharedCloud } from '../support/uploads/cloud.ts';
import { cloudPlaces } from '../support/uploads/places.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { openServer, upload } from '../support/uploads/server.ts';
import { uploadShop } from '../support/uploads/shop.ts';
import { storageJob } from '../support/uploads/storage-job.ts';

const cloud: Cloud = sharedCloud();
/** Whose uploads lie in a folder. */
const shop = uploadShop();
let bucket: Record<string, string>;
let otherFolder: Record<string, string>;
const scratch = mkdtempSync(join(tmpdir(), 'elsewhere-'));
beforeAll(async () => {
  bucket = (await cloudPlaces(cloud)).s3;
  otherFolder = { UPLOAD_STORE: `folder:${scratch}` };
});
afterAll(() => rmSync(scratch, { recursive: true }));

const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const set = (id: string, assignments: string) =>
  shop.schema.query(`UPDATE upload_task SET ${assignments} WHERE task_id = ?`, [id]);
const files = (): string[] => readdirSync((shop.env['UPLOAD_STORE'] ?? '').replace('folder:', ''));
const LONG_AGO = 'NOW(6) - INTERVAL 25 HOUR';

test('after a change of store uploads of the old one are forgotten as all are, and nothing of it is touched', async () => {
  const [old, young, dead] = [
    await shop.bring(csvOf([...products(1), { codigo: '' }])),
    await shop.bring(csvOf(products(1, 2))),
    await shop.bring(csvOf(products(1, 3))),
  ];
  await set(old.id, `ended_at = ${LONG_AGO}`);
  await set(dead.id, `state = 'failed', dead_at = ${LONG_AGO}, ended_at = ${LONG_AGO}`);
  // It is away, and forgetting what is not in it needs nothing of it.
  cloud.fault = () => ({ status: 503, code: 'ServiceUnavailable' });
  const worker = shop.start(bucket);
  await until(async () => expect(await shop.schema.query('SELECT 1 FROM upload_task')).toHaveLength(2));
  await worker.stop();
  expect([(await shop.task(young.id)).state, (await shop.task(dead.id)).state]).toEqual([
    'completed',
    'failed',
  ]);
  expect(await shop.errorsOf(old)).toEqual({});
  expect(files()).toEqual(expect.arrayContaining([old.id, young.id, dead.id]));
});

test('what waits in another store is left to its own workers for as long as an upload is kept, then given up, and can be tried again', async () => {
  const [waiting, left, broken] = [
    await shop.receive(csvOf(products(1))),
    await shop.receive(csvOf(products(1, 2))),
    await shop.receive(csvOf(products(1, 3))),
  ];
  await set(waiting, 'updated_at = NOW(6) - INTERVAL 23 HOUR');
  await set(left, `updated_at = ${LONG_AGO}`);
  await set(broken, `state = 'processing', fence = 1, attempts = 1, lease_until = ${LONG_AGO}`);
  for (const elsewhere of [bucket, otherFolder]) {
    const other = shop.start(elsewhere);
    const ended = await shop.ended(left, broken);
    await other.stop();
    for (const task of ended) {
      expect(task).toMatchObject({
        ...{ state: 'failed', stage: 'done' },
        error: { code: 'upload.left_elsewhere', params: { hours: 24 } },
      });
      expect(task.deadAt).not.toBeNull();
    }
    expect(await shop.task(waiting)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await retryDeadUploads(shop.session, undefined, storageJob(shop.env))).toBe(2);
    await set(left, `updated_at = ${LONG_AGO}`);
    await set(broken, `updated_at = ${LONG_AGO}`);
  }
  // Its own worker, which is back, takes it however long it waited.
  shop.start();
  const states = (await shop.ended(waiting, left, broken)).map(({ state }) => state);
  expect(states).toEqual(['completed', 'completed', 'completed']);
});

test('an upload of a bucket is none of a folder: it is not tried where its file is not', async () => {
  const job = storageJob({ ...shop.env, ...bucket });
  const { openStore } = await import('../../src/uploads/storage.ts');
  const { uuid } = await openStore(job);
  const [inBucket, here] = [
    await shop.receive(csvOf(products(1))),
    await shop.receive(csvOf(products(1, 2))),
  ];
  await set(inBucket, `store_uuid = '${uuid}'`);
  await shop.work(here);
  expect(await shop.task(inBucket)).toMatchObject({ state: 'pending', attempts: 0, error: null });
});

test('what is cancelled needs no store: whoever is at work ends it once its own worker is gone', async () => {
  const id = await shop.receive(csvOf(products(1)));
  await set(id, "state = 'processing', fence = 1, attempts = 1, lease_until = NOW(6) - INTERVAL 1 SECOND");
  await cancelTask(shop.session, id);
  expect((await shop.task(id)).state).toBe('cancelling');
  shop.start(otherFolder);
  expect((await shop.ended(id))[0]).toMatchObject({ state: 'cancelled', created: 0 });
});

test('what waits in another store takes no place of its supplier', async () => {
  const before = await openServer(shop.schema, { maxLive: 1 });
  expect([(await upload(before)).status, (await upload(before)).status]).toEqual([202, 429]);
  await before.close();
  const after = await openServer(shop.schema, { maxLive: 1 });
  expect([(await upload(after)).status, (await upload(after)).status]).toEqual([202, 429]);
  await after.close();
});
