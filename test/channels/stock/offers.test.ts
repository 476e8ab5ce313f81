import { beforeEach, expect, test } from 'vitest';
import {
  addStock,
  beginStock,
  closeMovements,
  countStock,
  markListingsById,
  NO_SOURCE,
  offersOf,
  openLevels,
  recordMovements,
  type StockRules,
} from '../../../src/channels/stock.ts';
import {
  addListing,
  at,
  booksBeforeEach,
  forgetMarks,
  levelsOf,
  marked,
  readStock,
  sale,
  setClock,
} from '../../support/ledger.ts';

const books = booksBeforeEach({ 1: 'A', 2: 'B' });
beforeEach(() => setClock(books.session, 0));

const SOURCE: StockRules = { hasSource: true, absorbS: {} };
const ALL = { buffer: 0, locations: undefined };
const spots = (...ids: number[]) => ids.map((itemId) => ({ itemId, location: '' }));
const sell = (
  rules: StockRules,
  key: string,
  sku: string,
  quantity: number,
  kind: 'sale' | 'order' = 'sale',
) => recordMovements(books.session, rules, [{ ...sale(key, sku, quantity), kind }]);
const offers = async (rules: Parameters<typeof offersOf>[2] = ALL) =>
  Object.fromEntries(await offersOf(books.session, [11, 12, 21, 90, 91], rules));

test('a listing offers what there is, a kit what its scarcest part allows, each less its own buffer or that of the channel', async () => {
  await addListing(books.schema, 90, 'a', { 1: 1, 2: 3 });
  await addListing(books.schema, 91, 'a', {});
  await openLevels(books.session, spots(1, 2), SOURCE);
  await books.schema.query('UPDATE channel_listing SET buffer = 4 WHERE id = 12');
  await sell(SOURCE, 's1', 'A', 2);
  expect(await offers()).toEqual({ 11: 8, 12: 4, 21: 10, 90: 3 });
  expect(await offers({ ...ALL, buffer: 1 })).toEqual({ 11: 7, 12: 4, 21: 9, 90: 2 });
});

test('a listing of an item that nobody knows anything of is not in the answer', async () => {
  expect(await offers()).toEqual({});
  await openLevels(books.session, spots(1), NO_SOURCE);
  expect(await offers()).toEqual({});
});

test('what is sold where nobody counted is taken from what was counted elsewhere', async () => {
  await countStock(books.session, [{ itemId: 1, location: 'north', sku: 'A', quantity: 5 }]);
  await recordMovements(books.session, NO_SOURCE, [{ ...sale('s1', 'A', 2), location: 'south' }]);
  expect(await offers()).toMatchObject({ 11: 3 });
  expect(await offers({ ...ALL, locations: ['south'] })).toEqual({});
});

test('a channel sells from its own locations', async () => {
  await countStock(books.session, [
    { itemId: 1, location: 'north', sku: 'A', quantity: 5 },
    { itemId: 1, location: 'south', sku: 'A', quantity: 2 },
  ]);
  expect(await offers()).toEqual({ 11: 7, 12: 7 });
  expect(await offers({ ...ALL, locations: ['south'] })).toEqual({ 11: 2, 12: 2 });
  expect(await offers({ ...ALL, locations: ['nowhere'] })).toEqual({});
});

test('what was sold nobody knows from where is gone from every channel, until somebody says that it is counted', async () => {
  await countStock(books.session, [
    { itemId: 1, location: 'north', sku: 'A', quantity: 5 },
    { itemId: 1, location: 'south', sku: 'A', quantity: 4 },
  ]);
  await sell(NO_SOURCE, 's1', 'A', 3, 'order');
  expect(await offers()).toEqual({ 11: 6, 12: 6 });
  expect(await offers({ ...ALL, locations: ['north'] })).toEqual({ 11: 2, 12: 2 });
  expect(await offers({ ...ALL, locations: ['north', 'south'] })).toEqual({ 11: 6, 12: 6 });
  await countStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 0 }]);
  expect(await offers({ ...ALL, locations: ['north'] })).toEqual({ 11: 5, 12: 5 });
  await addStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 8 }]);
  expect(await offers({ ...ALL, locations: ['north'] })).toEqual({ 11: 5, 12: 5 });
});

