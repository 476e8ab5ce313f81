import { expect, test } from 'vitest';
import { isNotable } from '../../src/dashboard/model/folding.ts';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { kindOfCause } from '../../src/runs/alike.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';

const NOW = '2026-11-22 02:09:00.000';
const zone = zoneOf('America/Argentina/Buenos_Aires');
const options = { target: null, zone, days: 3, maxTold: 200, lateness: LATENESS, readRejected };

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

test('of many runs that went well the newest are told, and the older ones counted with what they changed', () => {
  const runs = Array.from({ length: 9 }, (_, back) =>
    quietRun(`2026-11-21 12:0${9 - back}:00.000`, { updated: back % 2 }),
  );
  const { days, told, notable } = modelOf(overviewOf(NOW, runs), { ...options, maxTold: 2 }).history;
  expect({ told, notable }).toEqual({ told: 2, notable: 4 });
  expect(days[0]?.entries).toMatchObject([
    { kind: 'quiet', runs: 1, changed: 0 },
    { kind: 'run' },
    { kind: 'quiet', runs: 1, changed: 0 },
    { kind: 'run' },
    { kind: 'quiet', runs: 5, changed: 2 },
  ]);
});

const failed = { status: 'failed', exitCode: 69, committedAt: null, cause: 'no_answer' };
const timeAt = (index: number) =>
  `${String(12 + Math.floor(index / 12)).padStart(2, '0')}:${String((index % 12) * 5).padStart(2, '0')}`;

test('runs that went wrong are told however many went well after them, those of one cause in one entry', () => {
  const outage = Array.from({ length: 36 }, (_, index) => {
    const cause = index % 2 === 0 ? 'no_answer' : 'unexpected_status';
    return quietRun(`2026-11-20 ${timeAt(index)}:00.000`, { ...failed, cause });
  }).toReversed();
  const well = Array.from({ length: 5 }, (_, index) =>
    quietRun(`2026-11-21 12:0${5 - index}:00.000`, { updated: 1 }),
  );
  const { days, told, notable } = modelOf(overviewOf(NOW, [...well, ...outage]), {
    ...options,
    maxTold: 1,
  }).history;
  expect({ told, notable }).toEqual({ told: 37, notable: 41 });
  expect(days[1]?.entries).toMatchObject([
    { status: 'failed', at: '2026-11-20T14:55:00.000Z', same: { runs: 18, times: 1 } },
    { status: 'failed', same: { first_at: '2026-11-20T12:00:00.000Z', last_at: '2026-11-20T14:50:00.000Z' } },
  ]);
  expect(days[1]?.entries).toHaveLength(2);
});

test('two outages of a day are two entries, a day of going to and fro is one', () => {
  const day = (lengths: readonly number[]) =>
    lengths
      .flatMap((length) => [...Array.from({ length }, (): object => failed), {}])
      .map((differing, index) => quietRun(`2026-11-21 ${timeAt(index)}:00.000`, differing))
      .toReversed();
  const entries = (lengths: readonly number[]) =>
    modelOf(overviewOf(NOW, day(lengths)), options).history.days[0]?.entries.filter(
      (entry) => entry.kind === 'run',
    );
  expect(entries([3, 2])).toMatchObject([{ same: { runs: 2 } }, { same: { runs: 3 } }]);
  expect(entries([1, 1, 1, 1, 1, 1])).toMatchObject([{ same: { runs: 6, times: 6 } }]);
  expect(entries([1])).toMatchObject([{ same: null }]);
});

const incomplete = { status: 'incomplete', exitCode: 69, cause: 'still_pending answers 503' };
const entriesOf = (runs: readonly object[], maxTold = 200) =>
  modelOf(
    overviewOf(
      NOW,
      runs.map((differing, index) => quietRun(`2026-11-21 ${timeAt(index)}:00.000`, differing)).toReversed(),
    ),
    { ...options, maxTold },
  ).history.days[0]?.entries;

