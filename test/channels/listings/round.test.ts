import { beforeEach, expect, test } from 'vitest';
import { deliverListings } from '../../../src/channels/listings/round.ts';
import { pause } from '../../../src/channels/state.ts';
import { markListingsById } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import type { Variant } from '../../../dev/simulate/shopify/shop.ts';
import type { Marketplace } from '../../../src/channels/marketplace.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { listingOf, shopifyBeforeEach } from '../../support/shopify.ts';
import { DOING } from '../../support/words.ts';

const VERIFY_MS = 60_000;

const shopify = shopifyBeforeEach();
const books = booksBeforeEach();
beforeEach(async () => {
  await takeLease(books.session, 'one');
  await takeLease(books.other, 'two');
});

/** An item with so much stock, whose listing is due. */
async function listed(itemId: number, stock: number, variant: Variant): Promise<void> {
  const { remoteId, remoteVariant } = listingOf(variant);
  const { schema } = books;
  await schema.query('INSERT INTO stock_level (item_id, base) VALUES (?, ?)', [itemId, stock]);
  await schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, remote_variant) VALUES (?, 'shopify', ?, ?)`,
    [itemId, remoteId, remoteVariant],
  );
  await schema.query('INSERT INTO channel_listing_part VALUES (?, ?, 1)', [itemId, itemId]);
  await markListingsById(books.session, [itemId]);
}

async function stockIs(itemId: number, stock: number): Promise<void> {
  await books.schema.query('UPDATE stock_level SET base = ? WHERE item_id = ?', [stock, itemId]);
  await markListingsById(books.session, [itemId]);
}

const deliver = (marketplace: Marketplace = shopify.open(), by: 'one' | 'two' = 'one') =>
  deliverListings({
    session: by === 'one' ? books.session : books.other,
    channel: 'shopify',
    marketplace,
    holder: by,
    rules: { buffer: 0, locations: undefined, attempts: 2, verifyMs: VERIFY_MS },
    signal: new AbortController().signal,
  });

/** Something happens between the first answer of this kind and what is made of it. */
function interfering(after: 'read' | 'write', happens: () => unknown): Marketplace {
  const real = shopify.open();
  let isFirst = true;
  const then = async <T>(answer: T): Promise<T> => {
    if (isFirst) await happens();
    isFirst = false;
    return answer;
  };
  return { ...real, [after]: async (asked: never) => then(await real[after](asked)) };
}

const rows = () =>
  books.schema.query<{ id: number; pending: number; dead: number; leased: number }>(
    `SELECT subject_id AS id, NOT (accepted_key <=> \`key\`) AS pending, dead_at IS NOT NULL AS dead,
            leased_by IS NOT NULL AS leased FROM channel_outbox ORDER BY subject_id`,
  );
/** As if so much time had passed since it was sent. */
const passes = (ms: number) =>
  books.schema.query(
    'UPDATE channel_outbox SET sent_at = sent_at - INTERVAL ? MICROSECOND, next_at = next_at - INTERVAL ? MICROSECOND',
    [ms * 1000, ms * 1000],
  );
const operations = () => shopify.simulator.requests.map(({ operation }) => operation);

test('what differs is written in one call after one reading, checked again, and then done', async () => {
  const variants = [1, 2, 3].map((id) => shopify.shop.add({ available: id === 3 ? 7 : 0 }));
  for (const [index, variant] of variants.entries()) await listed(index + 1, 7, variant);
  expect(await deliver()).toMatchObject({ accepted: 3, dead: 0, ended: undefined });
  expect(variants.map(({ level }) => level?.available)).toEqual([7, 7, 7]);
  expect(operations()).toEqual(['Levels', 'SetQuantities']);
  // The third showed already what it should, and nothing was ever sent to it.
  expect(await rows()).toMatchObject([
    { id: 1, pending: 0, leased: 0 },
    { id: 2, pending: 0, leased: 0 },
  ]);
  expect(await deliver()).toMatchObject({ accepted: 0 });
  await passes(VERIFY_MS);
  expect(await deliver()).toMatchObject({ accepted: 2 });
  expect(await rows()).toEqual([]);
  expect(operations()).toEqual(['Levels', 'SetQuantities', 'Levels']);
});

test('an order between reading and writing is not written over: it is read again', async () => {
  const variant = shopify.shop.add({ available: 10 });
  await listed(1, 8, variant);
  await deliver(interfering('read', () => shopify.shop.sell([{ variant, quantity: 3 }])));
  expect(operations()).toEqual(['Levels', 'SetQuantities', 'Levels', 'SetQuantities']);
  expect(variant.level?.available).toBe(8);
});

test('what changes while it is written is written again, and the older quantity is not believed', async () => {
  const variant = shopify.shop.add({ available: 10 });
  await listed(1, 8, variant);
  await deliver(interfering('write', () => stockIs(1, 5)));
  expect(variant.level?.available).toBe(5);
  expect(await rows()).toMatchObject([{ id: 1, pending: 0 }]);
});

test('a paused channel is asked and told nothing', async () => {
  await listed(1, 8, shopify.shop.add({ available: 10 }));
  await pause(books.session, 'shopify');
  expect(await deliver()).toMatchObject({ accepted: 0, ended: 'paused' });
  expect(operations()).toEqual([]);
});

test('two deliverers never have the same listing in hand, and what one had that is gone the other takes', async () => {
  const variants = [1, 2].map(() => shopify.shop.add({ available: 0 }));
  for (const [index, variant] of variants.entries()) await listed(index + 1, 4, variant);
  await books.schema.query(`UPDATE channel_outbox SET leased_by = 'two' WHERE subject_id = 1`);
  await deliver();
  expect(variants.map(({ level }) => level?.available)).toEqual([0, 4]);
  await books.schema.query(`UPDATE channel_outbox SET leased_by = 'a worker that died' WHERE subject_id = 1`);
  await deliver();
  expect(variants.map(({ level }) => level?.available)).toEqual([4, 4]);
});

