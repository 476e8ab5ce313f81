import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLease } from '../../src/mysql/lease.ts';
import { findRun, listRuns } from '../../src/runs/store.ts';
import { loadItems, openShelf, type Shelf, startRun } from '../support/session.ts';
import { DOING } from '../support/words.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const start = (runId: string) => startRun(shelf.store, runId);
const finish = (runId: string, exitCode = 0) =>
  shelf.store.runs.finish(runId, {
    status: exitCode === 0 ? 'succeeded' : 'failed',
    exitCode,
    reason: exitCode === 0 ? null : 'a reason',
    error: null,
    report: { fetched: 12, inserted: 3, phases_ms: { load: 4 } },
  });
const ids = async () => (await listRuns(shelf.session, 100)).map(({ runId }) => runId).toSorted();

test('a run is written down at its start and again at its end', async () => {
  await start('r1');
  expect(await findRun(shelf.session, 'r1')).toMatchObject({ status: 'running', finishedAt: null });
  await finish('r1', 69);
  const run = await findRun(shelf.session, 'r1');
  expect(run).toMatchObject({ status: 'failed', exitCode: 69, reason: 'a reason' });
  expect(JSON.parse(run?.report ?? '')).toMatchObject({ fetched: 12, phases_ms: { load: 4 } });
  expect(await shelf.schema.query('SELECT fetched, inserted, updated FROM sync_run')).toEqual([
    { fetched: 12, inserted: 3, updated: 0 },
  ]);
});

test('the next run marks one that ended without a report as lost', async () => {
  await start('r1');
  await start('r2');
  expect(await findRun(shelf.session, 'r1')).toMatchObject({ status: 'lost' });
  expect(await findRun(shelf.session, 'r2')).toMatchObject({ status: 'running' });
});

test('the last place is that of the last run that loaded, whatever came after it', async () => {
  expect(await shelf.store.runs.lastPlaceKey()).toBeUndefined();
  await loadItems(shelf, 'r1', [], { place: { key: 'warehouse=4', label: DOING } });
  await loadItems(shelf, 'r2', [], { place: { key: 'warehouse=5', label: DOING } });
  await start('r3');
  await finish('r3', 77);
  expect(await shelf.store.runs.lastPlaceKey()).toBe('warehouse=5');
});

test('runs older than the history go, lost ones too; one whose procedures are pending stays', async () => {
  for (const runId of ['old', 'lost', 'pending', 'young']) {
    await start(runId);
    if (runId !== 'lost') await finish(runId);
  }
  await shelf.schema.query(
    `UPDATE sync_run SET started_at = started_at - INTERVAL 31 DAY, alive_at = alive_at - INTERVAL 31 DAY,
            finished_at = finished_at - INTERVAL 31 DAY WHERE run_id <> 'young'`,
  );
  await shelf.schema.query(`UPDATE sync_run SET procedures_owed = TRUE WHERE run_id = 'pending'`);
  await start('now');
  await shelf.store.prune(30);
  expect(await ids()).toEqual(['now', 'pending', 'young']);
});

test('settled quarantine older than the history goes, open quarantine never', async () => {
  await shelf.schema.query(
    `INSERT INTO sync_quarantine (list, subject, reason, raw, first_seen_at, last_seen_at, last_run_id, settled_at) VALUES
       ('stock', 'old', 'x', '', '2020-01-01', '2020-01-01', 'r', UTC_TIMESTAMP() - INTERVAL 31 DAY),
       ('stock', 'young', 'x', '', '2020-01-01', '2020-01-01', 'r', UTC_TIMESTAMP() - INTERVAL 29 DAY),
       ('stock', 'open', 'x', '', '2020-01-01', '2020-01-01', 'r', NULL)`,
  );
  await shelf.store.prune(30);
  expect(await shelf.schema.query('SELECT subject FROM sync_quarantine ORDER BY subject')).toEqual([
    { subject: 'open' },
    { subject: 'young' },
  ]);
});

test('more history than one statement removes goes as well', async () => {
  const rows = Array.from(
    { length: 2300 },
    (_, index) => `('r${index}', 'sync', 'succeeded', ${"'2020-01-01', ".repeat(2)}'2020-01-01')`,
  );
  await shelf.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, finished_at) VALUES ${rows.join(', ')}`,
  );
  await shelf.store.prune(30);
  expect(await ids()).toEqual([]);
});

test('a run that is silent for long is lost, unless its connection lives: a long load writes no sign of life', async () => {
  await start('r1');
  const status = async () => (await listRuns(shelf.session, 1))[0]?.status;
  await shelf.schema.query('UPDATE sync_run SET alive_at = UTC_TIMESTAMP(3) - INTERVAL 3 MINUTE');
  expect(await status()).toBe('lost');
  await takeLease(shelf.session, 'r1');
  expect(await status()).toBe('running');
});
