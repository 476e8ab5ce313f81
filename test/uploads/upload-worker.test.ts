import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { productArgs } from '../../dev/setup/tasks.mjs';
import { uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { countsOf } from '../support/uploads/shop.ts';

const shop = uploadProcesses();
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const LARGE = csvOf(products(8000));
/** Due at once, whatever the pause is for. */
async function hurry(): Promise<void> {
  await shop.schema.query("UPDATE upload_task SET next_attempt_at = NULL WHERE state = 'pending'");
  await shop.schema.query('UPDATE upload_message SET available_at = NOW(6)');
}

/** Calls back once, when a worker has sent so many chunks. */
function onChunk(nth: number, then: () => void): void {
  let chunks = 0;
  shop.database.watch = (sent) => {
    if (!sent.includes('INSERT INTO catalog_item')) return;
    chunks += 1;
    if (chunks === nth) then();
  };
}

test('it says in one line of its log what became of each upload', async () => {
  const ids = [
    await shop.receive(csvOf([...products(2), { codigo: '' }])),
    await shop.receive('no;header\n1;2'),
  ];
  const worker = shop.begin();
  await shop.ended(...ids);
  const { exitCode, log } = await shop.stop(worker);
  expect(exitCode).toBe(0);
  const lines = log.filter(({ event }) => event === 'upload.ended');
  expect(lines).toMatchObject([
    { task_id: ids[0], outcome: 'completed', rows: 3, created: 2, failed: 1, severity: 'INFO' },
    {
      task_id: ids[1],
      outcome: 'failed',
      rows: 0,
      error_code: 'upload.columns_missing',
      severity: 'WARNING',
    },
  ]);
  expect(lines[0]?.['message']).toMatch(/^productos\.csv: 3 rows in [\d.]+ s, [\d,]+ a second: 2 created/);
  expect(lines[0]).toHaveProperty('rows_per_second');
});

test('SIGTERM ends it after the chunk that is being written, and the next worker goes on', async () => {
  const id = await shop.receive(LARGE);
  const worker = shop.begin();
  let stopped: ReturnType<typeof shop.stop> | undefined;
  let stoppedMs = 0;
  onChunk(3, () => {
    stoppedMs = performance.now();
    stopped = shop.stop(worker);
  });
  await until(() => expect(stopped).toBeDefined());
  const { exitCode, log } = (await stopped) ?? {};
  expect(performance.now() - stoppedMs).toBeLessThan(8_000);
  expect(exitCode).toBe(0);
  expect(log?.map(({ message }) => message)).toContain('productos.csv is left to the next worker');
  const left = await shop.task(id);
  expect(left).toMatchObject({
    state: 'pending',
    stage: 'queued',
    attempts: 0,
    error: null,
    nextAttemptAt: null,
  });
  // Three chunks are in, and no row of a fourth.
  expect(left.checkpointRow).toBeGreaterThan(1000);
  expect(left.created).toBe(left.checkpointRow - 1);
  expect(Object.keys(await shop.products())).toHaveLength(left.created);
  expect(countsOf(await shop.work(id))).toMatchObject({ total: 8000, created: 8000, failed: 0 });
});

test('it ends with the process that started it', async () => {
  const env = { PATH: process.env['PATH'] ?? '', ...shop.env };
  const child = spawn(process.execPath, [...productArgs, 'upload-worker'], {
    cwd: import.meta.dirname,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr?.on('data', (text) => (said += String(text)));
  const id = await shop.receive(csvOf(products(2)));
  await shop.ended(id);
  child.disconnect();
  expect(await ended).toEqual([0, null]);
  expect(said).toContain('nothing is left in hand');
});

test('one that stood still for longer than its lease writes nothing more', async () => {
  const id = await shop.receive(LARGE);
  const worker = shop.begin({ UPLOAD_LEASE_S: '2' });
  let isStopped = false;
  onChunk(3, () => {
    worker.process.kill('SIGSTOP');
    isStopped = true;
  });
  await until(() => expect(isStopped).toBe(true));
  // The lease ends in 2 s, and with it the connection that has the row locked.
  const other = shop.start();
  const [task] = await shop.ended(id);
  await other.stop();
  expect(task).toMatchObject({ state: 'completed', attempts: 2, fence: 2 });
  expect(countsOf(task ?? (await shop.task(id)))).toMatchObject({ total: 8000, created: 8000, failed: 0 });
  const before = [task, await shop.products('nombre, codigo, updated_at, task_id')];
  worker.process.kill('SIGCONT');
  await until(async () => {
    // It has found out, and waits for the next one.
    const next = await shop.receive(csvOf([{ id: 'NEXT', codigo: 'next' }]));
    expect((await shop.ended(next))[0]?.state).toBe('completed');
  });
  expect([await shop.task(id), await shop.products('nombre, codigo, updated_at, task_id')]).toMatchObject(
    before,
  );
  const { exitCode } = await shop.stop(worker);
  expect(exitCode).toBe(0);
});

test('a database that goes away in the middle ends nothing: it goes on where it was', async () => {
  const id = await shop.receive(LARGE);
  const worker = shop.begin();
  onChunk(3, () => {
    shop.database.mode = 'refuse';
    shop.database.cut();
  });
  await until(() => expect(shop.database.refused).toBeGreaterThan(0));
  const before = await shop.task(id);
  expect(before.state).toBe('processing');
  shop.database.watch = undefined;
  shop.database.mode = 'pass';
  await until(async () => expect((await shop.task(id)).state).toBe('pending'));
  expect(await shop.task(id)).toMatchObject({
    attempts: 1,
    error: { code: expect.stringMatching(/^mysql\./) as string },
  });
  await hurry();
  const [task] = await shop.ended(id);
  expect(task).toMatchObject({ state: 'completed', attempts: 2, error: null });
  expect(countsOf(task ?? before)).toMatchObject({ total: 8000, created: 8000, failed: 0 });
  expect((await shop.stop(worker)).exitCode).toBe(0);
});

test('a store that is away is tried again with growing pauses, and then the upload is given up', async () => {
  const id = await shop.receive(csvOf(products(2)));
  await shop.store.delete(id);
  const worker = shop.start();
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    await until(async () =>
      expect(await shop.task(id)).toMatchObject({ state: 'pending', attempts: attempt }),
    );
    const { nextAttemptAt, updatedAt } = await shop.task(id);
    pauses.push(Math.round(((nextAttemptAt?.getTime() ?? 0) - updatedAt.getTime()) / 1000));
    await hurry();
  }
  const [task] = await shop.ended(id);
  await worker.stop();
  expect(pauses).toEqual([10, 60]);
  expect(task).toMatchObject({
    state: 'failed',
    attempts: 3,
    error: { code: 'upload.gave_up', params: { tries: 3 } },
  });
  expect(task?.deadAt).not.toBeNull();
});

test('a file that cannot be read is no fault of the upload: it is tried again', async () => {
  const id = await shop.receive(csvOf(products(2)));
  await shop.store.delete(id);
  mkdirSync(join((shop.env['UPLOAD_STORE'] ?? '').replace('folder:', ''), id));
  const worker = shop.start();
  await until(async () =>
    expect(await shop.task(id)).toMatchObject({
      ...{ state: 'pending', attempts: 1 },
      error: { code: 'upload.file_unread', params: { why: expect.stringContaining('EISDIR') as string } },
    }),
  );
  await worker.stop();
});

test('a schema that was not migrated ends it at once, with what to do', async () => {
  await shop.schema.query('RENAME TABLE sync_migration TO sync_migration_away');
  const { exitCode, stderr } = await shop.begin().done;
  await shop.schema.query('RENAME TABLE sync_migration_away TO sync_migration');
  expect(exitCode).toBe(78);
  expect(stderr).toContain('migrate');
});