test('a listing that is gone, or takes no quantity, is dead at once and says why', async () => {
  const gone = shopify.shop.add({ available: 1 });
  await listed(1, 4, gone);
  shopify.shop.remove(gone);
  await listed(2, 4, shopify.shop.add({ available: 1, tracked: false }));
  expect(await deliver()).toMatchObject({ dead: 2 });
  expect(await books.schema.query('SELECT last_error FROM channel_outbox ORDER BY subject_id')).toEqual([
    { last_error: 'gone' },
    { last_error: 'untracked' },
  ]);
});

test('an answer that is lost proves nothing: the listing is read again before anything else is sent', async () => {
  const variant = shopify.shop.add({ available: 0 });
  await listed(1, 4, variant);
  const real = shopify.open();
  const marketplace: Marketplace = {
    ...real,
    async write(writes) {
      await real.write(writes);
      return writes.map(() => ({ kind: 'unreachable', reason: real.service }) as const);
    },
  };
  expect(await deliver(marketplace)).toMatchObject({ accepted: 0, ended: 'failing' });
  expect(await rows()).toMatchObject([{ id: 1, pending: 1, leased: 0 }]);
  await passes(6_000);
  expect(await deliver()).toMatchObject({ accepted: 1 });
  expect(operations()).toEqual(['Levels', 'SetQuantities', 'Levels']);
  expect(await rows()).toMatchObject([{ id: 1, pending: 0 }]);
});

test('a listing that is inactive is activated for what there is to offer, and for nothing it is left alone', async () => {
  const variants = [0, 4].map(() => shopify.shop.add({ level: 'inactive', available: 0 }));
  for (const [index, variant] of variants.entries()) await listed(index + 1, index * 4, variant);
  expect(await deliver()).toMatchObject({ accepted: 2 });
  expect(variants.map(({ level }) => level)).toEqual([
    { isActive: false, available: 0 },
    { isActive: true, available: 4 },
  ]);
});

test('a quantity that no marketplace takes keeps no other listing from being written', async () => {
  const [most, other] = [shopify.shop.add({ available: 1 }), shopify.shop.add({ available: 1 })];
  await listed(1, 3_000_000_000, most);
  await listed(2, 5, other);
  expect(await deliver()).toMatchObject({ accepted: 2 });
  expect([most.level?.available, other.level?.available]).toEqual([1_000_000_000, 5]);
});

test('where the marketplace asks one deliverer to wait, no other one asks it for anything until then', async () => {
  const variant = shopify.shop.add({ available: 1 });
  await listed(1, 5, variant);
  shopify.simulator.fail({ fault: '429', operation: 'SetQuantities', times: 1 });
  expect(await deliver()).toMatchObject({ ended: 'paced', accepted: 0, dead: 0 });
  const asked = operations().length;
  expect(await deliver(shopify.open(), 'two')).toMatchObject({ ended: 'paced', looked: 0 });
  expect(operations()).toHaveLength(asked);
  await books.schema.query('UPDATE channel SET not_before = NOW(3)');
  expect(await deliver(shopify.open(), 'two')).toMatchObject({ accepted: 1 });
  expect(variant.level?.available).toBe(5);
});

test('where every listing is refused none is given up, and it is said that nothing went through', async () => {
  for (const id of [1, 2]) await listed(id, 5, shopify.shop.add({ available: 1 }));
  const marketplace: Marketplace = {
    ...shopify.open(),
    write: (writes) => Promise.resolve(writes.map(() => ({ kind: 'refused', reason: DOING, fact: 'no' }))),
  };
  expect(await deliver(marketplace)).toMatchObject({ looked: 2, accepted: 0, dead: 0, ended: 'failing' });
  expect(await rows()).toMatchObject([
    { pending: 1, dead: 0 },
    { pending: 1, dead: 0 },
  ]);
  expect(await books.schema.query('SELECT reason FROM channel')).toEqual([{ reason: DOING.code }]);
});

test("a location that Shopify does not know is the channel's failure: no listing is given up, and none counts as sold out", async () => {
  for (const [id, stock] of [
    [1, 0],
    [2, 5],
  ] as const)
    await listed(id, stock, shopify.shop.add({ available: 1 }));
  for (let time = 0; time < 3; time += 1) {
    const { ended, accepted, dead, lastFailure } = await deliver(
      shopify.open({ location: 'gid://shopify/Location/7' }),
    );
    expect({ ended, accepted, dead, code: lastFailure?.code }).toEqual({
      ...{ ended: 'denied', accepted: 0, dead: 0, code: 'shopify.location_unknown' },
    });
    await passes(60_000);
  }
  expect(await rows()).toMatchObject([
    { id: 1, pending: 1, dead: 0 },
    { id: 2, pending: 1, dead: 0 },
  ]);
  expect(await deliver()).toMatchObject({ accepted: 2 });
});

test('a shop that has none of many listings is another shop: none is given up', async () => {
  for (let id = 1; id <= 10; id += 1) {
    const variant = shopify.shop.add();
    await listed(id, 5, variant);
    shopify.shop.remove(variant);
  }
  const { ended, dead, lastFailure } = await deliver();
  expect({ ended, dead, code: lastFailure?.code }).toEqual({
    ...{ ended: 'denied', dead: 0, code: 'channels.none_there' },
  });
  expect(await books.schema.query("SELECT id FROM channel_listing WHERE status = 'gone'")).toEqual([]);
});
