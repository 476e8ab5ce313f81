import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalAt, type DecimalMark, readDecimal } from '../../src/spreadsheets/index.ts';
import { saidOf } from '../support/spreadsheets.ts';

test.each<[text: string, mark: DecimalMark, decimal: string]>([
  ['1.234,50', 'auto', '1234.50'],
  ['1,234.50', 'auto', '1234.50'],
  ['12,5', 'auto', '12.5'],
  ['12.50', 'auto', '12.50'],
  ['1.234.567', 'auto', '1234567'],
  ['1,234,567', 'auto', '1234567'],
  ['1.234.567,891', 'auto', '1234567.891'],
  ['1234.567', 'auto', '1234.567'],
  ['1234,567', 'auto', '1234.567'],
  ['0,125', 'auto', '0.125'],
  ['0.125', 'auto', '0.125'],
  ['.5', 'auto', '0.5'],
  [',125', 'auto', '0.125'],
  ['7.', 'auto', '7'],
  ['1.234', ',', '1234'],
  ['1.234', '.', '1.234'],
  ['1,234', ',', '1.234'],
  ['1,234', '.', '1234'],
  ['-70', 'auto', '-70'],
  ['- 70,5', 'auto', '-70.5'],
  ['+3', 'auto', '3'],
  ['-0,00', 'auto', '0.00'],
  ['007', 'auto', '7'],
  [' $ 1.234,50 ', 'auto', '1234.50'],
  ['$\u00a0-1.234,50', 'auto', '-1234.50'],
  ['-$5', 'auto', '-5'],
  ['12345678901234567890.5', 'auto', '12345678901234567890.5'],
])('%j with the mark %s is %s', (text, mark, decimal) => {
  expect(readDecimal(text, mark)).toBe(decimal);
});

const TWO_WAYS = 'can be read in two ways: say whether the comma or the point is the decimal mark';

test.each<[text: string, mark: DecimalMark, why: string]>([
  ['1.234', 'auto', `1.234 ${TWO_WAYS}`],
  ['1,234', 'auto', `1,234 ${TWO_WAYS}`],
  ['-999.000', 'auto', `-999.000 ${TWO_WAYS}`],
  ['12.5', ',', '12.5 is no number with thousands in groups of three digits'],
  ['1,23.4', 'auto', '1,23.4 is no number with thousands in groups of three digits'],
  ['0.123,4', ',', '0.123,4 is no number with thousands in groups of three digits'],
  ['1.234,567,8', 'auto', '1.234,567,8 is no number'],
  ['1.23.456', 'auto', '1.23.456 is no number'],
  ['1,5,0', ',', '1,5,0 is no number'],
  ['', 'auto', ' is no number'],
  ['.,', 'auto', '., is no number'],
  ['--5', 'auto', '--5 is no number'],
  ['-$-5', 'auto', '-$-5 is no number'],
  ['USD 5', 'auto', 'USD 5 is no number'],
  ['5 kg', 'auto', '5 kg is no number'],
  ['0x10', 'auto', '0x10 is no number'],
  ['Infinity', 'auto', 'Infinity is no number'],
  ['٣', 'auto', '٣ is no number'],
  [
    '7,79E+12',
    'auto',
    '7,79E+12 is how a spreadsheet writes a number whose digits it shortened: format the cell as text and type it again',
  ],
])('%j with the mark %s is refused', (text, mark, why) => {
  expect(saidOf(readDecimal(text, mark))).toBe(why);
});

test('a text of any length is refused at once', () => {
  expect(saidOf(readDecimal('1,'.repeat(100_000)))).toMatch(/^(?:1,)+… is no number$/);
});

test('what a program in Spanish or English writes of a number is read as that number, where its mark is said', () => {
  const amount = fc.record({
    whole: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    decimals: fc.stringMatching(/^\d{0,6}$/),
    mark: fc.constantFrom<'.' | ','>('.', ','),
    isGrouped: fc.boolean(),
  });
  fc.assert(
    fc.property(amount, ({ whole, decimals, mark, isGrouped }) => {
      const group = mark === ',' ? '.' : ',';
      const digits = isGrouped ? String(whole).replaceAll(/\B(?=(\d{3})+$)/g, group) : String(whole);
      const text = decimals === '' ? digits : `${digits}${mark}${decimals}`;
      const decimal = decimals === '' ? String(whole) : `${whole}.${decimals}`;
      expect(readDecimal(text, mark)).toBe(decimal);
      // Found by itself it is the same number, or nobody can tell.
      const found = readDecimal(text);
      if (typeof found === 'string') expect(found).toBe(decimal);
      else expect(saidOf(found)).toBe(`${text} ${TWO_WAYS}`);
    }),
    { numRuns: 500 },
  );
});

test('a cell that is a number has a point, whatever mark is said', () => {
  const row = { number: 2, cells: ['1.234', '1.234'], numeric: [1], faults: [] };
  expect(decimalAt(row, 0, ',')).toBe('1234');
  expect(decimalAt(row, 1, ',')).toBe('1.234');
  expect(saidOf(decimalAt(row, 0))).toBe(`1.234 ${TWO_WAYS}`);
  expect(decimalAt(row, 1)).toBe('1.234');
  expect(saidOf(decimalAt(row, 2))).toBe(' is no number');
});
