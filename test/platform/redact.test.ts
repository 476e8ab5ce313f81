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

test('what is too short to be a secret hides no ordinary words', () => {
  registerSecret('no');
  registerSecret('');
  registerSecret(undefined);
  expect(redact('no news')).toBe('no news');
});
