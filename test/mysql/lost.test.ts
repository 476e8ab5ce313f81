import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openSchema } from '../support/database.ts';
import { connectTo } from '../support/session.ts';
import { DOING, saidBy } from '../support/words.ts';

test('a connection that the server ends by itself is lost, and says why', async () => {
  const schema = await openSchema();
  const session = await connectTo(schema);
  await session.write(DOING, 'SET SESSION wait_timeout = 1');
  await once(session.signal, 'abort');
  expect(saidBy(session.signal.reason)).toContain('lost the database while trying to');
  await session.close();
  await schema.drop();
});
