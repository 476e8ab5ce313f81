import { expect, test } from 'vitest';
import { zoneOf } from '../../src/platform/zone.ts';
import { wordingsOf } from '../support/wordings.ts';

const { en: wording } = wordingsOf(zoneOf('UTC'), '2026-11-22T12:00:00.000Z');

test.each([
  ['a long one is cut between characters', '🧉'.repeat(200), `${'🧉'.repeat(160)}…`],
  ['one that just fits is whole', '🧉'.repeat(160), '🧉'.repeat(160)],
  ['marks that turn the writing round are seen', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['control characters are seen', 'a\nb\u001b[31m', 'a\\u000ab\\u001b[31m'],
  ['a lone half of a pair is seen', 'a\ud83d', 'a\\ud83d'],
])('what others wrote is harmless: %s', (_what, name, shown) => {
  expect(wording.foreign(name)).toBe(shown);
});
