import { expect, test } from 'vitest';
import { readSoldUnseen } from '../../src/alerts/sold.ts';
import { booksBeforeEach, record, sale } from '../support/ledger.ts';

const books = booksBeforeEach({ 1: 'one' });

test('units of a SKU that no product has are counted until it is mapped, where a marketplace is on', async () => {
  await record(books, sale('a', 'one', 2), sale('b', 'nobody', 3), sale('c', 'none', 1));
  expect(await readSoldUnseen(books.session, ['shopify'])).toEqual({ unmapped: 4, unread: [] });
  expect(await readSoldUnseen(books.session, [])).toEqual({ unmapped: 0, unread: [] });
  await books.schema.query(`UPDATE stock_movement SET ended_at = NOW(6) WHERE sku = 'nobody'`);
  expect(await readSoldUnseen(books.session, ['shopify'])).toMatchObject({ unmapped: 1 });
});

test('orders are unread for long after half an hour, whether the marketplace is paused or not', async () => {
  await books.schema.query(
    `INSERT INTO channel (channel, paused_at, orders_read_at)
     VALUES ('shopify', NOW(3), NOW(3) - INTERVAL 31 MINUTE), ('other', NULL, NOW(3) - INTERVAL 29 MINUTE), ('third', NULL, NULL)`,
  );
  const { unread } = await readSoldUnseen(books.session, ['shopify', 'other', 'third']);
  expect(unread.map(({ channel, unreadMs }) => [channel, Math.floor(unreadMs / 60_000)])).toEqual([
    ['shopify', 31],
  ]);
  expect((await readSoldUnseen(books.session, ['other'])).unread).toEqual([]);
});