test('a listing whose parts change is to be looked at by itself', async () => {
  await markListingsById(books.session, [12, 21, 99]);
  expect(await marked(books)).toEqual([12, 21]);
});

test('a listing that is gone from its channel is not looked at', async () => {
  await books.schema.query(
    `UPDATE channel_listing SET status = IF(id = 11, 'gone', 'active') WHERE id IN (11, 12)`,
  );
  await countStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 9 }]);
  await markListingsById(books.session, [11]);
  expect(await marked(books)).toEqual([12]);
});

test('without a source the first word is what a channel shows, and what is counted after it stands, whatever is held', async () => {
  for (const quantity of [6, 60]) {
    const first = [{ itemId: 1, location: '', quantity }];
    await beginStock(books.session, first, async () => first);
  }
  await sell(NO_SOURCE, 's1', 'A', 2);
  expect(await offers()).toEqual({ 11: 4, 12: 4 });
  await forgetMarks(books);
  await countStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 9 }]);
  expect(await offers()).toEqual({ 11: 9, 12: 9 });
  expect(await marked(books)).toEqual([11, 12]);
  await addStock(books.session, [{ itemId: 1, location: '', sku: 'A', quantity: 5 }]);
  await sell(NO_SOURCE, 's2', 'A', 1);
  expect(await offers()).toEqual({ 11: 13, 12: 13 });
  expect(
    await books.schema.query('SELECT kind, quantity, end_reason AS why FROM stock_movement ORDER BY id'),
  ).toEqual([
    { kind: 'sale', quantity: -2, why: null },
    { kind: 'count', quantity: 5, why: 'counted' },
    { kind: 'count', quantity: 5, why: null },
    { kind: 'sale', quantity: -1, why: null },
  ]);
});

test('after a stocktake what no list shows ends, once the source was read since', async () => {
  await sell(SOURCE, 's1', 'A', 2);
  await sell(SOURCE, 'o1', 'B', 1, 'order');
  await sell(SOURCE, 'u1', 'unknown', 1);
  await setClock(books.session, 200);
  await sell(SOURCE, 's2', 'A', 1);
  expect(await closeMovements(books.session, SOURCE, at(100))).toEqual({ closed: 0, waiting: 3 });
  await readStock(books.session, SOURCE, { runId: 'r1', startedAt: 150, readings: { 1: 8 } });
  expect(await closeMovements(books.session, SOURCE, at(100))).toEqual({ closed: 1, waiting: 2 });
  expect(await levelsOf(books)).toMatchObject([
    { base: 8, held: -1 },
    { base: 10, held: -1 },
  ]);
  await readStock(books.session, SOURCE, { runId: 'r2', startedAt: 250, isWhole: true, readings: { 2: 9 } });
  expect(await closeMovements(books.session, SOURCE, at(100))).toEqual({ closed: 2, waiting: 0 });
  expect(await levelsOf(books)).toMatchObject([
    { base: 8, held: -1 },
    { base: 9, held: 0 },
  ]);
});

test('a stocktake ends nothing that the source shows by itself', async () => {
  const learns: StockRules = { hasSource: true, absorbS: { sale: 60 } };
  await sell(learns, 's1', 'A', 2);
  await sell(learns, 'o1', 'A', 1, 'order');
  await readStock(books.session, learns, { runId: 'r1', startedAt: 50, readings: { 1: 8 } });
  expect(await closeMovements(books.session, learns, at(40))).toEqual({ closed: 1, waiting: 0 });
  expect(await levelsOf(books)).toMatchObject([{ base: 8, held: -2 }]);
});

test('without a source no movement is closed', async () => {
  await expect(closeMovements(books.session, NO_SOURCE, at(100))).rejects.toSay('stock set');
});

test('a thousand movements and one more are closed', async () => {
  const many = Array.from({ length: 1001 }, (_, index) => sale(`s${index}`, 'A'));
  await recordMovements(books.session, SOURCE, many);
  await readStock(books.session, SOURCE, { runId: 'r1', startedAt: 50, readings: { 1: 8 } });
  expect(await closeMovements(books.session, SOURCE, at(40))).toEqual({ closed: 1001, waiting: 0 });
  expect(await levelsOf(books)).toMatchObject([{ base: 8, held: 0 }]);
});
