import { expect, test } from 'vitest';
import { zoneOf } from '../../src/platform/zone.ts';

test.each([
  ['America/Argentina/Buenos_Aires', '2026-11-24', '2026-11-24T03:00:00.000Z'],
  ['UTC', '2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-11-24', '2026-11-23T10:00:00.000Z'],
  ['Etc/GMT+12', '2026-11-24', '2026-11-24T12:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-24', '2026-11-23T18:15:00.000Z'],
  // Clocks go from 00:00 to 01:00 there.
  ['America/Asuncion', '2023-10-01', '2023-10-01T04:00:00.000Z'],
  ['Europe/Madrid', '2026-10-26', '2026-10-25T23:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, day, start) => {
  expect(new Date(zoneOf(zone).startOf(day)).toISOString()).toBe(start);
});
