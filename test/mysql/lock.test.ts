import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockedError, lockName, takeLock } from '../../src/mysql/lock.ts';
import type { Session } from '../../src/mysql/session.ts';
import { runningInWords } from '../../src/runs/store.ts';
import { connectTo, openShelf, type Shelf, startRun } from '../support/session.ts';
import { DOING } from '../support/words.ts';

let shelf: Shelf;
let other: Session;
beforeEach(async () => {
  shelf = await openShelf();
  other = await connectTo(shelf.schema);
});
afterEach(async () => {
  await other.close();
  await shelf.close();
});

test('the lock of the longest schema name has at most 64 characters, and each schema its own', () => {
  expect(lockName('a'.repeat(64)).length).toBeLessThanOrEqual(64);
  expect(lockName('a'.repeat(64))).not.toBe(lockName(`${'a'.repeat(63)}b`));
});

test('the second is told within 5 s who holds the lock, since when and when it last showed life', async () => {
  const { schema, session, store } = shelf;
  await takeLock(session, schema.name);
  await startRun(store, 'holder-1');
  await schema.query(
    `UPDATE sync_run SET started_at = '2026-01-02 03:04:05', alive_at = '2026-01-02 03:09:10'`,
  );
  const startedMs = performance.now();
  const refusal = await takeLock(other, schema.name, runningInWords).catch((error: unknown) => error);
  expect(performance.now() - startedMs).toBeLessThan(5000);
  expect(refusal).toBeInstanceOf(LockedError);
  expect(refusal).toMatchObject({ exitCode: 75 });
  expect(refusal).toSay(
    /sync holder-1, since 2026-01-02 03:04:05\.000 UTC, last sign of life 2026-01-02 03:09:10\.000 UTC/,
  );
});

test('a holder before the first migration is named by its connection', async () => {
  await shelf.schema.query('DROP TABLE sync_run');
  await takeLock(shelf.session, shelf.schema.name);
  await expect(takeLock(other, shelf.schema.name)).rejects.toSay(
    /held|holds the lock.*database connection \d+/,
  );
});

test('the lock goes with the connection of its holder, however that ended', async () => {
  const { schema, session } = shelf;
  await takeLock(session, schema.name);
  const [connection] = await session.read<{ id: number }>(DOING, 'SELECT CONNECTION_ID() AS id');
  await schema.query(`KILL ${connection?.id}`);
  await expect(takeLock(other, schema.name)).resolves.toBeUndefined();
});

test('a holder whose connection broke takes no further statement', async () => {
  const { schema, session } = shelf;
  await takeLock(session, schema.name);
  const [connection] = await session.read<{ id: number }>(DOING, 'SELECT CONNECTION_ID() AS id');
  await schema.query(`KILL ${connection?.id}`);
  await expect.poll(() => session.signal.aborted).toBe(true);
  await expect(session.write(DOING, 'DELETE FROM raw_item_data')).rejects.toMatchObject({ exitCode: 69 });
});
