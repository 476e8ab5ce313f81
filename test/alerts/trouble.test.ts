import { expect, test } from 'vitest';
import { judge, type RunEnd, type Trouble } from '../../src/alerts/trouble.ts';

const NOTHING = { owed: 0, dead: 0 };
const ok: RunEnd = { isFlash: false, missingBlocked: 0, exitCode: 0, onlyPending: false, left: NOTHING };
const down: RunEnd = { isFlash: false, missingBlocked: 0, exitCode: 69, onlyPending: false, left: NOTHING };
const refused: RunEnd = {
  isFlash: false,
  missingBlocked: 0,
  exitCode: 78,
  onlyPending: false,
  left: NOTHING,
};
const locked: RunEnd = {
  isFlash: false,
  missingBlocked: 0,
  exitCode: 75,
  onlyPending: false,
  left: undefined,
};
const stopped: RunEnd = {
  isFlash: false,
  missingBlocked: 0,
  exitCode: 143,
  onlyPending: false,
  left: undefined,
};
const pending: RunEnd = {
  isFlash: false,
  missingBlocked: 0,
  exitCode: 69,
  onlyPending: true,
  left: { owed: 4, dead: 0 },
};
const dead: RunEnd = {
  isFlash: false,
  missingBlocked: 0,
  exitCode: 0,
  onlyPending: false,
  left: { owed: 0, dead: 1 },
};

const asFlash = (run: RunEnd): RunEnd => ({ ...run, isFlash: true });

/** What is told after each of these runs in a row: the kinds of trouble, "well", or nothing. */
function toldOf(runs: readonly RunEnd[], afterRuns = 3): string[] {
  let known: readonly Trouble[] = [];
  return runs.map((run) => {
    const { troubles, tell } = judge(known, run, afterRuns);
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

test('webhooks that stay pending or dead are alerted after more than so many runs in a row', () => {
  expect(toldOf([pending, pending, pending, pending, pending, ok])).toEqual(['', '', '', 'owed', '', 'well']);
  expect(toldOf([dead, pending, dead, dead, dead])).toEqual(['', '', '', 'owed', '']);
  expect(toldOf([pending, pending, ok, pending, pending], 2)).toEqual(['', '', '', '', '']);
  expect(toldOf([pending], 0)).toEqual(['owed']);
});

test('a run that ends badly and leaves webhooks is not well before both are over', () => {
  const both: RunEnd = { ...down, left: { owed: 4, dead: 0 } };
  expect(toldOf([both, pending, pending, dead, ok], 1)).toEqual(['69', 'owed', '', '', 'well']);
  expect(toldOf([down, pending, ok])).toEqual(['69', '', 'well']);
});

test('another run at work, or a stop, is no trouble and no health', () => {
  expect(toldOf([locked, stopped, locked])).toEqual(['', '', '']);
  expect(toldOf([down, locked, stopped, down, ok])).toEqual(['69', '', '', '', 'well']);
  expect(toldOf([pending, locked, pending], 1)).toEqual(['', '', 'owed']);
});

test('where nobody knows what is left, what was alerted of webhooks stays', () => {
  const blind: RunEnd = { ...down, left: undefined };
  expect(toldOf([pending, blind, ok], 0)).toEqual(['owed', '69', 'well']);
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
