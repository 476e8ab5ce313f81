import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoredCatalogue } from '../../src/uploads/catalogue/catalogue.ts';
import type { ProductRow } from '../../src/uploads/rows/product.ts';
import { claimTask } from '../../src/uploads/work/claim.ts';
import { commitChunk } from '../../src/uploads/work/chunk.ts';
import { extendLease, LostLeaseError } from '../../src/uploads/work/lease.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { csvOf, products, productsIn } from '../support/uploads/rows.ts';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';

const shop = uploadShop();
let database: Proxy;
beforeEach(async () => {
  const { HOST_DB = '', PORT_DB } = shop.schema.env;
  database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
});
afterEach(() => database.close());

const rules = () => ({ storeUuid: shop.store.uuid, leaseS: 60, attempts: 3 });
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const set = (id: string, assignments: string) =>
  shop.schema.query(`UPDATE upload_task SET ${assignments} WHERE task_id = ?`, [id]);
const messages = () => shop.schema.query('SELECT task_id FROM upload_message');
/** A worker whose statements the test sees. */
const startWatched = (differing: Record<string, string> = {}) =>
  shop.start({ PORT_DB: String(database.port), ...differing });

test('a task whose message was lost is found all the same', async () => {
  const id = await shop.receive(csvOf(products(2)));
  await shop.schema.query('DELETE FROM upload_message');
  expect((await shop.work(id)).state).toBe('completed');
});

test('messages that come three times to two workers bring each row in once', async () => {
  const ids: string[] = [];
  for (const part of [1, 2, 3]) ids.push(await shop.receive(csvOf(products(400, part * 1000))));
  for (const id of [...ids, ...ids])
    await shop.schema.query('INSERT INTO upload_message (task_id, available_at) VALUES (?, NOW(6))', [id]);
  shop.start();
  shop.start();
  const tasks = await shop.ended(...ids);
  expect(tasks.map((task) => [task.state, task.created, task.failed, task.fence])).toEqual(
    ids.map(() => ['completed', 400, 0, 1]),
  );
  expect(Object.keys(await shop.products())).toHaveLength(1200);
  await until(async () => {
    await shop.schema.query('UPDATE upload_message SET available_at = NOW(6)');
    expect(await messages()).toEqual([]);
  });
  expect((await shop.ended(...ids)).map(({ fence }) => fence)).toEqual([1, 1, 1]);
});

test('a worker leaves alone what lies in a folder that it does not have', async () => {
  const [elsewhere, here] = [
    await shop.receive(csvOf(products(1))),
    await shop.receive(csvOf(products(1, 2))),
  ];
  await set(elsewhere, `store_uuid = '${randomUUID()}'`);
  await shop.work(here);
  expect(await shop.task(elsewhere)).toMatchObject({ state: 'pending', attempts: 0, fence: 0 });
  expect(await messages()).toContainEqual({ task_id: elsewhere });
});

test('what is cancelled before it begins never does, and its message goes', async () => {
  const id = await shop.receive(csvOf(products(2)));
  await set(id, "state = 'cancelled', stage = 'done', ended_at = NOW(6)");
  const worker = shop.start();
  await until(async () => expect(await messages()).toEqual([]));
  await worker.stop();
  expect(await shop.task(id)).toMatchObject({ state: 'cancelled', fence: 0, created: 0 });
  expect(await shop.products()).toEqual({});
});

test('what is cancelled at work ends at its next chunk, and what is committed stays, counted', async () => {
  const id = await shop.receive(csvOf(products(2500)));
  let chunks = 0;
  database.watch = (sent) => {
    if (sent.includes('INSERT INTO catalog_item')) chunks += 1;
    // Waits for the end of the chunk that has the row.
    if (chunks === 1) void set(id, "state = 'cancelling'");
    if (chunks === 1) chunks += 1;
  };
  startWatched();
  const [task] = await shop.ended(id);
  expect(task).toMatchObject({ state: 'cancelled', stage: 'done', total: null });
  expect(task?.created).toBeGreaterThan(0);
  expect(task?.created).toBeLessThan(2500);
  expect(Object.keys(await shop.products())).toHaveLength(task?.created ?? 0);
});

