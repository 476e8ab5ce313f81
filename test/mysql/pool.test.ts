import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseConfig } from '../../src/mysql/config.ts';
import { openPool, type Pool } from '../../src/mysql/pool.ts';
import type { Session } from '../../src/mysql/session.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import { openSecrets } from '../../src/platform/secrets/secrets.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { DOING, silentLog as log } from '../support/words.ts';

let schema: TestSchema;
let scope: AsyncDisposableStack;
let pool: Pool;
beforeEach(async () => {
  schema = await openSchema();
  scope = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const config = parseConfig(schema.env, { database: databaseConfig });
  pool = openPool({ config, secrets: openSecrets([], signal, scope), signal, log, scope }, 2);
});
afterEach(async () => {
  await scope.disposeAsync();
  await schema.drop();
});

const connectionOf = async (session: Session): Promise<number> => {
  const [row] = await session.read<{ id: number }>(DOING, 'SELECT CONNECTION_ID() AS id');
  return row?.id ?? 0;
};
const open = async (): Promise<number> => {
  const [row] = await schema.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID()',
    [schema.name],
  );
  return row?.n ?? 0;
};

test('work that comes one after the other shares a connection, and no more are opened than are allowed', async () => {
  const first = await pool.use(connectionOf);
  expect(await pool.use(connectionOf)).toBe(first);
  let atOnce = 0;
  let most = 0;
  const busy = async (session: Session): Promise<number> => {
    most = Math.max(most, (atOnce += 1));
    await sleep(20);
    atOnce -= 1;
    return connectionOf(session);
  };
  const ids = await Promise.all(Array.from({ length: 10 }, () => pool.use(busy)));
  expect(most).toBe(2);
  expect(new Set(ids).size).toBe(2);
});

test('two transactions at once do not mix', async () => {
  await schema.query('CREATE TABLE counted (n INT)');
  const both = [1, 2].map((n) =>
    pool.use((session) =>
      session.transaction(DOING, async () => {
        await session.write(DOING, 'INSERT INTO counted VALUES (?)', [n]);
        await sleep(20);
        if (n === 2) throw new Error('no');
      }),
    ),
  );
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await schema.query('SELECT n FROM counted')).toEqual([{ n: 1 }]);
});

test('a connection that was lost is opened again, and what failed over it is told to its caller', async () => {
  const lost = await pool.use(connectionOf);
  const broken = pool.use(async (session) => {
    await schema.query(`KILL ${lost}`);
    return connectionOf(session);
  });
  await expect(broken).rejects.toMatchObject({ exitCode: 69 });
  expect(await pool.use(connectionOf)).not.toBe(lost);
});

test('who waits no longer has an answer at once, whether a statement hangs or all connections are in use', async () => {
  const limit = new AbortController();
  const reason = new Error('too long');
  const hang = (session: Session) => session.read(DOING, 'SELECT SLEEP(30)');
  const hanging = [1, 2, 3].map(() => pool.use(hang, limit.signal));
  await expect.poll(open).toBe(2);
  const beganMs = performance.now();
  limit.abort(reason);
  const ends = await Promise.allSettled(hanging);
  expect(ends.map((end) => end.status === 'rejected' && end.reason === reason)).toEqual([true, true, true]);
  expect(performance.now() - beganMs).toBeLessThan(1_000);
  expect(await Promise.all([pool.use(connectionOf), pool.use(connectionOf)])).toHaveLength(2);
  await expect(pool.use(connectionOf, limit.signal)).rejects.toBe(reason);
  const other = new AbortController();
  expect(await pool.use(connectionOf, other.signal)).toBe(await pool.use(connectionOf));
  other.abort();
  expect(await pool.use(connectionOf)).toBeGreaterThan(0);
});

test('all are closed with the scope', async () => {
  await Promise.all([pool.use(connectionOf), pool.use(connectionOf)]);
  expect(await open()).toBe(2);
  await scope.disposeAsync();
  await expect.poll(open).toBe(0);
});
