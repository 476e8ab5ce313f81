import { expect, test } from 'vitest';
import { judge, type RunEnd, type Trouble } from '../../src/alerts/trouble.ts';

const NOTHING = { owed: 0, dead: 0, lateRuns: undefined };
const ok: RunEnd = {
  sold: { unmapped: 0, unread: [] },
  till: undefined,
  databaseAwayMs: undefined,
  deadUploads: undefined,
  family: '',
  missingBlocked: 0,
  exitCode: 0,
  onlyPending: false,
  left: NOTHING,
};
const down: RunEnd = { ...ok, exitCode: 69 };
const refused: RunEnd = { ...ok, exitCode: 78 };
const locked: RunEnd = { ...ok, exitCode: 75, left: undefined };
const stopped: RunEnd = { ...ok, exitCode: 143, left: undefined };
const pending: RunEnd = { ...ok, exitCode: 69, onlyPending: true, left: { ...NOTHING, owed: 4 } };
const late = (lateRuns: number): RunEnd => ({ ...pending, left: { owed: 4, dead: 0, lateRuns } });
const dead: RunEnd = { ...ok, left: { ...NOTHING, dead: 1 } };

const asFlash = (run: RunEnd): RunEnd => ({ ...run, family: 'flash:' });

/** What is told after each of these runs in a row: the kinds of trouble, "well", or nothing. */
function toldOf(runs: readonly RunEnd[]): string[] {
  let known: readonly Trouble[] = [];
  return runs.map((run) => {
    const { troubles, tell } = judge(known, run);
    known = troubles;
    return tell === undefined ? '' : tell === 'well' ? tell : tell.map(({ kind }) => kind).join(' ');
  });
}

test('a run that ends badly is alerted at once and once, and once that all is well', () => {
  expect(toldOf([ok, down, down, down, ok, ok, down])).toEqual(['', '69', '', '', 'well', '', '69']);
});

test('another kind of trouble is alerted as well, each once however they alternate', () => {
  expect(toldOf([down, refused, down, refused, ok, ok])).toEqual(['69', '78', '', '', 'well', '']);
});

test('a channel is alerted when it is late, once, and again well when it is late no more', () => {
  expect(toldOf([pending, pending, late(4), late(5), pending, late(4), ok])).toEqual([
    ...['', '', 'owed', ''],
    ...['well', 'owed', 'well'],
  ]);
  // As many whole runs as it has been pending in, whichever run tells.
  expect(judge([], asFlash(late(4))).troubles).toEqual([{ kind: 'owed', runs: 4, told: true }]);
});

test('what was given up is alerted at once, and hides no channel that is late', () => {
  const both: RunEnd = { ...pending, left: { owed: 4, dead: 1, lateRuns: 4 } };
  expect(toldOf([dead, dead, both, both, dead, ok])).toEqual(['dead', '', 'owed', '', '', 'well']);
});

test('a run that ends badly beside a channel that is late is not well before both are over', () => {
  const both: RunEnd = { ...late(1), exitCode: 69, onlyPending: false };
  expect(toldOf([down, both, late(2), ok])).toEqual(['69', 'owed', '', 'well']);
});

test('another run at work, or a stop, is no trouble and no health', () => {
  expect(toldOf([locked, stopped, locked])).toEqual(['', '', '']);
  expect(toldOf([down, locked, stopped, down, ok])).toEqual(['69', '', '', '', 'well']);
  expect(toldOf([late(2), locked, late(3), ok])).toEqual(['owed', '', '', 'well']);
});

test('where nobody knows what is left, what was alerted of channels stays', () => {
  const blind: RunEnd = { ...down, left: undefined };
  expect(toldOf([late(4), dead, blind, ok])).toEqual(['owed', 'dead', '69', 'well']);
});

test('items without an id are alerted at once and once, beside whatever else, until a whole run meets none', () => {
  const blocked: RunEnd = { ...ok, missingBlocked: 2 };
  expect(toldOf([blocked, blocked, asFlash(ok), locked, blocked, ok])).toEqual([
    'missing_blocked',
    '',
    '',
    '',
    '',
    'well',
  ]);
  expect(toldOf([blocked, down, ok])).toEqual(['missing_blocked', '69', 'well']);
});

test('a flash that goes well ends no trouble of the whole readings, nor they one of a flash', () => {
  const runs = [
    refused,
    asFlash(ok),
    refused,
    asFlash(ok),
    asFlash(down),
    refused,
    asFlash(down),
    ok,
    asFlash(ok),
  ];
  expect(toldOf(runs)).toEqual(['78', '', '', '', 'flash:69', '', '', '', 'well']);
});

