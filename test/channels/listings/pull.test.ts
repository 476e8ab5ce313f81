import { expect, test } from 'vitest';
import { mapBySku } from '../../../src/channels/listings/by-sku.ts';
import { fillSkus } from '../../../src/channels/listings/items.ts';
import { noteGone } from '../../../src/channels/listings/gone.ts';
import { addListings } from '../../../src/channels/listings/ordered.ts';
import { pullListings } from '../../../src/channels/listings/pull.ts';
import type { Marketplace, RemoteListing } from '../../../src/channels/marketplace.ts';
import { markListingsById, recordMovements } from '../../../src/channels/stock.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import {
  booksBeforeEach,
  forgetMarks,
  heldOf,
  LEARNS,
  marked,
  movementsOf,
  order,
  sale,
} from '../../support/ledger.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';
import { DOING } from '../../support/words.ts';

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();

async function stocked(products: Readonly<Record<number, string>>, stock = 10): Promise<void> {
  for (const [id, sku] of Object.entries(products)) {
    const data = JSON.stringify({ product_code: sku });
    await books.schema.query('REPLACE INTO raw_item_data (id, data, stock) VALUES (?, ?, ?)', [
      id,
      data,
      stock,
    ]);
  }
}

const pull = (marketplace: Marketplace = shopify.open(), session = books.session) =>
  pullListings({ session, channel: 'shopify', marketplace });

async function pullAndMap(marketplace?: Marketplace) {
  const pulled = await pull(marketplace);
  await fillSkus(books.session, 'product_code');
  return { ...pulled, ...(await mapBySku(books.session, LEARNS)) };
}

const listings = () =>
  books.schema.query<{ id: number; sku: string | null; title: string | null; status: string | null }>(
    'SELECT id, sku, title, status FROM channel_listing ORDER BY id',
  );
const parts = async () =>
  Object.fromEntries(
    (
      await books.schema.query<{ listing: number; item: number; units: number }>(
        'SELECT listing_id AS listing, item_id AS item, units FROM channel_listing_part ORDER BY listing_id',
      )
    ).map(({ listing, item, units }) => [listing, [item, units]]),
  );
/** How many statements that write this connection has sent. */
async function writesSent(): Promise<number> {
  const rows = await books.session.read<{ Value: string }>(
    DOING,
    `SHOW SESSION STATUS WHERE Variable_name IN
       ('Com_insert', 'Com_insert_select', 'Com_update', 'Com_update_multi', 'Com_delete', 'Com_delete_multi')`,
  );
  return rows.reduce((sum, { Value: value }) => sum + Number(value), 0);
}

/** The real one, but for what it shows. */
function showing(...pages: readonly (readonly RemoteListing[] | Error)[]): Marketplace {
  return {
    ...shopify.open(),
    async *listings() {
      for (const page of pages) {
        if (page instanceof Error) throw page;
        yield page;
      }
    },
  };
}

const shown = (number: number, sku: string | null = `SKU-${number}`): RemoteListing => ({
  ...{ remoteId: `8${number}`, remoteVariant: `4${number}`, sku, title: `Producto ${number}` },
  ...{ quantity: 1, status: 'active' },
});

test('260 listings on two pages are read and mapped; a second pull sends nothing to write', async () => {
  for (let n = 1; n <= 260; n += 1) shopify.shop.add();
  await stocked(Object.fromEntries(Array.from({ length: 260 }, (_, n) => [n + 1, `SKU-${n + 1}`])));
  expect(await pullAndMap()).toEqual({
    ...{ read: 260, new: 260, changed: 0, gone: 0 },
    ...{ mapped: 260, unmapped: 0, applied: 0 },
  });
  expect(shopify.simulator.requests.filter(({ operation }) => operation === 'Variants')).toHaveLength(2);
  expect(await marked(books)).toHaveLength(260);
  const before = [await listings(), await parts()];
  const sentBefore = await writesSent();
  expect(sentBefore).toBeGreaterThan(0);
  expect(await pullAndMap()).toMatchObject({ read: 260, new: 0, changed: 0, gone: 0, mapped: 0 });
  expect(await writesSent()).toBe(sentBefore);
  expect([await listings(), await parts()]).toEqual(before);
});

