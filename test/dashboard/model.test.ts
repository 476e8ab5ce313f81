import { expect, test } from 'vitest';
import { isNotable } from '../../src/dashboard/history.ts';
import { modelOf } from '../../src/dashboard/model.ts';
import { zoneOf } from '../../src/dashboard/zone.ts';
import { overviewOf, quietRun } from '../support/overview.ts';

const NOW = '2026-11-22 02:09:00.000';
const zone = zoneOf('America/Argentina/Buenos_Aires');
const options = { target: null, zone, days: 3, maxTold: 200 };

test("a day is a day of the reader's zone, and one without runs says nothing", () => {
  const { by_day: days } = modelOf(
    overviewOf(NOW, [
      quietRun('2026-11-22 02:00:00.000', { updated: 5, removed: 1, inserted: 2, durationMs: 1000 }),
      quietRun('2026-11-21 03:00:00.000', { missing: 4, quarantined: 1, dead: 2, durationMs: 9000 }),
      quietRun('2026-11-21 02:59:00.000', { updated: 7 }),
    ]),
    options,
  );
  const [none, first, second] = days;
  expect(days.map(({ day }) => day)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
  expect(none).toMatchObject({ runs: 0, changed: 0, missing: null, owed: null, dead: null, median_s: null });
  expect(first).toMatchObject({ runs: 1, changed: 7, new: 0 });
  expect(second).toMatchObject({ runs: 2, changed: 6, new: 2, missing: 4, quarantined: 1, dead: 2 });
  expect(second).toMatchObject({ median_s: 5, longest_s: 9 });
});

test('what a run would have changed is no change, and a failed reading finds nothing missing', () => {
  const stopped = {
    status: 'stopped',
    exitCode: 77,
    committedAt: null,
    updated: 900,
    fetched: 100,
    missing: 40,
  };
  const failed = { status: 'failed', exitCode: 69, committedAt: null, fetched: 0 };
  const runs = [quietRun('2026-11-22 02:00:00.000', failed), quietRun('2026-11-22 01:00:00.000', stopped)];
  const { by_day: days, history } = modelOf(overviewOf(NOW, runs), options);
  expect(days.at(-1)).toMatchObject({ runs: 2, unwell: 2, changed: 0, missing: 40 });
  expect(history.days[0]).toMatchObject({ runs: 2, changed: 0 });
});

test('runs without a story are folded together between those that have one, day by day', () => {
  const at = (time: string) => `2026-11-21 ${time}:00.000`;
  const runs = [
    quietRun(at('12:00')),
    quietRun(at('11:55')),
    quietRun(at('11:50'), { updated: 3 }),
    quietRun(at('11:45')),
    quietRun('2026-11-20 12:00:00.000'),
  ];
  const { days, told, notable } = modelOf(overviewOf(NOW, runs), options).history;
  expect({ told, notable }).toEqual({ told: 1, notable: 1 });
  expect(days.map(({ day, runs, changed }) => [day, runs, changed])).toEqual([
    ['2026-11-21', 4, 3],
    ['2026-11-20', 1, 0],
  ]);
  expect(days[0]?.entries).toMatchObject([
    { kind: 'quiet', runs: 2, first_at: '2026-11-21T11:55:00.000Z', last_at: '2026-11-21T12:00:00.000Z' },
    { kind: 'run', counts: { updated: 3 } },
    { kind: 'quiet', runs: 1 },
  ]);
});

test('of many runs with a story the newest are told, and nothing older', () => {
  const runs = Array.from({ length: 9 }, (_, back) =>
    quietRun(`2026-11-21 12:0${9 - back}:00.000`, { updated: back % 2 }),
  );
  const { days, told, notable } = modelOf(overviewOf(NOW, runs), { ...options, maxTold: 2 }).history;
  expect({ told, notable }).toEqual({ told: 2, notable: 4 });
  expect(days.flatMap(({ entries }) => entries.map(({ kind }) => kind))).toEqual([
    'quiet',
    'run',
    'quiet',
    'run',
  ]);
});

test('a run that died shows no sign of life, and its report may be missing or no JSON', () => {
  const running = { status: 'running', exitCode: null, committedAt: null, durationMs: null };
  const runs = [
    quietRun('2026-11-22 02:08:00.000', { ...running, runId: 'now', aliveAt: '2026-11-22 02:08:50.000' }),
    quietRun('2026-11-22 01:00:00.000', { ...running, runId: 'dead' }),
  ];
  const stories = new Map([['dead', { runId: 'dead', reason: null, error: null, report: '{' }]]);
  const { days } = modelOf(overviewOf(NOW, runs, { stories }), options).history;
  expect(days[0]?.entries).toMatchObject([{ status: 'running' }, { status: 'lost', overridden: null }]);
});

test.each([
  [{}, false],
  [{ missing: 5, quarantined: 2 }, false],
  [{ inserted: 1 }, true],
  [{ removed: 1 }, true],
  [{ delivered: 1 }, true],
  [{ forced: 1 }, true],
  [{ status: 'failed' }, true],
])('a run with %j has a story: %s', (differing, expected) => {
  expect(isNotable(quietRun(NOW, differing))).toBe(expected);
});

test('reasons of the quarantine are phrases, also one of another version', () => {
  const row = { itemId: 7, list: 'price_list', raw: '{}', runs: 1, firstSeenAt: NOW };
  const quarantine = { count: 2, rows: ['bad_price', 'other'].map((reason) => ({ ...row, reason })) };
  const model = modelOf(overviewOf(NOW, [], { quarantine, names: new Map([[7, 'Yerba']]) }), options);
  expect(model.quarantine.rows).toMatchObject([
    { product_id: 7, name: 'Yerba', reason: { code: 'sources.bad_price' } },
    { reason: { code: 'sources.other' } },
  ]);
});