test('what was sold and moves no stock is alerted once, and so are orders that nobody reads', () => {
  const unmapped: RunEnd = { ...ok, sold: { unmapped: 3, unread: [] } };
  const unread: RunEnd = { ...ok, sold: { unmapped: 0, unread: [{ channel: 'shopify', unreadMs: 4e6 }] } };
  expect(toldOf([ok, unmapped, { ...down, sold: unmapped.sold }, down, ok])).toEqual([
    ...['', 'unmapped', '69', '', 'well'],
  ]);
  expect(toldOf([unread, unread, { ...ok, sold: undefined }, ok])).toEqual(['orders', '', '', 'well']);
});

const STILL = { queue: 'q', waiting: 0, dead: 0, hasWorker: true };
const atTill = (till: RunEnd['till'], lastsMs = 0) => ({
  till: till === 'away' ? till : { ...STILL, ...till },
  lastsMs,
});

/** What is told at each of these looks of a worker, where what is known lasts so long by then. */
function toldAt(looks: readonly { till: RunEnd['till']; lastsMs: number }[]): string[] {
  let known: readonly Trouble[] = [];
  return looks.map(({ till, lastsMs }) => {
    const since = known.map((trouble) => ({ ...trouble, lastsMs }));
    const { troubles, tell } = judge(since, { ...ok, exitCode: null, till });
    known = troubles;
    return tell === undefined ? '' : tell === 'well' ? tell : tell.map(({ kind }) => kind).join(' ');
  });
}

const many = { ...STILL, waiting: 101 };

test('sales that wait are told once they have waited for a minute, and not those that a worker records meanwhile', () => {
  expect(
    toldAt([atTill(many), atTill(many, 59_000), atTill(many, 60_000), atTill(many, 1e6), atTill(STILL)]),
  ).toEqual([...['', '', 'sales_waiting', ''], 'well']);
  expect(toldAt([atTill(many), atTill({ ...STILL, waiting: 100 }, 60_000), atTill(many)])).toEqual([
    '',
    '',
    '',
  ]);
});

test('more than ten dead letters are told at once and once, until there are fewer', () => {
  const dead = (count: number) => atTill({ ...STILL, dead: count });
  expect(toldAt([dead(10), dead(11), dead(11), dead(10), dead(12)])).toEqual([
    '',
    'sales_dead',
    '',
    'well',
    'sales_dead',
  ]);
});

test('that no worker listens is told at the end of a run, and by another worker after a minute', () => {
  const idle = { ...many, hasWorker: false };
  expect(toldAt([atTill(idle), atTill(idle, 60_000), atTill(STILL)])).toEqual(['', 'sales_worker', 'well']);
  expect(toldOf([{ ...ok, till: idle }, ok, { ...ok, till: STILL }])).toEqual(['sales_worker', '', 'well']);
});

test('a broker that is away is told after two minutes, and hides nothing that was told before', () => {
  expect(toldAt([atTill('away'), atTill('away', 119_000), atTill('away', 120_000), atTill(STILL)])).toEqual([
    ...['', '', 'rabbitmq', 'well'],
  ]);
  const dead = atTill({ ...STILL, dead: 11 });
  expect(toldAt([dead, atTill('away'), atTill('away', 120_000), dead, atTill(STILL)])).toEqual([
    ...['sales_dead', '', 'rabbitmq', '', 'well'],
  ]);
});

test('a look of a worker says nothing of how runs ended, and is counted as none', () => {
  const known = [
    { kind: '69', runs: 2, told: true },
    { kind: 'dead', runs: 3, told: true },
  ];
  const look: RunEnd = { ...dead, exitCode: null, left: { ...NOTHING, dead: 1 } };
  expect(judge(known, look)).toEqual({ troubles: known, tell: undefined });
});

test('uploads that were given up are told once by their server, which says nothing of the rest, and others nothing of them', () => {
  const server: RunEnd = {
    ...ok,
    ...{ exitCode: null, left: undefined, sold: undefined, deadUploads: 1 },
  };
  const known = [
    { kind: 'dead', runs: 3, told: true },
    { kind: 'unmapped', runs: 1, told: true },
  ];
  const { troubles, tell } = judge(known, server);
  const told = { kind: 'uploads_dead', runs: 1, told: true };
  expect(tell).toEqual([{ ...told, told: false }]);
  expect(troubles).toEqual([...known, told]);
  expect(judge(troubles, server).tell).toBeUndefined();
  expect(judge([told], ok)).toEqual({ troubles: [told], tell: undefined });
  expect(judge([told], { ...server, deadUploads: 0 })).toEqual({ troubles: [], tell: 'well' });
});
