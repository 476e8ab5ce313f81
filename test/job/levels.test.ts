import { beforeEach, expect, test } from 'vitest';
import { recordMovements, type StockRules } from '../../src/channels/stock.ts';
import type { Session } from '../../src/mysql/session.ts';
import { ALL, flashShop } from '../support/flash.ts';
import { changed, goods, offer, without } from '../support/goods.ts';
import { heldOf } from '../support/ledger.ts';
import { shopifyBeforeEach } from '../support/shopify.ts';
import { connectTo } from '../support/session.ts';

const shopify = shopifyBeforeEach();
const { shop, flash, openedWith } = await flashShop();

/** The source's list shows sales of the till at once, and orders never. */
const RULES: StockRules = { hasSource: true, absorbS: { sale: 0 } };

let session: Session;
beforeEach(async () => {
  session = await connectTo(shop.schema);
  Object.assign(shop.env, {
    NOTIFY: 'off',
    SHOPIFY: 'on',
    SHOPIFY_URL: shopify.simulator.url,
    SHOPIFY_TOKEN: shopify.simulator.token,
    SHOPIFY_LOCATION_ID: '61000000001',
    SALES_IN_SOURCE: 'yes',
    SALES_ABSORB_S: '0',
    MARKETPLACE_ORDERS_IN_SOURCE: 'no',
  });
  await shop.schema.query('DELETE FROM stock_level');
  await shop.schema.query('DELETE FROM stock_movement');
  await shop.schema.query('DELETE FROM item');
  return () => session.close();
});

/** So many of it, at the till. */
async function sell(itemId: number, quantity: number): Promise<void> {
  await shop.schema.query('INSERT IGNORE INTO item (id, sku) VALUES (?, ?)', [itemId, `S${itemId}`]);
  const sold = { line: '1', kind: 'sale', quantity, sku: `S${itemId}`, location: '' } as const;
  await recordMovements(session, RULES, [{ ...sold, sourceKey: `${itemId}-${Math.random()}` }]);
}

const sync = async (...more: string[]) => {
  const { exitCode, stderr } = await shop.run('sync', ...more);
  expect(exitCode, stderr).toBe(0);
};
const levels = () => heldOf(shop);

test('what a run reads stands in the levels, and what it is sure to show is held no longer', async () => {
  await openedWith(ALL);
  expect((await levels())[3]).toEqual([5, 0]);
  await sell(3, 2);
  await sell(4, 1);
  expect(await levels()).toMatchObject({ 3: [5, -2], 4: [5, -1] });
  // The list knows of the one sale and not yet of a later one.
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 3 ? { balance: 3 } : undefined)),
  );
  await sync();
  expect(await levels()).toMatchObject({ 3: [3, 0], 4: [5, 0] });
});

test('a product that stays as it was is handed in where something is held of it, and else not written', async () => {
  await openedWith(ALL);
  await sell(4, 1);
  const readAt = async (id: number) =>
    (
      await shop.schema.query<{ at: string }>('SELECT read_at AS at FROM stock_level WHERE item_id = ?', [id])
    )[0]?.at;
  const [held, quiet] = [await readAt(4), await readAt(5)];
  await sync();
  expect(await levels()).toMatchObject({ 4: [5, 0], 5: [5, 0] });
  expect(await readAt(4)).not.toBe(held);
  expect(await readAt(5)).toBe(quiet);
});

test('what the stock list lacks has none, and ends nothing', async () => {
  await openedWith(ALL);
  await sell(6, 1);
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 6 ? { balance: undefined } : undefined)),
  );
  await sync();
  expect((await levels())[6]).toEqual([0, -1]);
});

test('an item in quarantine lowers its level and ends nothing', async () => {
  await openedWith(ALL);
  await sell(7, 1);
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 7 ? { price: '1.234,56', balance: 2 } : undefined)),
  );
  await sync();
  expect((await levels())[7]).toEqual([2, -1]);
});

test('a product that is retired has none', async () => {
  shop.env['MISSING_RUNS'] = '1';
  await openedWith(ALL);
  offer(shop, without(ALL, 9));
  await sync();
  expect((await levels())[9]).toEqual([0, 0]);
});

test('a flash hands in what its stock list names, and not what it names for its price alone', async () => {
  await openedWith(ALL);
  await sell(3, 1);
  await sell(4, 1);
  offer(
    shop,
    changed(ALL, ({ id }) => (id === 3 ? { balance: 4 } : id === 4 ? { price: 99 } : undefined)),
  );
  expect((await flash()).exitCode).toBe(0);
  expect(await levels()).toMatchObject({ 3: [4, 0], 4: [5, -1] });
});

test('a run of chosen products reads these alone, and a dry run none', async () => {
  await openedWith(ALL);
  await sell(3, 1);
  await sell(4, 1);
  await sync('--dry-run');
  expect(await levels()).toMatchObject({ 3: [5, -1], 4: [5, -1] });
  await sync('--select', '3');
  expect(await levels()).toMatchObject({ 3: [5, 0], 4: [5, -1] });
});

test('where no marketplace is on, nothing of it is written', async () => {
  shop.env['SHOPIFY'] = 'off';
  await openedWith(goods(5));
  expect(await shop.schema.query('SELECT * FROM stock_level')).toEqual([]);
});
