import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepAlive } from '../../src/mysql/keep-alive.ts';
import { openSchema } from '../support/database.ts';
import { connectTo } from '../support/session.ts';
import { DOING } from '../support/words.ts';

test('a connection without work outlives the limit of idle ones only while it is kept', async () => {
  const schema = await openSchema();
  const [kept, idle] = [await connectTo(schema), await connectTo(schema)];
  for (const session of [kept, idle]) await session.write(DOING, 'SET SESSION wait_timeout = 1');
  const stop = keepAlive(kept, 200);
  await pause(2_500);
  stop();
  expect(await kept.read(DOING, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(idle.read(DOING, 'SELECT 1 AS one')).rejects.toThrow();
  await kept.close();
  await idle.close();
  await schema.drop();
});
