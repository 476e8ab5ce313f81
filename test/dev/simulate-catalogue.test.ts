import { describe, expect, test } from 'vitest';
import { realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';
import type { PriceListItem, SurveyDate } from '../../dev/simulate/catalogue.ts';
import { syntheticCatalogue } from '../../dev/simulate/synthetic.ts';

async function productsOn(date: SurveyDate): Promise<Map<number, PriceListItem>> {
  const { priceList } = await realCatalogue(date);
  return new Map(priceList.map((item) => [item.product_id, item]));
}

async function pricesOn(date: SurveyDate): Promise<Map<number, number>> {
  return new Map([...(await productsOn(date))].map(([id, { price }]) => [id, price]));
}

function pricesIn(texts: readonly string[]): Map<number, number> {
  const items = texts.map((text) => JSON.parse(text) as PriceListItem);
  return new Map(items.map(({ product_id: id, price }) => [id, price]));
}

function difference(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): object {
  const stayed = [...after].filter(([id]) => before.has(id));
  return {
    came: after.size - stayed.length,
    left: before.size - stayed.length,
    repriced: stayed.filter(([id, price]) => before.get(id) !== price).length,
  };
}

describe('the real products', () => {
  test('change between the dates as the survey says', async () => {
    const [first, second, third] = await Promise.all(SURVEY_DATES.map(pricesOn));
    if (!first || !second || !third) throw new Error('A date of the survey is missing');
    expect([first.size, second.size, third.size]).toEqual([15_078, 15_094, 15_081]);
    expect(difference(first, second)).toEqual({ came: 30, left: 14, repriced: 253 });
    expect(difference(second, third)).toEqual({ came: 9, left: 22, repriced: 198 });
  });

  test('keep everything but the price from one date to the next', async () => {
    const before = await productsOn('2020-04-13');
    for (const [id, product] of await productsOn('2020-04-26')) {
      const earlier = before.get(id);
      if (earlier) expect({ ...earlier, price: product.price }).toEqual(product);
    }
  });

  test('have the same balances on every date, some of them none', async () => {
    const { stock } = await realCatalogue('2020-04-13');
    const { stock: later, priceList } = await realCatalogue('2020-04-26');
    expect(later).toEqual(stock);
    const balances = new Map(stock.map((item) => [item.product_id, item.product_balance]));
    expect(balances.size).toBe(15_117);
    expect(priceList.every(({ product_id: id }) => balances.has(id))).toBe(true);
    const empty = stock.filter(({ product_balance: balance }) => balance === 0).length;
    expect(empty).toBeGreaterThan(1_500);
    expect(empty).toBeLessThan(2_300);
  });
});

describe('made-up products', () => {
  test('have the size that is asked for, and a stock row each', () => {
    const { priceList, stock } = syntheticCatalogue({ products: 1_000, bytesPerProduct: 600 });
    expect(new Set(priceList.map((text) => Buffer.byteLength(text)))).toEqual(new Set([600]));
    expect(new Set(pricesIn(stock).keys())).toEqual(new Set(pricesIn(priceList).keys()));
  });

  test('change as many prices as they are told to', () => {
    const before = pricesIn(syntheticCatalogue({ products: 1_000 }).priceList);
    const changed = [1, 2].map((seed) =>
      pricesIn(syntheticCatalogue({ products: 1_000, changedPercent: 2.5, seed }).priceList),
    );
    for (const after of changed)
      expect(difference(before, after)).toEqual({ came: 0, left: 0, repriced: 25 });
    expect(changed[0]).not.toEqual(changed[1]);
  });
});
