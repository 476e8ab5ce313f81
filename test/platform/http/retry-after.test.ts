import { expect, test } from 'vitest';
import { parseRetryAfterMs } from '../../../src/platform/http/http.ts';

const NOW = Date.parse('2026-11-21T03:00:00Z');

test.each([
  ['0', 0],
  ['7', 7000],
  [' 120 ', 120_000],
  ['Sat, 21 Nov 2026 03:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 02:00:00 GMT', 0],
])('%j asks for %d ms', (value, ms) => {
  expect(parseRetryAfterMs(value, NOW)).toBe(ms);
});

test.each(['', 'soon', '7 s', 'NaN', '1.5', '-5'])('%j asks for nothing', (value) => {
  expect(parseRetryAfterMs(value, NOW)).toBeUndefined();
});
