import { expect, test } from 'vitest';
import { availableOf } from '../../../dev/simulate/mercado-libre/store.ts';
import type { Shared } from '../../../src/channels/marketplace.ts';
import { sell } from '../../../src/channels/selling/sell.ts';
import { sharedOf } from '../../../src/channels/shared/index.ts';
import { markListingsById } from '../../../src/channels/stock.ts';
import { takeLease } from '../../../src/mysql/lease.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { booksBeforeEach } from '../../support/ledger.ts';
import { itemOf, mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';
import { sellingOf } from '../../support/selling.ts';
import { connectTo } from '../../support/session.ts';

const meli = mercadoLibreBeforeEach();
const books = booksBeforeEach();

const sharedBy = (session: Session): Shared => sharedOf({ use: (work) => work(session) }, 'mercadolibre');

/** Items with stock, each with a listing that shows less and is due. */
async function listed(count: number) {
  const variants = Array.from({ length: count }, () => meli.store.add({ available: 1 }));
  const ids = variants.map((_, index) => index + 1);
  const { schema, session } = books;
  await schema.query('INSERT INTO stock_level (item_id, base) VALUES ?', [ids.map((id) => [id, 10])]);
  await schema.query('INSERT INTO channel_listing (id, channel, remote_id) VALUES ?', [
    variants.map((variant, index) => [index + 1, 'mercadolibre', itemOf(variant).remoteId]),
  ]);
  await schema.query('INSERT INTO channel_listing_part VALUES ?', [ids.map((id) => [id, id, 1])]);
  await markListingsById(session, ids);
  return variants;
}

async function work(session: Session, holder: string, perSecond: number, pacing: Session) {
  await takeLease(session, holder);
  const marketplace = meli.open({ perSecond, shared: sharedBy(pacing) });
  return sell({
    ...{ session, channel: 'mercadolibre', marketplace, holder, selling: sellingOf() },
    ...{ signal: new AbortController().signal, unlessReadWithinMs: 0 },
  });
}

test('two processes together send no more than the pace', async () => {
  await listed(40);
  const pacing = await Promise.all([connectTo(books.schema), connectTo(books.schema)]);
  const startedMs = Date.now();
  const done = await Promise.all([
    work(books.session, 'pace-one', 20, pacing[0]),
    work(books.other, 'pace-two', 20, pacing[1]),
  ]);
  expect(done[0].accepted + done[1].accepted).toBe(40);
  const { requests } = meli.simulator;
  const lastMs = Math.max(...requests.map(({ at }) => at));
  expect((lastMs - startedMs) / 1000).toBeGreaterThan((requests.length - 20) / 20);
  await Promise.all(pacing.map((session) => session.close()));
});

test('where Mercado Libre takes less than the pace, everything is written all the same, and less is refused', async () => {
  const variants = await listed(30);
  meli.simulator.perSecond = 10;
  const pacing = await connectTo(books.schema);
  const { accepted, ended } = await work(books.session, 'pace-three', 40, pacing);
  expect({ accepted, ended }).toEqual({ accepted: 30, ended: undefined });
  expect(variants.map(availableOf)).toEqual(variants.map(() => 10));
  const refused = meli.simulator.requests.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(30);
  const [row] = await books.schema.query<{ pace: number }>('SELECT pace FROM channel');
  expect(row?.pace).toBeLessThan(40);
  await pacing.close();
});

test('1,000 changed listings take 50 readings and 1,000 writings, and as many readings to verify', async () => {
  await listed(1000);
  meli.simulator.perSecond = 100_000;
  const pacing = await connectTo(books.schema);
  expect(await work(books.session, 'pace-four', 1000, pacing)).toMatchObject({ accepted: 1000 });
  await books.schema.query('UPDATE channel_outbox SET next_at = NOW(3)');
  expect(await work(books.other, 'pace-five', 1000, pacing)).toMatchObject({ accepted: 1000 });
  const asked = (wanted: string): number =>
    meli.operations.filter((operation) => operation === wanted).length;
  expect([asked('items'), asked('put-item')]).toEqual([100, 1000]);
  await pacing.close();
});
