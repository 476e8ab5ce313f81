import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Checkpoint, forgetCheckpoint } from '../../../src/channels/reconcile/checkpoint.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { openSchema, type TestSchema } from '../../support/database.ts';
import { connectTo, migrateSchema } from '../../support/session.ts';

let schema: TestSchema;
let session: Session;
beforeAll(async () => {
  schema = await openSchema();
  await migrateSchema(schema);
  session = await connectTo(schema);
});
afterAll(async () => {
  await session.close();
  await schema.drop();
});
beforeEach(() => schema.query('DELETE FROM channel'));

/** In the order in which they are compared, which is not that of their ids. */
const KNOWN = [5, 3, 9, 1, 7].map((listingId) => ({
  listingId,
  remoteId: `MLA${listingId}`,
  remoteVariant: '',
}));
const open = (known = KNOWN): Promise<Checkpoint> => Checkpoint.open(session, 'shopify', known);
const right = async (known = KNOWN): Promise<number[]> => {
  const checkpoint = await open(known);
  return known.filter((listing) => checkpoint.isRight(listing)).map(({ listingId }) => listingId);
};

test('what showed what it should is not read again, and all else is', async () => {
  expect(await right()).toEqual([]);
  const first = await open();
  await first.note(KNOWN.slice(0, 2), new Set([3]));
  await first.note(KNOWN.slice(2, 4), new Set());
  expect(await right()).toEqual([5, 9, 1]);
  // One that is cut off in its turn: what it read again is right by now, and something else is not.
  const second = await open();
  await second.note(
    [KNOWN[1], KNOWN[4]].filter((each) => each !== undefined),
    new Set([7]),
  );
  expect(await right()).toEqual([5, 3, 9, 1]);
  await forgetCheckpoint(session, 'shopify');
  expect(await right()).toEqual([]);
});

test('listings that came or went meanwhile change nothing of the others', async () => {
  await (await open()).note(KNOWN.slice(0, 4), new Set([9]));
  const [, ...others] = KNOWN;
  expect(await right(others)).toEqual([3, 1]);
  // Where the last one is gone, nobody knows how far it came.
  expect(await right(KNOWN.filter(({ listingId }) => listingId !== 1))).toEqual([]);
});

test('after half an hour all is read again, however often it was cut off since', async () => {
  await (await open()).note(KNOWN.slice(0, 2), new Set());
  await schema.query('UPDATE channel SET compared_since = compared_since - INTERVAL 29 MINUTE');
  await (await open()).note(KNOWN.slice(2, 3), new Set());
  expect(await right()).toEqual([5, 3, 9]);
  await schema.query('UPDATE channel SET compared_since = compared_since - INTERVAL 2 MINUTE');
  expect(await right()).toEqual([]);
});

test('other channels, and what else is known of this one, stay as they are', async () => {
  await schema.query(
    "INSERT INTO channel (channel, paused_at) VALUES ('shopify', '2026-01-01'), ('mercadolibre', NULL)",
  );
  await (await Checkpoint.open(session, 'mercadolibre', KNOWN)).note(KNOWN, new Set());
  await (await open()).note(KNOWN, new Set());
  await forgetCheckpoint(session, 'mercadolibre');
  expect(await right()).toHaveLength(KNOWN.length);
  expect(
    await schema.query("SELECT paused_at IS NOT NULL AS paused FROM channel WHERE channel = 'shopify'"),
  ).toEqual([{ paused: 1 }]);
});