test('a title, a SKU or a status that changed is written, and nothing else', async () => {
  const [one, two, three] = [shopify.shop.add(), shopify.shop.add(), shopify.shop.add()];
  await pull();
  one.title = '🧴'.repeat(300);
  two.sku = ' other ';
  three.tracked = false;
  expect(await pull()).toEqual({ read: 3, new: 0, changed: 3, gone: 0 });
  expect(await listings()).toMatchObject([
    { title: '🧴'.repeat(255), status: 'active' },
    { sku: 'other' },
    { status: 'untracked' },
  ]);
  expect(await pull()).toMatchObject({ changed: 0 });
});

test('a listing that is gone is left alone until it is back', async () => {
  await stocked({ 1: 'A', 2: 'B' });
  await pullAndMap(showing([shown(1, 'A'), shown(2, 'B')]));
  expect(await pullAndMap(showing([shown(2, 'B')]))).toMatchObject({ read: 1, gone: 1 });
  expect(await listings()).toMatchObject([{ status: 'gone' }, { status: 'active' }]);
  expect(await marked(books)).toEqual([2]);
  await recordMovements(books.session, LEARNS, [sale('s1', 'A')]);
  expect(await marked(books)).toEqual([2]);
  expect(await pullAndMap(showing([shown(2, 'B')]))).toMatchObject({ gone: 0 });
  expect(await pullAndMap(showing([shown(1, 'A'), shown(2, 'B')]))).toMatchObject({ changed: 1, mapped: 0 });
  expect(await marked(books)).toEqual([1, 2]);
  expect(await parts()).toEqual({ 1: [1, 1], 2: [2, 1] });
});

test('a pull that breaks off gives nothing up, and what it read is right', async () => {
  await pull(showing([shown(1), shown(2)]));
  const broken = showing([{ ...shown(1), title: 'new' }, shown(3)], new UnavailableError(DOING));
  await expect(pull(broken)).rejects.toThrow(UnavailableError);
  expect(await listings()).toMatchObject([
    { title: 'new', status: 'active' },
    { title: 'Producto 2', status: 'active' },
    { title: 'Producto 3', status: 'active' },
  ]);
});

test('of two pulls at once the second begins after the first, and what came back between them stays', async () => {
  await pull(showing([shown(1), shown(2)]));
  let second: Promise<unknown> = Promise.resolve();
  const before: Marketplace = {
    ...shopify.open(),
    async *listings() {
      yield [shown(2)];
      // It has read past listing 1, which comes back now.
      second = pull(showing([shown(1), shown(2)]), books.other);
      await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 500))]);
    },
  };
  expect(await pull(before)).toMatchObject({ gone: 1 });
  expect(await second).toMatchObject({ changed: 1, gone: 0 });
  expect(await listings()).toMatchObject([{ status: 'active' }, { status: 'active' }]);
});

test('a marketplace that shows nothing at all gives nothing up', async () => {
  await pull(showing([shown(1)]));
  await expect(pull(showing([]))).rejects.toThrow('none_shown');
  expect(await listings()).toMatchObject([{ status: 'active' }]);
});

test('a list that was cut short gives up nothing that is found by its name', async () => {
  const [first] = [shopify.shop.add({ sku: 'A' }), shopify.shop.add({ sku: 'B' })];
  await pull();
  const cut: Marketplace = {
    ...shopify.open(),
    async *listings() {
      for await (const page of shopify.open().listings()) yield page.slice(0, 1);
    },
  };
  expect(await pull(cut)).toMatchObject({ read: 1, gone: 0 });
  shopify.shop.remove(first);
  expect(await pull()).toMatchObject({ read: 1, gone: 1 });
  shopify.simulator.fail({ fault: '503', operation: 'Levels', times: Infinity });
  await expect(pull(showing([shown(9)]))).rejects.toThrow('gone_unread');
  expect(await listings()).toMatchObject([{ status: 'gone' }, { status: 'active' }, { status: 'active' }]);
});