test('only runs that changed nothing and left as much as each other are one entry', () => {
  const pending = (pending: number, differing: object = {}) => ({ ...incomplete, pending, ...differing });
  const refused = { cause: 'still_pending all_refused' };
  expect(
    entriesOf([
      pending(1, refused),
      pending(1, refused),
      pending(119),
      pending(119),
      pending(119, { updated: 19 }),
      pending(119),
      pending(120),
    ]),
  ).toMatchObject([
    { counts: { pending: 120 }, same: null },
    { counts: { pending: 119, updated: 0 }, same: { runs: 3, alike: true, times: 1, changed: 0 } },
    { counts: { updated: 19 }, same: null },
    { counts: { pending: 1 }, same: { runs: 2, alike: true } },
  ]);
});

test('a cause is what was answered, whatever it was about', () => {
  const kept = (count: number, status: number) =>
    JSON.stringify({
      code: 'channels.still_pending',
      params: { count, why: { code: 'publications.answers', params: { status } } },
    });
  expect(kindOfCause(kept(1, 503))).toBe(kindOfCause(kept(119, 503)));
  expect(kindOfCause(kept(1, 503))).not.toBe(kindOfCause(kept(1, 422)));
  expect(kindOfCause('40 webhooks still pending')).toBe(kindOfCause('1,141 webhooks still pending'));
});

test('an outage in which much changes is told in few entries, which say how much', () => {
  const changing = Array.from({ length: 9 }, (_, index) => ({ ...incomplete, updated: 2, pending: index }));
  expect(entriesOf(changing, 3)).toMatchObject([
    ...[8, 7, 6].map((pending) => ({ counts: { pending }, same: null })),
    { same: { runs: 6, alike: false, times: 1, changed: 12 } },
  ]);
});

test('a day is as good as its worst run, and days without a run have one with a story between them', () => {
  const at = (day: number, differing: object = {}) => quietRun(`2026-11-${day} 12:00:00.000`, differing);
  const runs = [
    at(21, { status: 'running', committedAt: null }),
    at(20, { status: 'incomplete' }),
    at(18, { status: 'stopped', committedAt: null }),
    at(18, { status: 'incomplete', runId: 'other' }),
    at(17),
  ];
  const { by_day: days, history } = modelOf(overviewOf(NOW, runs), { ...options, days: 6 });
  expect(days.map(({ result }) => result)).toEqual([
    'none',
    'good',
    'stopped',
    'none',
    'incomplete',
    'failed',
  ]);
  expect(days[2]).toMatchObject({ good: 0, incomplete: 1, stopped: 1, failed: 0 });
  expect(history.days.map(({ day, runs }) => [day, runs])).toEqual([
    ['2026-11-21', 1],
    ['2026-11-20', 1],
    ['2026-11-19', 0],
    ['2026-11-18', 2],
    ['2026-11-17', 1],
  ]);
});

test('a day in which nothing was loaded for longer than usual is not good, however well its runs went', () => {
  const everyFive = (from: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      quietRun(new Date(Date.parse(from) + index * 300_000).toISOString().replace('T', ' ').replace('Z', '')),
    );
  const runs = [
    ...everyFive('2026-11-20T03:00:00Z', 60),
    ...everyFive('2026-11-20T11:00:00Z', 160),
    ...everyFive('2026-11-21T03:00:00Z', 278),
  ].toReversed();
  const days = modelOf(overviewOf(NOW, runs), options).by_day;
  expect(days.map(({ result, unloaded }) => [result, unloaded])).toEqual([
    ['none', null],
    ['incomplete', { from: '2026-11-20T07:55:00.000Z', to: '2026-11-20T11:00:00.000Z' }],
    ['good', null],
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
  const model = modelOf(
    overviewOf(NOW, [], { quarantine, names: new Map([[7, { name: 'Yerba' }]]) }),
    options,
  );
  expect(model.quarantine.rows).toMatchObject([
    { product_id: 7, name: 'Yerba', reason: { code: 'sources.bad_price' } },
    { reason: { code: 'sources.other' } },
  ]);
});
