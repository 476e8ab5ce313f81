import { expect, test } from 'vitest';
import { readCatalogue } from '../../src/dashboard/questions/catalogue.ts';
import { TROUBLE } from '../../src/dashboard/page/catalogue-code.ts';
import { readOversellable } from '../../src/runs/questions/oversellable.ts';
import { readOutbox, readTroubles } from '../../src/runs/questions/pending.ts';
import { addListing, booksBeforeEach, forgetMarks } from '../support/ledger.ts';

/** Their listings in the marketplace `a` are 10031 and 20011; 77, which is a product's number too, is a kit of both. */
const SHIRT = 1003;
const SHOES = 2001;
const KIT = 77;

const books = booksBeforeEach({ [SHIRT]: 'SHIRT', [SHOES]: 'SHOES' });

async function waits(listing: number, differing: object = {}): Promise<void> {
  await books.schema.query('INSERT INTO channel_outbox SET ?', [
    { channel: 'a', subject_id: listing, key: `k${listing}`, owed_at: '2026-11-20 12:00:00', ...differing },
  ]);
}

async function openKit(): Promise<void> {
  await books.schema.query('INSERT INTO raw_item_data (id, stock) VALUES (?, 4)', [KIT]);
  await addListing(books.schema, KIT, 'a', { [SHIRT]: 1, [SHOES]: 2 });
  await books.schema.query(`UPDATE channel_listing SET title = 'Outfit', sku = 'KIT-1' WHERE id = ?`, [KIT]);
  await forgetMarks(books);
}

test('what a listing waits for or was refused is known of each product that it sells, and of no product with its number', async () => {
  await openKit();
  await waits(KIT, { dead_at: '2026-11-20 13:00:00', attempts: 8, last_error: 'gone' });
  await waits(SHIRT * 10 + 1);
  await waits(SHOES * 10 + 1, { accepted_key: `k${SHOES * 10 + 1}` });
  const listing = { remote_id: `r${KIT}`, remote_variant: '', sku: 'KIT-1', title: 'Outfit' };

  const dead = await readOutbox(books.session, 'dead', 10);
  expect(dead).toMatchObject({ count: 1, rows: [{ channel: 'a', itemId: SHIRT, listing, attempts: 8 }] });
  const owed = await readOutbox(books.session, 'owed', 10);
  expect(owed).toMatchObject({ count: 1, rows: [{ itemId: SHIRT, listing: { remote_id: 'r10031' } }] });

  const remotesOf = async (product: number) =>
    (await readTroubles(books.session, product)).outbox.map((row) => row.listing?.remote_id);
  expect(await remotesOf(SHIRT)).toEqual([`r${KIT}`, 'r10031']);
  expect(await remotesOf(SHOES)).toEqual([`r${KIT}`]);
  expect(await remotesOf(KIT)).toEqual([]);

  const { products } = await readCatalogue(books.session, 30);
  expect(products.map(({ id, trouble }) => [id, trouble])).toEqual([
    [KIT, 0],
    [SHIRT, TROUBLE.dead | TROUBLE.owed],
    [SHOES, TROUBLE.dead],
  ]);
});

test('a change of a product in another channel is not taken for one of the listing with its number', async () => {
  await openKit();
  await waits(KIT, { channel: 'publications' });
  expect((await readTroubles(books.session, KIT)).outbox).toMatchObject([{ itemId: KIT, listing: null }]);
  expect((await readTroubles(books.session, SHIRT)).outbox).toEqual([]);
});

test('a marketplace may still sell what it was told last, where less than that is there', async () => {
  await openKit();
  const shows = (listing: number, quantity: number | null) =>
    books.schema.query('UPDATE channel_listing SET last_quantity = ? WHERE id = ?', [quantity, listing]);
  const there = (item: number, base: number, held: number) =>
    books.schema.query('INSERT INTO stock_level (item_id, base, held) VALUES (?, ?, ?)', [item, base, held]);
  await there(SHIRT, 10, -10);
  await there(SHOES, 7, -1);
  // A kit needs a shirt, and there is none; of the shoes there are enough.
  await Promise.all([shows(KIT, 3), shows(SHIRT * 10 + 1, null), shows(SHOES * 10 + 1, 6)]);
  for (const listing of [KIT, SHIRT * 10 + 1, SHOES * 10 + 1]) await waits(listing);
  const told = async () =>
    (await readOversellable(books.session, 10)).map(({ channel, isDead, count, rows }) => ({
      ...{ channel, isDead, count },
      rows: rows.map((row) => [row.listing?.remote_id, Number(row.itemId), Number(row.stock), row.told]),
    }));
  const rows = [
    [`r${KIT}`, SHIRT, 0, 3],
    ['r10031', SHIRT, 0, null],
  ];
  expect(await told()).toEqual([{ channel: 'a', isDead: false, count: 2, rows }]);

  await books.schema.query('UPDATE stock_level SET held = -3 WHERE item_id = ?', [SHOES]);
  await books.schema.query('UPDATE channel_outbox SET dead_at = owed_at WHERE subject_id = ?', [
    SHOES * 10 + 1,
  ]);
  expect((await told())[1]).toEqual({
    ...{ channel: 'a', isDead: true, count: 1 },
    rows: [['r20011', SHOES, 4, 6]],
  });
  // Enough in two places together, though not in one of them.
  await books.schema.query("INSERT INTO stock_level (item_id, location, base) VALUES (?, 'b', 2)", [SHOES]);
  expect(await told()).toHaveLength(1);
  // Accepted, and only looked at once more.
  await books.schema.query('UPDATE channel_outbox SET accepted_key = `key`, dead_at = NULL');
  expect(await told()).toEqual([]);
});
