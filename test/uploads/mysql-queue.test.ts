import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { databaseConfig } from '../../src/mysql/config.ts';
import { openPool } from '../../src/mysql/pool.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import { openSecrets } from '../../src/platform/secrets/secrets.ts';
import { CLAIM_SQL, MysqlQueue } from '../../src/uploads/queue/mysql.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { connectTo, migrateSchema } from '../support/session.ts';
import { queueContract, type TestQueue } from '../support/uploads/queue-contract.ts';
import { DOING, silentLog as log } from '../support/words.ts';

const never = new AbortController().signal;

async function open(): Promise<TestQueue & { schema: TestSchema }> {
  const schema = await openSchema();
  await migrateSchema(schema);
  const scope = new AsyncDisposableStack();
  const config = parseConfig(schema.env, { database: databaseConfig });
  const job = { config, secrets: openSecrets([], never, scope), signal: never, log, scope };
  const session = await connectTo(schema);
  return {
    ...{ schema, session },
    queue: new MysqlQueue(openPool(job, 3)),
    other: new MysqlQueue(openPool(job, 3)),
    async close() {
      await scope.disposeAsync();
      await session.close();
      await schema.drop();
    },
  };
}

describe('a table of the database', () => {
  queueContract(open);
});

test('each worker locks the one message that it takes, by the index, however many wait', async () => {
  const { schema, session, queue, close } = await open();
  const rows = Array.from({ length: 500 }, () => [randomUUID()]);
  await schema.query(
    'INSERT INTO upload_message (task_id, available_at) SELECT j.id, NOW(6) FROM JSON_TABLE(?, "$[*]" COLUMNS (id CHAR(36) PATH "$[0]")) j',
    [JSON.stringify(rows)],
  );
  const first = await queue.take(60, 0, never);
  // A claim that is not committed yet.
  await session.transaction(DOING, async () => {
    const [held] = await session.read<{ id: number }>(DOING, CLAIM_SQL);
    const second = await queue.take(60, 0, never);
    const third = await queue.take(60, 0, never);
    expect(new Set([first?.id, second?.id, third?.id, String(held?.id)]).size).toBe(4);
  });
  await close();
});

test('who lost a message to another cannot end it, nor hide it', async () => {
  const { session, queue, other, close } = await open();
  await session.transaction(DOING, () => queue.put(session, randomUUID()));
  const lost = await queue.take(0, 0, never);
  const had = await other.take(60, 0, never);
  expect(had?.id).toBe(lost?.id);
  if (lost === undefined || had === undefined) throw new Error('nothing came');
  await queue.done(lost);
  await queue.back(lost, 0);
  expect(await queue.take(60, 0, never)).toBeUndefined();
  await other.back(had, 0);
  expect(await queue.take(60, 0, never)).toMatchObject({ id: had.id, receives: 3 });
  await close();
});
