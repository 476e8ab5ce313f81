import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOCATIONS as API, makeArticles, quantity } from '../../../dev/simulate/air/articles.ts';
import { codeOf } from '../../../src/sources/air/code.ts';
import { type EntryRules, readEntry, type Usable } from '../../../src/sources/air/entry.ts';
import { LOCATIONS } from '../../../src/sources/air/locations.ts';
import { moneyOf, moneyText, withMargin } from '../../../src/sources/air/money.ts';

const RULES: EntryRules = {
  ...{ margin: moneyOf('30') as bigint, locations: LOCATIONS, stockRule: 'first', isWhole: true },
  ...{ minStock: -(2 ** 31), maxStock: 2 ** 31 - 1 },
};
const [ARTICLE] = makeArticles(1);
const read = (
  change: object,
  rules: Partial<EntryRules> = {},
  unknown = (_name: string): void => undefined,
) => readEntry({ ...ARTICLE, ...change }, { ...RULES, ...rules }, unknown);
const usable = (change: object, rules?: Partial<EntryRules>): Usable => {
  const entry = read(change, rules);
  if ('raw' in entry) throw new Error(entry.reason);
  return entry;
};

test('over 1,000 catalogues the stock is the sum of the locations, or that of the first by priority that has any', () => {
  const units = fc.integer({ min: 0, max: 2000 });
  const catalogue = fc.record({
    available: fc.array(fc.tuple(units, units, units, units, units), { minLength: 1, maxLength: 20 }),
    order: fc.shuffledSubarray([...LOCATIONS], { minLength: 1 }),
  });
  fc.assert(
    fc.property(catalogue, ({ available, order }) => {
      for (const quantities of available) {
        const members = Object.fromEntries(
          API.map((name, at) => [name, quantity(name, quantities[at] ?? 0)]),
        );
        const there = order.map((location) => quantities[LOCATIONS.indexOf(location)] ?? 0);
        const sum = there.reduce((one, other) => one + other, 0);
        expect(usable(members, { locations: order, stockRule: 'sum' }).offer.stock).toBe(sum);
        const first = there.find((each) => each > 0) ?? 0;
        expect(usable(members, { locations: order, stockRule: 'first' }).offer.stock).toBe(first);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a list price is the cost and its margin as decimals, rounded half up to 4 places', () => {
  const decimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 100_000 }));
  fc.assert(
    fc.property(decimal, ([tenThousandths, hundredths]) => {
      const cost = moneyText(tenThousandths);
      const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      // Exactly: cost × (10,000 + hundredths of a percent) / 10,000, of which the half rounds up.
      const exact = tenThousandths * BigInt(10_000 + hundredths);
      const [quotient, rest] = [exact / 10_000n, exact % 10_000n];
      const rounded = rest >= 5000n ? quotient + 1n : quotient;
      expect(withMargin(moneyOf(cost) ?? -1n, moneyOf(percent) ?? -1n)).toBe(rounded);
    }),
  );
  expect(moneyText(withMargin(moneyOf('0.0005') as bigint, moneyOf('30') as bigint))).toBe('0.0007');
  expect(moneyText(withMargin(moneyOf('100.005') as bigint, moneyOf('30') as bigint))).toBe('130.0065');
});

test.each([
  [0.1, '0.1000'],
  ['19.99995', '20.0000'],
  ['19.99994', '19.9999'],
  [1e-7, '0.0000'],
  [1.5e3, '1500.0000'],
  ['007', '7.0000'],
  [99_999_999_999.9999, '99999999999.9999'],
])('%s is %s', (value, text) => {
  expect(moneyText(moneyOf(value) as bigint)).toBe(text);
});

test.each([['1.234,56'], ['1,5'], [''], ['12 USD'], [null], [undefined], [true], [[1]], [NaN], ['0x10']])(
  '%s is no price',
  (precio) => {
    expect(read({ precio })).toMatchObject({ reason: 'bad_price', stock: usable({}).offer.stock });
  },
);

test.each([[-0.01], ['-5'], [1e11], ['100000000000'], ['99999999999.99996'], [8e10]])(
  'a price of %s is out of range, also where only its list price is',
  (precio) => {
    expect(read({ precio })).toMatchObject({ reason: 'price_out_of_range' });
  },
);

test.each([
  ['0042a', '0042a'],
  [' 0042a ', '0042a'],
  ['ABC', 'ABC'],
  ['abc', 'abc'],
  ['1234.0', '1234'],
  ['01234.0', '01234'],
  ['12.00', '12.00'],
  ['A1.0', 'A1.0'],
  [1234, '1234'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['', undefined],
  ['  ', undefined],
  ['x'.repeat(65), undefined],
  ['\ud800', undefined],
  [null, undefined],
  [{}, undefined],
])('the code %j is %j', (value, code) => {
  expect(codeOf(value)).toBe(code);
});

test('a location that nobody knows is named and not counted', () => {
  const names: string[] = [];
  const entry = read({ nqn: { disponible: 500, entrante: 0 } }, { stockRule: 'sum' }, (name) =>
    names.push(name),
  );
  expect(names).toEqual(['nqn']);
  expect(entry).toMatchObject({ offer: { stock: usable({}, { stockRule: 'sum' }).offer.stock } });
  expect(usable({ nqn: { disponible: 1 } }).content?.text).not.toContain('nqn');
});

test.each([
  [{ cba: { disponible: 'muchos' } }, 'bad_balance'],
  [{ cba: { disponible: 3, entrante: '?' } }, 'bad_balance'],
  [{ cba: null }, 'bad_balance'],
  [{ air: undefined, ros: undefined, mza: undefined, cba: undefined, lug: undefined }, 'bad_balance'],
  [{ cba: { disponible: 3e9 } }, 'stock_out_of_range'],
  [{ moneda: 'EUR' }, 'bad_currency'],
  [{ impuesto_iva: { alicuota: 'exento' } }, 'bad_tax'],
  [{ codigo: '' }, 'bad_code'],
])('%j is refused as %s', (change, reason) => {
  expect(read(change)).toMatchObject({ reason });
});

test('a code may have 64 letters, whatever a letter is', () => {
  for (const letter of ['x', 'é', '😀']) {
    expect(read({ codigo: letter.repeat(64) })).toMatchObject({ code: letter.repeat(64) });
    expect(read({ codigo: letter.repeat(65) })).toMatchObject({ reason: 'bad_code' });
  }
});

test('what is no article is refused', () => {
  for (const json of [null, 7, 'x', []])
    expect(readEntry(json, RULES, () => undefined)).toMatchObject({ reason: 'not_an_object' });
});

test('a negative quantity stays, and takes from the sum alone', () => {
  const nowhere = Object.fromEntries(API.map((name) => [name, quantity(name, 0)]));
  const members = { ...nowhere, cba: quantity('cba', -3), air: quantity('air', 5) };
  expect(usable(members, { stockRule: 'first' }).offer).toMatchObject({
    stock: 5,
    quantities: { S_CBA: { available: -3 } },
  });
  expect(usable(members, { stockRule: 'sum' }).offer.stock).toBe(2);
});

test('an offer that is the same has the same fingerprint, and any other another one', () => {
  const of = (change: object): number => usable(change).offerHash;
  expect(of({})).toBe(of({ descrip: 'OTRO', precio: String(ARTICLE?.precio) }));
  const others = [
    { precio: 7 },
    { moneda: 'PES' },
    { impuesto_iva: { alicuota: 27 } },
    { lug: quantity('lug', 1, 0) },
    { lug: quantity('lug', 0, 1) },
    { mza: quantity('mza', 11, 0) },
  ];
  expect(new Set([of({}), ...others.map(of)]).size).toBe(others.length + 1);
});
