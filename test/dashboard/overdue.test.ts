import { expect, test } from 'vitest';
import { overdueBy } from '../../src/dashboard/model/overdue.ts';
import { quietRun } from '../support/overview.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const TODAY = Date.parse('2026-11-23T00:00:00Z');

const at = (ms: number): string => new Date(ms).toISOString().slice(0, -1).replace('T', ' ');

/** A run every five minutes in these hours of the days before today, newest first, of which some are left out. */
function schedule(
  days: number,
  {
    opens = 0,
    closes = 24,
    isOpen = (_day: number) => true,
  }: { opens?: number; closes?: number; isOpen?(day: number): boolean },
) {
  const starts: number[] = [];
  for (let day = days; day > 0; day -= 1) {
    if (!isOpen(day)) continue;
    for (let minute = opens * 60; minute < closes * 60; minute += 5)
      starts.push(TODAY - day * DAY + minute * MINUTE);
  }
  return starts.toReversed().map((start) => quietRun(at(start)));
}

const SHOP_HOURS = { opens: 8, closes: 20 };

test('round the clock half an hour is enough to wonder', () => {
  const isOverdue = overdueBy(schedule(10, {}));
  expect(isOverdue(TODAY - 5 * MINUTE, TODAY + 20 * MINUTE)).toBe(false);
  expect(isOverdue(TODAY - 5 * MINUTE, TODAY + 30 * MINUTE)).toBe(true);
});

test('a pause of every night alarms nobody, and the morning after it does where nothing runs', () => {
  const isOverdue = overdueBy(schedule(10, SHOP_HOURS));
  const lastEvening = TODAY - 4 * HOUR - 5 * MINUTE;
  expect(isOverdue(lastEvening, TODAY + 3 * HOUR)).toBe(false);
  expect(isOverdue(lastEvening, TODAY + 8 * HOUR)).toBe(false);
  expect(isOverdue(lastEvening, TODAY + 9 * HOUR)).toBe(true);
});

test('an hour without a sync in the middle of the day is no pause', () => {
  const isOverdue = overdueBy(schedule(10, SHOP_HOURS));
  expect(isOverdue(TODAY - 12 * HOUR, TODAY - 11 * HOUR)).toBe(true);
});

test('a Sunday on which the shop is closed each week alarms nobody', () => {
  // Sunday is yesterday, and a week before it.
  const isOverdue = overdueBy(schedule(20, { ...SHOP_HOURS, isOpen: (day) => day % 7 !== 1 }));
  const saturdayEvening = TODAY - DAY - 4 * HOUR - 5 * MINUTE;
  expect(isOverdue(saturdayEvening, TODAY + 8 * HOUR)).toBe(false);
  expect(isOverdue(saturdayEvening, TODAY + 10 * HOUR)).toBe(true);
});

test('in the first days every long time is one to wonder about', () => {
  const isOverdue = overdueBy(schedule(2, SHOP_HOURS));
  expect(isOverdue(TODAY - 4 * HOUR - 5 * MINUTE, TODAY + 3 * HOUR)).toBe(true);
});

test('without a usual gap a day and two hours pass before anybody wonders', () => {
  const isOverdue = overdueBy([quietRun(at(TODAY))]);
  expect(isOverdue(TODAY, TODAY + DAY + 2 * HOUR)).toBe(false);
  expect(isOverdue(TODAY, TODAY + DAY + 2 * HOUR + MINUTE)).toBe(true);
});

test('once a day alarms nobody who is a little late, and where a day is left out it does', () => {
  const starts = Array.from({ length: 20 }, (_, day) => TODAY - day * (DAY + 40_000));
  const isOverdue = overdueBy(starts.map((start) => quietRun(at(start))));
  for (const [index, start] of starts.slice(1).entries())
    expect(isOverdue(start, starts[index] as number)).toBe(false);
  // The day on which the clocks change.
  expect(isOverdue(TODAY, TODAY + 25 * HOUR)).toBe(false);
  expect(isOverdue(TODAY, TODAY + 27 * HOUR)).toBe(true);
});
