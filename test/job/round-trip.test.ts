import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../src/platform/canonical.ts';
import { valueText } from '../support/json-text.ts';
import { clear } from '../support/shelves.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();

/** Loads the items and compares them deep with what is stored: nothing may look changed. */
async function expectUnchanged(items: readonly string[]): Promise<void> {
  await clear(shop, { ...shop.env, PAGE_SIZE: '1000' });
  shop.bitcram.setCatalogue(items);
  shop.bitcram.setStock([]);
  const first = await shop.run('sync', '--no-notify');
  expect(first.report, first.stderr).toMatchObject({ inserted: items.length, quarantined: 0 });
  for (const compare of ['flash', 'deep']) {
    const { report } = await shop.run('sync', '--no-notify', '--compare', compare);
    expect(report).toMatchObject({ unchanged: items.length, updated: 0 });
  }
}

test('a price of any spelling is stored once and found unchanged', async () => {
  const numbers = [
    '0.1',
    '-0',
    '1e-7',
    '1E21',
    '123456789.123456789',
    '1.7976931348623157e308',
    '5e-324',
    '1.10',
  ];
  const long = ['9007199254740993', '18446744073709551616', '0.1000000000000000055', '1234567890123456.7'];
  const texts = [
    '"10.50"',
    '"  7 "',
    '"\\t5"',
    '"+3"',
    '"0012.0"',
    '"-0.00"',
    '"12345678901234567890.5"',
    '"\\u0031"',
  ];
  const prices = [...numbers, ...long, ...texts, 'null'];
  await expectUnchanged(prices.map((price, index) => `{"product_id":${index + 1},"price":${price}}`));
});

test('a product of any attributes is stored, and found unchanged in a deep comparison', async () => {
  // Half a surrogate pair may stand next to its other half by chance only.
  const unstorable = /\\u[dD][89a-fA-F]|[\ud800-\udfff]/;
  const samples = fc
    .sample(valueText, { numRuns: 400, seed: 20261121 })
    .filter((text) => !unstorable.test(text));
  const deepest = `${'{"a":'.repeat(30)}{}${'}'.repeat(30)}`;
  const traps = [
    '{"price":1,"b":{"price":2}}',
    '["\\"price\\":9", "\\\\", "it\'s", "%_`", "\\u0000", "😀", "\\ud83d\\ude00"]',
    `{"${'k'.repeat(60_000)}":1}`,
    '18446744073709551615',
    deepest.slice(5, -1),
  ];
  const values = [...traps, ...samples];
  expect(values.length).toBeGreaterThan(200);
  await expectUnchanged(
    values.map((value, index) => `{"product_id":${index + 1},"attributes":${value},"price":${index}}`),
  );
  const rows = await shop.rows();
  for (const { id, data } of rows) {
    const expected = canonical({
      attributes: JSON.parse(values[id - 1] as string) as unknown,
      price: id - 1,
    });
    expect(canonical(data)).toBe(expected);
  }
});

test('a whole number of 64 bits keeps every digit', async () => {
  await clear(shop, shop.env);
  shop.bitcram.setCatalogue(['{"product_id":1,"price":1,"ean":9223372036854775807}']);
  await shop.run('sync', '--no-notify');
  const [row] = await shop.schema.query<{ data: string }>('SELECT data FROM raw_item_data');
  expect(row?.data).toContain('9223372036854775807');
});
