import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../src/mysql/session.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { connectTo } from '../support/session.ts';
import { DOING } from '../support/words.ts';

let schema: TestSchema;
let session: Session;
beforeEach(async () => {
  schema = await openSchema();
  session = await connectTo(schema);
  await schema.query('CREATE TABLE counted (n INT)');
});
afterEach(async () => {
  await session.close();
  await schema.drop();
});

test('a write that the server would undo with the connection ends the session, and says so', async () => {
  await session.write(DOING, 'INSERT INTO counted VALUES (1)');
  await session.write(DOING, 'SET autocommit = 0');
  const refused = session.write(DOING, 'INSERT INTO counted VALUES (2)');
  await expect(refused).rejects.toMatchObject({ exitCode: 78 });
  await expect(refused).rejects.toSay('the database did not commit');
  expect(session.signal.aborted).toBe(true);
  expect(await schema.query('SELECT n FROM counted')).toEqual([{ n: 1 }]);
});

test('a transaction of its own is committed, and one that fails leaves nothing open', async () => {
  await session.transaction(DOING, () => session.write(DOING, 'INSERT INTO counted VALUES (1)'));
  const failed = session.transaction(DOING, async () => {
    await session.write(DOING, 'INSERT INTO counted VALUES (2)');
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await session.write(DOING, 'INSERT INTO counted VALUES (3)');
  expect(await schema.query('SELECT n FROM counted ORDER BY n')).toEqual([{ n: 1 }, { n: 3 }]);
});

test('a call says whether it left a transaction open', async () => {
  await schema.query('CREATE PROCEDURE closed() BEGIN START TRANSACTION; SELECT 1; COMMIT; END');
  await schema.query('CREATE PROCEDURE opened() BEGIN START TRANSACTION; SELECT 1; END');
  expect(await session.call(DOING, 'CALL closed()')).toBe(false);
  expect(await session.call(DOING, 'CALL opened()')).toBe(true);
});
