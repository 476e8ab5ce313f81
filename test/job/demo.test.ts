import { expect, test } from 'vitest';
import { type Day, deviations, threeDays } from '../../dev/demo/three-days.ts';
import { type PriceListItem, realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';
import { freshShop } from '../support/test-shop.ts';

const shop = freshShop();

test('three days of a real supermarket give exactly the counts, the rows and the webhooks that the data says', async () => {
  const sync = async () => {
    const { exitCode, stderr, report } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    return report;
  };
  const days: Day[] = [];
  for await (const day of threeDays({ ...shop, sync })) {
    expect(deviations(day)).toEqual([]);
    days.push(day);
  }
  const [first, second, third] = days.map(({ notifiedIds }) => ascending(notifiedIds as number[]));
  const [one, two, three] = await Promise.all(SURVEY_DATES.map((date) => realCatalogue(date)));
  const [a, b, c] = [one, two, three].map((day) => byId(day?.priceList ?? []));
  if (!a || !b || !c || !one) throw new Error('the catalogue has three dates');
  const balances = new Map(one.stock.map((item) => [item.product_id, item.product_balance]));
  const gone = [...a.keys()].filter((id) => !b.has(id));

  expect(first).toEqual(ascending([...a.keys()]));
  expect(second).toEqual(ascending(newOrRepriced(a, b)));
  expect(third).toEqual(
    ascending([...newOrRepriced(b, c), ...gone.filter((id) => (balances.get(id) ?? 0) > 0)]),
  );

  const rows = new Map((await shop.rows()).map((row) => [row.id, row]));
  expect(ascending([...rows.keys()])).toEqual(ascending([...new Map([...a, ...b, ...c]).keys()]));
  for (const [id, { product_id: _id, ...attributes }] of c) {
    expect(rows.get(id)).toMatchObject({ data: attributes, stock: balances.get(id) });
  }
  for (const id of gone) expect(rows.get(id)?.stock).toBe(0);
});

function byId(priceList: readonly PriceListItem[]): Map<number, PriceListItem> {
  return new Map(priceList.map((item) => [item.product_id, item]));
}

function newOrRepriced(
  before: ReadonlyMap<number, PriceListItem>,
  after: ReadonlyMap<number, PriceListItem>,
): number[] {
  return [...after.values()]
    .filter(({ product_id: id, price }) => before.get(id)?.price !== price)
    .map((item) => item.product_id);
}

function ascending(ids: readonly number[]): number[] {
  return [...ids].sort((one, other) => one - other);
}