test('a listing that was ordered first is completed, and what was ordered is applied once it has a product', async () => {
  await stocked({ 1: 'A' });
  const variant = shopify.shop.add({ sku: 'A', title: 'Jabón' });
  const line = { listing: listingOf(variant), sku: null };
  const listingIdOf = await addListings(books.session, 'shopify', [line]);
  await recordMovements(books.session, LEARNS, [order('o1', listingIdOf(line).listingId, 2)]);
  expect(await pullAndMap()).toMatchObject({ new: 0, changed: 1, mapped: 1, applied: 1 });
  expect(await listings()).toMatchObject([{ sku: 'A', title: 'Jabón', status: 'active' }]);
  expect(await heldOf(books)).toEqual({ 1: [10, -2] });
  expect(await pullAndMap()).toMatchObject({ applied: 0 });
  expect(await movementsOf(books)).toHaveLength(1);
});

test('a SKU that moves to another product, or is two products, takes its listing along', async () => {
  await stocked({ 1: 'A', 2: 'B' });
  await pullAndMap(showing([shown(1, 'A')]));
  expect(await parts()).toEqual({ 1: [1, 1] });
  await stocked({ 1: 'old', 2: 'A' });
  await forgetMarks(books);
  expect(await pullAndMap(showing([shown(1, 'A')]))).toMatchObject({ mapped: 1, unmapped: 0 });
  expect(await parts()).toEqual({ 1: [2, 1] });
  expect(await marked(books)).toEqual([1]);
  await stocked({ 1: 'A' });
  expect(await pullAndMap(showing([shown(1, 'A')]))).toMatchObject({ mapped: 0, unmapped: 1 });
  expect(await parts()).toEqual({});
});

test('what was mapped by hand stays, and what was unmapped by hand too', async () => {
  await stocked({ 1: 'A', 2: 'B' });
  await pullAndMap(showing([shown(1, 'A'), shown(2, 'B')]));
  await books.schema.query('UPDATE channel_listing SET by_hand = TRUE');
  await books.schema.query('UPDATE channel_listing_part SET item_id = 2, units = 3 WHERE listing_id = 1');
  await books.schema.query('DELETE FROM channel_listing_part WHERE listing_id = 2');
  expect(await pullAndMap(showing([shown(1, 'A'), shown(2, 'B')]))).toMatchObject({ mapped: 0, unmapped: 0 });
  expect(await parts()).toEqual({ 1: [2, 3] });
});

test('two that map at once map once, and apply once what waited', async () => {
  await stocked(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [n + 1, `SKU-${n + 1}`])));
  await pull(showing(Array.from({ length: 40 }, (_, n) => shown(n + 1))));
  await fillSkus(books.session, 'product_code');
  await recordMovements(books.session, LEARNS, [order('o1', 1), order('o2', 40)]);
  const [one, other] = await Promise.all([mapBySku(books.session, LEARNS), mapBySku(books.other, LEARNS)]);
  expect(one.mapped + other.mapped).toBe(40);
  expect(one.applied + other.applied).toBe(2);
  expect(Object.keys(await parts())).toHaveLength(40);
  expect(await heldOf(books)).toMatchObject({ 1: [10, -1], 2: [10, 0], 40: [10, -1] });
});

test('a listing that a deliverer found gone is gone', async () => {
  await pull(showing([shown(1), shown(2)]));
  await noteGone(books.session, [1]);
  await markListingsById(books.session, [1, 2]);
  expect(await marked(books)).toEqual([2]);
});
