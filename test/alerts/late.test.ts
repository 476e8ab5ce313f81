import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Backlog, isLate, readBacklogs } from '../../src/alerts/late.ts';
import { pause } from '../../src/channels/state.ts';
import { openShelf, type Shelf } from '../support/session.ts';

const MINUTE_MS = 60_000;

test.each<[what: string, of: Partial<Backlog>, afterRuns: number, late: boolean]>([
  ['nothing is pending', { pending: 0, runs: 9, waitedMs: 99 * MINUTE_MS }, 3, false],
  ['it is pending in as many runs as may be', { runs: 3, waitedMs: 16 * MINUTE_MS }, 3, false],
  ['it is pending in one more', { runs: 4, waitedMs: 16 * MINUTE_MS }, 3, true],
  ['it is pending in the first, and none may be', { runs: 1, waitedMs: 1 }, 0, true],
  ['no run has ended, and half an hour is not over', { runs: 0, waitedMs: 30 * MINUTE_MS - 1 }, 0, false],
  ['no run has ended, and half an hour is over', { runs: 0, waitedMs: 30 * MINUTE_MS }, 99, true],
  [
    'somebody paused it',
    { runs: 9, waitedMs: 99 * MINUTE_MS, pausedAt: '2026-11-21 14:00:00.000' },
    0,
    false,
  ],
  ['what is left was given up', { pending: 0, runs: 9, waitedMs: 0, dead: 5 }, 3, false],
])('whether a channel is late where %s', (_what, of, afterRuns, late) => {
  expect(
    isLate({ pending: 1, since: null, dead: 0, runs: 0, waitedMs: 0, pausedAt: null, ...of }, afterRuns),
  ).toBe(late);
});

describe('what the tables say of it', () => {
  let shelf: Shelf;
  beforeEach(async () => {
    shelf = await openShelf();
  });
  afterEach(() => shelf.close());

  const row = (channel: string, id: number, minutesAgo: number, isDead = false) =>
    shelf.schema.query(
      `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at, dead_at)
       VALUES (?, ?, 'k', UTC_TIMESTAMP(3) - INTERVAL ? MINUTE, IF(?, UTC_TIMESTAMP(3), NULL))`,
      [channel, id, minutesAgo, isDead ? 1 : 0],
    );
  const run = (minutesAgo: number, mode: string | null, exitCode: number | null, command = 'sync') =>
    shelf.schema.query(
      `INSERT INTO sync_run (run_id, command, mode, status, forced, exit_code, started_at, alive_at, finished_at)
       SELECT UUID_SHORT(), ?, ?, 'x', 0, ?, at - INTERVAL 1 MINUTE, at, IF(? IS NULL, NULL, at)
         FROM (SELECT UTC_TIMESTAMP(3) - INTERVAL ? MINUTE AS at) moment`,
      [command, mode, exitCode, exitCode, minutesAgo],
    );

  test('each channel by itself, since the oldest that is pending', async () => {
    expect(await readBacklogs(shelf.session)).toEqual([]);
    await row('publications', 1, 20);
    await row('publications', 2, 10);
    await row('publications', 3, 90, true);
    await row('elsewhere', 1, 95, true);
    const [elsewhere, publications] = await readBacklogs(shelf.session);
    expect(elsewhere).toEqual({
      channel: 'elsewhere',
      pending: 0,
      since: null,
      waitedMs: 0,
      earlier: 0,
      mostSince: null,
      mostWaitedMs: 0,
      runs: 0,
      dead: 1,
      reason: null,
      pausedAt: null,
    });
    // Accepted, and only to be looked at once more.
    await shelf.schema.query(
      `UPDATE channel_outbox SET accepted_key = \`key\` WHERE channel = 'publications' AND subject_id = 1`,
    );
    expect((await readBacklogs(shelf.session))[1]).toMatchObject({ pending: 1, dead: 1 });
    await pause(shelf.session, 'third');
    const [, , third] = await readBacklogs(shelf.session);
    expect(third).toMatchObject({
      channel: 'third',
      pending: 0,
      dead: 0,
      pausedAt: expect.any(String) as string,
    });
    expect(publications).toMatchObject({ channel: 'publications', pending: 2, dead: 1 });
    expect(Math.floor((publications?.waitedMs ?? 0) / MINUTE_MS)).toBe(20);
    expect(publications?.since).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
  });

  test('a few that are stuck for long do not date the others', async () => {
    const backlog = async () => (await readBacklogs(shelf.session))[0];
    await row('elsewhere', 1, 400);
    await row('publications', 1, 400);
    await row('publications', 2, 399, true);
    for (let id = 3; id < 12; id += 1) await row('publications', id, 100 - id);
    expect(await backlog()).toMatchObject({ channel: 'elsewhere', earlier: 0, mostSince: null });
    const most = async () => {
      const found = (await readBacklogs(shelf.session))[1];
      const minutes = (ms: number | undefined) => Math.floor((ms ?? 0) / MINUTE_MS);
      return [found?.pending, found?.earlier, minutes(found?.mostWaitedMs), minutes(found?.waitedMs)];
    };
    expect(await most()).toEqual([10, 1, 97, 400]);
    await row('publications', 12, 390);
    expect(await most()).toEqual([11, 0, 400, 400]);
    for (let id = 13; id < 22; id += 1) await row('publications', id, 5);
    expect(await most()).toEqual([20, 2, 97, 400]);
    // Where what came later came little by little, all of it dates from the first.
    await shelf.schema.query(
      'UPDATE channel_outbox SET owed_at = owed_at + INTERVAL 270 MINUTE WHERE subject_id IN (1, 12)',
    );
    expect(await most()).toEqual([20, 0, 130, 130]);
  });

  test('only whole runs that ended since then count, and none that was stopped, is under way or died', async () => {
    await row('publications', 1, 20);
    await run(25, 'delta', 69);
    await run(21, 'delta', 69);
    await run(15, 'flash', 69);
    await run(12, null, 69, 'notify');
    await run(10, 'delta', 143);
    await run(9, 'delta', null);
    await run(8, 'full', 0);
    await run(7, null, 78);
    expect(await readBacklogs(shelf.session)).toMatchObject([{ runs: 2 }]);
    // The run that made it pending ended just after.
    await shelf.schema.query('UPDATE channel_outbox SET owed_at = owed_at - INTERVAL 90 SECOND');
    expect(await readBacklogs(shelf.session)).toMatchObject([{ runs: 3 }]);
  });
});