test('one whose worker died while it was to be cancelled is cancelled by the next', async () => {
  const id = await shop.receive(csvOf(products(2)));
  await set(id, "state = 'cancelling', fence = 1, attempts = 1, lease_until = NOW(6) - INTERVAL 1 SECOND");
  expect(await shop.work(id)).toMatchObject({ state: 'cancelled', created: 0 });
});

test('a lease that has not ended keeps others away, and one that has does not', async () => {
  const id = await shop.receive(csvOf(products(2)));
  const first = await claimTask(shop.session, id, rules());
  expect(first).toMatchObject({ kind: 'claimed', task: { state: 'processing', fence: 1, attempts: 1 } });
  expect(await claimTask(shop.session, id, rules())).toEqual({ kind: 'later', inS: 60 });
  await set(id, 'lease_until = NOW(6) - INTERVAL 1 SECOND');
  expect(await claimTask(shop.session, id, rules())).toMatchObject({
    kind: 'claimed',
    task: { fence: 2, attempts: 2 },
  });
  await set(id, "state = 'pending', next_attempt_at = NOW(6) + INTERVAL 100 SECOND");
  expect(await claimTask(shop.session, id, rules())).toEqual({ kind: 'later', inS: 100 });
  expect(await claimTask(shop.session, randomUUID(), rules())).toEqual({ kind: 'none' });
});

test('a worker that lost its lease writes nothing more, and cannot extend it', async () => {
  const id = await shop.receive(csvOf(products(2)));
  const claim = await claimTask(shop.session, id, rules());
  if (claim.kind !== 'claimed') throw new Error('it was to be claimed');
  await set(id, 'lease_until = NOW(6) - INTERVAL 1 SECOND');
  await claimTask(shop.session, id, rules());
  const before = await shop.task(id);
  const rows: ProductRow[] = await productsIn(csvOf([...products(2), { codigo: '' }]));
  const writer = { proveedorId: 'PROV001', taskId: id, replaces: false };
  const job = {
    ...{ session: shop.session, held: claim.task, replaces: false, leaseS: 60 },
    catalogue: new StoredCatalogue(shop.session, writer),
  };
  const position = { checkpointRow: 0, created: { ids: [], truncated: false } };
  const chunk = { rows, rowsRead: 3, isLast: true };
  await expect(commitChunk(job, position, chunk)).rejects.toThrow(LostLeaseError);
  expect(await extendLease(shop.session, claim.task, 60)).toBe(false);
  expect(await shop.task(id)).toEqual(before);
  expect(await shop.products()).toEqual({});
  expect(await shop.errorsOf({ id })).toEqual({});
});

test('what was brought in before stays as it is, and the rest follows with the same outcome', async () => {
  const file = csvOf([...products(600), { id: 'PROD1', codigo: 'twice' }, ...products(600, 601)]);
  const undisturbed = await shop.bring(file);
  const expected = [countsOf(undisturbed), undisturbed.result, await shop.errorsOf(undisturbed)];
  await shop.schema.query('DELETE FROM catalog_item');
  const id = await shop.receive(file);
  let isNoted = false;
  database.watch = (sent) => {
    isNoted ||= sent.includes('SET checkpoint_row');
    // It is passed on, and the answer never comes.
    if (isNoted && sent.includes('COMMIT')) setImmediate(() => (database.mode = 'hang'));
  };
  const lost = startWatched();
  await until(async () => expect((await shop.task(id)).checkpointRow).toBe(501));
  database.watch = undefined;
  database.mode = 'pass';
  database.cut();
  await lost.stop();
  await set(id, 'lease_until = NOW(6), next_attempt_at = NULL');
  const task = await shop.work(id);
  expect([countsOf(task), task.result, await shop.errorsOf(task)]).toEqual(expected);
});
