import { expect, inject, test } from 'vitest';
import { migrate } from '../../src/mysql/migrations.ts';
import { openSchema, serverOf } from '../support/database.ts';
import { connectTo, migrateSchema } from '../support/session.ts';
import { statementsOf } from '../support/template.ts';

test('the schemas that tests work on are what `migrate` makes', async () => {
  const [copied, migrated] = [await openSchema(), await openSchema()];
  const [session, other] = [await connectTo(migrated), await connectTo(copied)];
  await migrate(session);
  await migrateSchema(copied);
  expect(inject('template')?.server).toBe(serverOf(copied));
  expect(await statementsOf(copied)).toEqual(await statementsOf(migrated));
  expect(await migrate(other)).toEqual([]);
  const [beside] = await migrated.query(
    `SELECT (SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE())
          + (SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE()) AS n`,
  );
  expect(beside).toEqual({ n: 0 });
  const filled = [];
  for (const [name] of (await migrated.query('SHOW TABLES')).map((row) => Object.values(row) as string[])) {
    if ((await migrated.query(`SELECT 1 FROM \`${name}\` LIMIT 1`)).length > 0) filled.push(name);
  }
  expect(filled).toEqual(['sync_migration']);
  await Promise.all([session.close(), other.close()]);
  await Promise.all([copied.drop(), migrated.drop()]);
});
