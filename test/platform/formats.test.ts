import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatsIn } from '../../src/platform/formats.ts';

describe.each(['en-US', 'es-AR'] as const)('%s', (locale) => {
  const { number, plural, seconds } = formatsIn(locale);
  const grouping = { useGrouping: true, maximumFractionDigits: 3 } as const;
  const intl = new Intl.NumberFormat(locale, grouping);
  const rules = new Intl.PluralRules(locale);

  test('numbers are written as Intl writes them', () => {
    const values = fc.oneof(fc.integer(), fc.integer({ min: -9999, max: 99_999 }));
    fc.assert(
      fc.property(values, (value) => {
        expect(number(value)).toBe(intl.format(value));
        expect(number(value / 10)).toBe(intl.format(value / 10));
      }),
    );
  });

  test('durations are written as Intl writes them', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (tenths) => {
        const format = new Intl.NumberFormat(locale, { ...grouping, minimumFractionDigits: 1 });
        expect(seconds(tenths * 100, 1)).toBe(`${format.format(tenths / 10)} s`);
      }),
    );
  });

  test('a count has the form that Intl says', () => {
    fc.assert(
      fc.property(fc.nat(3), (count) => {
        const form = rules.select(count) === 'one' ? 'one' : 'many';
        expect(plural(count, 'one', 'many')).toBe(`${intl.format(count)} ${form}`);
      }),
    );
  });
});

test('a short duration has two decimals, a longer one has one', () => {
  const { seconds } = formatsIn('es-AR');
  expect([seconds(1234), seconds(61_234)]).toEqual(['1,23 s', '61,2 s']);
});

test('a price has two decimals, and how far it moved one and its sign', () => {
  const [en, es] = [formatsIn('en-US'), formatsIn('es-AR')];
  expect([en.price(1159.9), en.change(7), en.change(-14.9)]).toEqual(['1,159.90', '+7.0%', '-14.9%']);
  expect([es.price(1159.9), es.change(7), es.change(-14.9)]).toEqual(['1.159,90', '+7,0 %', '-14,9 %']);
});
