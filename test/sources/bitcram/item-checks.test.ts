import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkBalance,
  checkId,
  checkPrice,
  checkStorable,
  idOf,
  priceListItem,
  stockItem,
} from '../../../src/sources/bitcram/item-checks.ts';
import { numberText } from '../../support/json-text.ts';

const LIMITS = {
  maxProductId: 2_147_483_647,
  minStock: -2_147_483_648,
  maxStock: 2_147_483_647,
  maxDataBytes: 1e6,
};

function idFrom(item: object): number | string {
  const checked = checkId(idOf(item), LIMITS);
  return checked.usable ? checked.value : checked.reason;
}

/** The price of an item as it goes through the door, or why it does not. */
function priceFrom(price: unknown): number | string {
  const parsed = priceListItem.safeParse({ product_id: 1, price });
  if (!parsed.success) return 'bad_price';
  const checked = checkPrice(parsed.data.price);
  return checked.usable ? checked.value : checked.reason;
}

function balanceFrom(balance: unknown): number | string {
  const parsed = stockItem.safeParse({ product_id: 1, product_balance: balance });
  if (!parsed.success) return 'bad_balance';
  const checked = checkBalance(parsed.data.product_balance, LIMITS);
  return checked.usable ? checked.value : checked.reason;
}

/** "Digits with at most one point", said without a regular expression. */
function isDecimalInWords(text: string): boolean {
  const trimmed = text.trim();
  const unsigned = trimmed.startsWith('-') || trimmed.startsWith('+') ? trimmed.slice(1) : trimmed;
  const parts = unsigned.split('.');
  const isDigits = (part: string): boolean =>
    part !== '' && part.split('').every((c) => '0123456789'.includes(c));
  return parts.length <= 2 && parts.every(isDigits);
}

const nearlyDecimal = fc.oneof(
  numberText,
  fc.string(),
  fc
    .array(fc.constantFrom('0', '7', '12', '.', ',', '-', '+', 'e', ' ', '\t', '$', ''), { maxLength: 6 })
    .map((c) => c.join('')),
);

describe('the product id', () => {
  test.each([
    [{ product_id: 7 }, 7],
    [{ product_id: '7' }, 7],
    [{ product: { id: 7 } }, 7],
    [{ product_id: null, product: { id: '7' } }, 7],
    [{ product_id: 7, product: { id: 8 } }, 7],
    [{ product_id: 7, product: 'Yerba' }, 7],
    [{ product_id: 2_147_483_647 }, 2_147_483_647],
  ])('of %j is %d', (item, id) => {
    expect(idFrom(item)).toBe(id);
  });

  test.each([
    [{}, 'no_id'],
    [{ product_id: '' }, 'no_id'],
    [{ product: {} }, 'no_id'],
    [{ product_id: 'x7' }, 'bad_id'],
    [{ product_id: 0 }, 'bad_id'],
    [{ product_id: -7 }, 'bad_id'],
    [{ product_id: 1.5 }, 'bad_id'],
    [{ product_id: '1e3' }, 'bad_id'],
    [{ product_id: 2_147_483_648 }, 'id_out_of_range'],
    [{ product_id: '9007199254740993' }, 'id_out_of_range'],
  ])('of %j is unusable: %s', (item, reason) => {
    expect(idFrom(item)).toBe(reason);
  });
});

describe('the price', () => {
  test('absent and null are no price, which is usable', () => {
    expect(priceFrom(undefined)).toBeNaN();
    expect(priceFrom(null)).toBeNaN();
  });

  test('"1.00", 1 and 1.0 are one number, and -0 is 0', () => {
    expect([priceFrom('1.00'), priceFrom(1), priceFrom(' +1.0 ')]).toEqual([1, 1, 1]);
    expect(Object.is(priceFrom('-0.00'), 0)).toBe(true);
  });

  test.each([
    '1.234,56',
    '1,5',
    '',
    ' ',
    '.5',
    '5.',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '$5',
    '1 000',
    '9'.repeat(400),
  ])('%j is not guessed at', (price) => {
    expect(priceFrom(price)).toBe('bad_price');
  });

  test.each([true, {}, [], [5], Infinity])('%j is none', (price) => {
    expect(priceFrom(price)).toBe('bad_price');
  });

  test('any number is taken, and of texts exactly those of digits with at most one point', () => {
    fc.assert(
      fc.property(nearlyDecimal, (text) => {
        const expected = isDecimalInWords(text) ? Number(text) + 0 : 'bad_price';
        expect(priceFrom(text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (price) => {
        expect(priceFrom(price)).toBe(price + 0);
      }),
    );
  });
});

describe('the balance', () => {
  test.each([
    [7, 7],
    ['7', 7],
    [2.9, 2],
    ['2.9', 2],
    [-0.5, -1],
    [-3, -3],
    [null, 0],
    [undefined, 0],
    [-2_147_483_648, -2_147_483_648],
    [2_147_483_647.9, 2_147_483_647],
  ])('%j is a stock of %d', (balance, stock) => {
    expect(balanceFrom(balance)).toBe(stock);
  });

  test.each([
    ['muchos', 'bad_balance'],
    ['', 'bad_balance'],
    [true, 'bad_balance'],
    [2_147_483_648, 'stock_out_of_range'],
    [-2_147_483_648.5, 'stock_out_of_range'],
    ['9'.repeat(400), 'stock_out_of_range'],
  ])('%j is unusable: %s', (balance, reason) => {
    expect(balanceFrom(balance)).toBe(reason);
  });

  test('any number within the column is rounded down, never to minus zero', () => {
    for (const balance of [-0, '-0', '-0.00']) expect(Object.is(balanceFrom(balance), 0)).toBe(true);
    fc.assert(
      fc.property(fc.double({ min: -2e9, max: 2e9, noNaN: true }), (balance) => {
        const stock = balanceFrom(balance) as number;
        expect(Number.isInteger(stock) && stock <= balance && balance < stock + 1).toBe(true);
        expect(Object.is(stock, -0)).toBe(false);
      }),
    );
  });
});

describe('what is stored as JSON', () => {
  const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });

  test('31 levels are stored, 32 are too deep for MariaDB', () => {
    expect(checkStorable(nested(31), false)).toBeUndefined();
    expect(checkStorable(nested(32), false)).toBe('too_deep');
    expect(checkStorable({ a: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown }, false)).toBe(
      'too_deep',
    );
  });

  test('a lone surrogate is found in a value, in a key and deep inside', () => {
    for (const item of [{ a: '\ud800' }, { '\udc00': 1 }, { a: [{ b: ['x\ud83d'] }] }]) {
      expect(checkStorable(item, true)).toBe('ill_formed_text');
    }
    expect(checkStorable({ a: '😀', '😀': 1 }, true)).toBeUndefined();
  });

  test('a number beyond the range of doubles is found', () => {
    expect(checkStorable(JSON.parse('{"a":[1e400]}') as object, false)).toBe('bad_number');
  });

  test('a key that MySQL cannot hold is found, in bytes and not in characters', () => {
    expect(checkStorable({ a: { ['k'.repeat(65_535)]: 1 } }, false)).toBeUndefined();
    expect(checkStorable({ a: { ['k'.repeat(65_536)]: 1 } }, false)).toBe('too_long');
    expect(checkStorable({ ['ñ'.repeat(32_768)]: 1 }, false)).toBe('too_long');
  });
});
