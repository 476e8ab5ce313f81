import { expect, test } from 'vitest';
import { registerSecret, redact } from '../../src/platform/redact.ts';

test('a secret is hidden in every form in which it could be quoted', () => {
  const secret = 'p"ss wörd/+&';
  registerSecret(secret);
  const quoted = [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    'p\\"ss w\\u00f6rd\\/+\\u0026',
    'p%22ss+w%C3%B6rd%2F%2B%26',
    'p%22ss%20w%c3%b6rd%2f%2b%26',
    'p&quot;ss wörd/+&amp;',
  ];
  for (const text of quoted) {
    const safe = redact(`before ${text} after`);
    expect(safe).toMatch(/^before "?\[hidden\]"? after$/);
  }
});

test('every occurrence is hidden', () => {
  registerSecret('s3cr3t-value');
  expect(redact('s3cr3t-value and s3cr3t-value')).toBe('[hidden] and [hidden]');
});

test('where one secret begins with another, nothing of the longer one remains', () => {
  registerSecret('token-abc');
  registerSecret('token-abc-and-more');
  expect(redact('got token-abc-and-more')).toBe('got [hidden]');
});

test.each(['stock', 'Stock', 'STOCK', 'clave', 'no', '1234', 'ñandú', 'a-1'])(
  'a secret that is a short word, %s, is hidden where the text says that it is a secret, and garbles nothing else',
  (word) => {
    registerSecret(word);
    for (const text of [
      `the ${word} is up to date, ${word}!`,
      JSON.stringify({ [word]: 5, [`${word}_changes`]: word, why: `'${word}'@'127.0.0.1'` }),
    ]) {
      expect(redact(text)).toBe(text);
    }
    for (const [before, after] of [
      ['password=', ''],
      ['wrong password: ', '.'],
      ['{"token":"', '"}'],
      [String.raw`{"why":"{\"token\":\"`, String.raw`\"}"}`],
      ['Authorization: Bearer ', ''],
      ['GET /items?key=', '&page=1'],
      ['cannot reach https://sync:', '@shop.example'],
      ["contraseña '", "'"],
    ]) {
      expect(redact(`${before}${word}${after}`)).toBe(`${before}[hidden]${after}`);
    }
  },
);

test('of a secret that is a short word, what only an encoding spells is hidden everywhere', () => {
  registerSecret('stock');
  expect(redact('got c3RvY2s= of stock')).toBe('got [hidden] of stock');
});

test('what is longer than a short word, or none, is hidden everywhere', () => {
  for (const secret of ['secret', 'Mercado', 'STOCKS', 'stock1', 'sToCk', '12345', 'a-1b', 'st-ck']) {
    registerSecret(secret);
    expect(redact(`the ${secret} is`)).toBe('the [hidden] is');
  }
});

test('an empty text is no secret', () => {
  registerSecret('');
  registerSecret(undefined);
  expect(redact('no news')).toBe('no news');
});
