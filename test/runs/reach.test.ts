import { expect, test } from 'vitest';
import { readReach } from '../../src/runs/questions/reach.ts';
import { openShelf } from '../support/session.ts';

const AT = '2026-11-20 12:00:00.000';
const FROM = Date.parse('2026-11-01T00:00:00Z');

test('the reach of the history ends at the last load whose prices or stock moved and of which nothing is kept', async () => {
  const { schema, session, close } = await openShelf();
  const run = async (runId: string, startedAt: string, counts: object, report: object | null) => {
    const row = {
      run_id: runId,
      command: 'sync',
      status: 'succeeded',
      started_at: startedAt,
      alive_at: startedAt,
    };
    await schema.query('INSERT INTO sync_run SET ?', [
      { ...row, committed_at: startedAt, report: report && JSON.stringify(report), ...counts },
    ]);
  };
  expect(await readReach(session, FROM)).toEqual({ firstRunAt: null, unkept: undefined });
  await run('a', '2026-10-01 12:00:00.000', { updated: 3 }, {});
  expect(await readReach(session, FROM)).toEqual({
    firstRunAt: '2026-10-01 12:00:00.000',
    unkept: undefined,
  });

  await run('b', '2026-11-19 12:00:00.000', { inserted: 30 }, { price_changes: 0, stock_changes: 0 });
  expect((await readReach(session, FROM)).unkept).toEqual({
    at: '2026-11-19 12:00:00.000',
    isFirstLoad: true,
  });

  // Other data alone, of which nothing is to be kept; and a run whose changes are there.
  await run('c', AT, { updated: 3, unchanged: 27 }, { price_changes: 0, stock_changes: 0, other_changes: 3 });
  await run('d', AT, { updated: 1, unchanged: 29 }, { price_changes: 1, stock_changes: 0 });
  await schema.query(
    `INSERT INTO sync_change (run_id, item_id, kind, old_price, new_price, changed_at) VALUES ('d', 1, 'changed', 1, 2, '${AT}')`,
  );
  expect((await readReach(session, FROM)).unkept).toMatchObject({ isFirstLoad: true });

  // A run of an earlier version, whose report tells no prices from other data, and one that left none.
  for (const [id, report] of [
    ['e', {}],
    ['f', null],
  ] as const) {
    await run(id, `2026-11-21 12:00:0${id === 'e' ? 1 : 2}.000`, { updated: 2, unchanged: 28 }, report);
    expect((await readReach(session, FROM)).unkept).toMatchObject({ isFirstLoad: false });
    await schema.query(`DELETE FROM sync_run WHERE run_id = '${id}'`);
  }
  await close();
});
