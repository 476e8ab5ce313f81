import { expect, test } from 'vitest';
import { readOversellable } from '../../src/runs/questions/oversellable.ts';
import { openShelf } from '../support/session.ts';

const BEFORE = '2026-11-20 11:00:00.000';
const FIRST = '2026-11-20 12:00:00.000';
const LATER = '2026-11-20 13:00:00.000';

test('what a channel may still sell without stock is counted: what waits, and what was refused for good', async () => {
  const { schema, session, close } = await openShelf();
  for (const [runId, at] of [
    ['20261120-110000-a', BEFORE],
    ['20261120-120000-b', FIRST],
    ['20261120-130000-c', LATER],
  ]) {
    await schema.query('INSERT INTO sync_run SET ?', [
      { run_id: runId, command: 'sync', status: 'succeeded', started_at: at, alive_at: at, committed_at: at },
    ]);
  }
  const stock = (id: number, left: number) =>
    schema.query('INSERT INTO raw_item_data SET ?', [{ id, data: '{}', stock: left }]);
  const waits = (id: number, isDead = false) =>
    schema.query('INSERT INTO channel_outbox SET ?', [
      {
        channel: 'publications',
        subject_id: id,
        key: `k-${id}`,
        owed_at: FIRST,
        dead_at: isDead ? LATER : null,
      },
    ]);
  const changed = (id: number, run: string, before: number | null, after: number, kind = 'changed') =>
    schema.query('INSERT INTO sync_change SET ?', [
      { run_id: run, item_id: id, kind, old_stock: before, new_stock: after, changed_at: FIRST },
    ]);

  // It had 5, and sold out in two steps.
  await Promise.all([stock(1, 0), waits(1)]);
  await changed(1, '20261120-120000-b', 5, 2);
  await changed(1, '20261120-130000-c', 2, 0);
  // Only its price moved: the channel knows that there is none. What it had before is told.
  await Promise.all([stock(2, 0), waits(2)]);
  await changed(2, '20261120-110000-a', 4, 0);
  await changed(2, '20261120-120000-b', 0, 0);
  // In stock; and one that nothing is kept of; and one whose row is gone; and one that was never for sale.
  await Promise.all([stock(3, 1), waits(3), stock(4, 0), waits(4), waits(5), stock(6, 0), waits(6)]);
  await changed(3, '20261120-120000-b', 5, 1);
  await changed(5, '20261120-120000-b', 3, 0, 'deleted');
  await changed(6, '20261120-120000-b', null, 0, 'new');
  // Refused for good: without stock, whatever is kept; with fewer than it was told; with more.
  await Promise.all([stock(7, 0), waits(7, true), stock(8, 2), waits(8, true), stock(9, 7), waits(9, true)]);
  await changed(7, '20261120-120000-b', 0, 0);
  await changed(8, '20261120-120000-b', 6, 2);
  await changed(9, '20261120-120000-b', 6, 7);
  // Accepted, and only looked at once more.
  await Promise.all([stock(10, 0), waits(10)]);
  await schema.query('UPDATE channel_outbox SET accepted_key = `key` WHERE subject_id = 10');

  const groups = await readOversellable(session, 10);
  const told = groups.map(({ isDead, count, rows }) => ({
    isDead,
    count,
    rows: rows.map((row) => [
      Number(row.itemId),
      Number(row.stock),
      row.told === null ? null : Number(row.told),
    ]),
  }));
  expect(told).toEqual([
    {
      isDead: false,
      count: 3,
      rows: [
        [1, 0, 5],
        [5, 0, 3],
        [4, 0, null],
      ],
    },
    {
      isDead: true,
      count: 2,
      rows: [
        [7, 0, 0],
        [8, 2, 6],
      ],
    },
  ]);
  expect((await readOversellable(session, 1)).map(({ count, rows }) => [count, rows.length])).toEqual([
    [3, 1],
    [2, 1],
  ]);
  await close();
});
