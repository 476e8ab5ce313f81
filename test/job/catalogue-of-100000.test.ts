import { expect, test } from 'vitest';
import { syntheticCatalogue } from '../../dev/simulate/synthetic.ts';
import { sharedShop } from '../support/test-shop.ts';

const PRODUCTS = 100_000;

const shop = await sharedShop();
const { priceList, stock } = syntheticCatalogue({ products: PRODUCTS, bytesPerProduct: 500 });
shop.bitcram.setCatalogue(priceList);
shop.bitcram.setStock(stock);
shop.env['NOTIFY'] = 'off';

test('a first load of 100,000 products stays under 300 MB and warns of nothing, and a run without changes under 250 MB', async () => {
  const first = await shop.run('sync');
  expect(first.report, first.stderr).toMatchObject({ inserted: PRODUCTS });
  expect(first.report.peak_rss_mb).toBeLessThan(300);
  // Node warns of listeners that gather, batch after batch.
  expect(first.log.filter(({ warning }) => warning !== undefined)).toEqual([]);

  const second = await shop.run('sync');
  expect(second.report, second.stderr).toMatchObject({ unchanged: PRODUCTS });
  expect(second.report.peak_rss_mb).toBeLessThan(250);
}, 180_000);
