import { expect, test } from 'vitest';
import { openCheckout } from '../../dev/simulate/bitcram.ts';
import { ALL, flashShop } from '../support/flash.ts';
import { changed, offer } from '../support/goods.ts';

const { shop, flash, openedWith } = await flashShop();

test('the guard measures what it would do against all that the last whole reading had', async () => {
  await openedWith(ALL);
  const soldOut = (last: number) => changed(ALL, ({ id }) => (id <= last ? { balance: 0 } : undefined));
  offer(shop, soldOut(12));
  expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 12 });
  // Of the 40 that the whole reading had in stock, not of the 28 that are left.
  offer(shop, soldOut(24));
  expect((await flash()).report).toMatchObject({ exit_code: 0, updated: 12 });
  offer(shop, soldOut(37));
  const stopped = await flash();
  expect(stopped.report).toMatchObject({
    exit_code: 77,
    loaded: false,
    updated: 13,
    error_code: 'sync.guarded',
  });
  expect(stopped.report['guard']).toContainEqual(
    expect.objectContaining({ what: 'fall from stock to none', count: 13, of: 40, exceeded: true }),
  );
  expect((await flash('--force')).report).toMatchObject({ exit_code: 0, updated: 13, forced: true });
});

test('another place than the last run read from stops it, also where nothing changed there', async () => {
  await openedWith(ALL);
  shop.bitcram.checkouts.splice(0, 1, openCheckout(1, { warehouse: { id: 999 } }));
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 77, error_code: 'sync.another_place' });
  expect((await shop.run('sync', '--dry-run')).exitCode).not.toBe(0);
});

test.each([
  ['updated_stock', { product_id: 1, product_balance: 9, warehouse_id: 999 }, 'warehouse 999'],
  ['updated_prices', { product_id: 1, price: 9, price_list_id: 999 }, 'price list 999'],
])('an item of %s that says it is of another place ends it with 65', async (endpoint, item, said) => {
  await openedWith(ALL);
  shop.bitcram.intercept((request) =>
    request.endpoint === endpoint
      ? { status: 200, body: JSON.stringify({ items: [item], total: 1 }) }
      : undefined,
  );
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 65, loaded: false });
  expect(report.reason).toContain(said);
});

test('a server without lists of changes is named (78)', async () => {
  await openedWith(ALL);
  shop.bitcram.intercept(({ path }) => (path.endsWith('/actions/updated') ? { status: 404 } : undefined));
  const { report } = await flash();
  expect(report).toMatchObject({ exit_code: 78, loaded: false });
  expect(report.reason).toContain('/actions/updated');
});
