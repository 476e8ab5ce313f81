import fc from 'fast-check';
import { expect, test } from 'vitest';
import { registerSecret } from '../../src/platform/redact.ts';
import { printable, printableJson } from '../../src/platform/text.ts';

test('terminal escapes, line breaks and marks that turn the text round become visible', () => {
  expect(printable('\u001b[31mrojo\u0007\r\n')).toBe('\\u001b[31mrojo\\u0007\\u000d\\u000a');
  expect(printable('abc\u202egnp.exe')).toBe('abc\\u202egnp.exe');
  expect(printable('one\u2028two\u2029')).toBe('one\\u2028two\\u2029');
  expect(printable('\u009b2J')).toBe('\\u009b2J');
});

test('JSON for a terminal is harmless and means the same', () => {
  const value = { 'a\u202e': ['\u001b[2J\u009b2J', 'one\u2028two', 'Ñandú 😀 "x" \\'] };
  const text = printableJson(value);
  expect(text).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  expect(JSON.parse(text)).toEqual(value);
});

test('ordinary text of any language stays as it is', () => {
  expect(printable('Azúcar «Ñandú» 日本 😀 "x" \\')).toBe('Azúcar «Ñandú» 日本 😀 "x" \\');
});

test('what is too long is cut and shows it, without half a character', () => {
  expect(printable('abcdef', 3)).toBe('abc…');
  expect(printable('😀😀', 3).isWellFormed()).toBe(true);
});

test('a secret is hidden before the text is cut, so that its beginning does not remain', () => {
  registerSecret('a-token-of-some-length');
  expect(printable('Bearer a-token-of-some-length is wrong', 20)).toBe('Bearer [hidden] is w…');
});

test('nothing that it returns can move a cursor or break a line', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff)), (units) => {
      const text = String.fromCharCode(...units);
      const safe = printable(text);
      expect(safe).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(safe.isWellFormed()).toBe(true);
    }),
  );
});
