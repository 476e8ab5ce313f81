import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTroubles, writeTroubles } from '../../src/alerts/memory.ts';
import type { Trouble } from '../../src/alerts/trouble.ts';
import { openShelf, type Shelf } from '../support/session.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const DOWN: Trouble = { kind: '69', runs: 1, told: false };
const OWED: Trouble = { kind: 'owed', runs: 4, told: true };

const remember = async (...troubles: Trouble[]) =>
  writeTroubles(shelf.session, await readTroubles(shelf.session), troubles);
const remembered = async () =>
  (await readTroubles(shelf.session))
    .map(({ kind, runs, told }) => ({ kind, runs, told }))
    .toSorted((a, b) => a.kind.localeCompare(b.kind));
const moments = () =>
  shelf.schema.query<{ since: string; told_at: string | null }>(
    'SELECT since, told_at FROM sync_alert ORDER BY trouble',
  );

test('exactly the troubles that are not over are remembered', async () => {
  expect(await remembered()).toEqual([]);
  await remember(DOWN, OWED);
  expect(await remembered()).toEqual([DOWN, OWED]);
  await remember(OWED);
  expect(await remembered()).toEqual([OWED]);
  await remember();
  expect(await remembered()).toEqual([]);
});

test('a trouble that goes on keeps the moment when it began and the one when it was alerted', async () => {
  await remember(DOWN);
  const [began] = await moments();
  await remember({ ...DOWN, runs: 2, told: true });
  const [told] = await moments();
  await remember({ ...DOWN, runs: 3, told: true });
  const [goesOn] = await moments();
  expect(began).toMatchObject({ told_at: null });
  expect(told?.since).toBe(began?.since);
  expect(told?.told_at).toEqual(expect.any(String));
  expect(goesOn).toEqual(told);
  expect(await remembered()).toEqual([{ ...DOWN, runs: 3, told: true }]);
});

test('it is known for how long a trouble lasts', async () => {
  await remember(DOWN);
  await shelf.schema.query('UPDATE sync_alert SET since = since - INTERVAL 90 SECOND');
  const [{ lastsMs = 0 } = {}] = await readTroubles(shelf.session);
  expect(Math.floor(lastsMs / 60_000)).toBe(1);
});
