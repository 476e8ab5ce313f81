import { expect } from 'vitest';
import type { TestSchema } from './database.ts';
import { type Good, goods, offer } from './goods.ts';
import type { Proxy } from './proxy.ts';
import { openShop, type Shop } from './shop.ts';

/** Enough for several pages and several rounds of webhooks. */
export const PRODUCTS = 60;

/** A shop whose procedure rebuilds a mirror, after as many seconds as the table `slowness` says. */
export async function openMirroredShop(): Promise<Shop> {
  const shop = await openShop();
  const { schema } = shop;
  await schema.query('CREATE TABLE mirror (id BIGINT PRIMARY KEY, price INT)');
  await schema.query('CREATE TABLE slowness (seconds INT)');
  await schema.query(
    `CREATE PROCEDURE rebuild_mirror() BEGIN
       DO SLEEP((SELECT COALESCE(MAX(seconds), 0) FROM slowness));
       DELETE FROM mirror;
       INSERT INTO mirror SELECT id, JSON_EXTRACT(data, '$.price') FROM raw_item_data;
     END`,
  );
  Object.assign(shop.env, {
    POST_LOAD_PROCEDURES: `${schema.name}.rebuild_mirror`,
    PAGE_SIZE: '20',
    FETCH_CONCURRENCY: '1',
    NOTIFY_CONCURRENCY: '4',
  });
  return shop;
}

/** Ends whatever hangs, as time would: requests, connections, and what another application has locked. */
export async function letGo(shop: Shop, database: Proxy, application: TestSchema): Promise<void> {
  shop.bitcram.intercept();
  shop.publications.intercept();
  database.watch = undefined;
  database.cut();
  database.mode = 'pass';
  await application.query('ROLLBACK');
}

let days = 0;

/** A day on which every product has a price that it never had before. */
export function newDay(shop: Shop): readonly Good[] {
  days += 1;
  const offered = goods(PRODUCTS).map((good) => ({ ...good, price: 1000 + good.id + days }));
  offer(shop, offered);
  shop.bitcram.forgetRequests();
  shop.publications.reset();
  return offered;
}

/** Whether the day's prices are in raw_item_data; fails where some are and others are not. */
export async function isLoaded(shop: Shop, day: readonly Good[]): Promise<boolean> {
  const rows = await shop.rows();
  const current = rows.filter(({ id, data }) => data?.['price'] === day[id - 1]?.price);
  expect([0, PRODUCTS], `${current.length} of ${PRODUCTS} products were loaded`).toContain(current.length);
  return current.length > 0;
}

/** The day's prices are in the table and in its mirror, and every product was notified, always with the same key. */
export async function expectComplete(shop: Shop, day: readonly Good[]): Promise<void> {
  const { schema, publications } = shop;
  const wanted = day.map(({ id, price }) => ({ id, price }));
  const rows = await shop.rows();
  expect(rows.map(({ id, data }) => ({ id, price: data?.['price'] }))).toEqual(wanted);
  expect(await schema.query('SELECT id, price FROM mirror ORDER BY id')).toEqual(wanted);
  expect(await schema.query('SELECT subject_id AS item_id FROM channel_outbox')).toEqual([]);
  expect(await schema.query('SELECT run_id FROM sync_run WHERE procedures_owed')).toEqual([]);
  const products = new Set(publications.received().map(({ itemId }) => itemId));
  const keys = new Set(
    publications.received().map(({ itemId, idempotencyKey }) => `${itemId} ${idempotencyKey}`),
  );
  expect({ products: products.size, keys: keys.size }).toEqual({ products: PRODUCTS, keys: PRODUCTS });
}
