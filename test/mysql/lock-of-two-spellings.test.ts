import { afterAll, expect, test } from 'vitest';
import { lockName, takeLock } from '../../src/mysql/lock.ts';
import { openSchema } from '../support/database.ts';
import { openOwnServer } from '../support/own-server.ts';
import { connectTo } from '../support/session.ts';
import { DOING } from '../support/words.ts';

// To this server two spellings are one schema; that can be chosen at its first start only.
const server = await openOwnServer(['--lower-case-table-names=1']);
afterAll(() => server?.close());

test.runIf(server)(
  'two runs whose NAME_DB differ by case exclude each other where that is one schema, and the version before, which spells it small',
  async () => {
    const schema = await openSchema();
    const [one, other] = await Promise.all([
      connectTo(schema),
      connectTo({ ...schema, env: { ...schema.env, NAME_DB: schema.name.toUpperCase() } }),
    ]);
    await takeLock(one, schema.name);
    const [held] = await one.read<{ held: number }>(
      DOING,
      'SELECT IS_USED_LOCK(?) = CONNECTION_ID() AS held',
      [lockName(schema.name)],
    );
    expect(held).toEqual({ held: 1 });
    await expect(takeLock(other, schema.name.toUpperCase())).rejects.toMatchObject({ exitCode: 75 });
    await one.close();
    await takeLock(other, schema.name.toUpperCase());
    await other.close();
    await schema.drop();
  },
);
