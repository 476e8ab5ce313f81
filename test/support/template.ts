import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/mysql/migrations.ts';
import { openSchema, serverOf, type TestSchema } from './database.ts';
import { connectTo } from './session.ts';

/** What `migrate` makes of an empty schema, for tests on the same server: repeating the result takes a fifth of the time. */
export interface Template {
  server: string;
  statements: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    template: Template | undefined;
  }
}

/** Once before all tests, in the process that starts theirs. */
export default async function provideTemplate(project: TestProject): Promise<void> {
  if (process.env['TEST_HOST_DB'] === undefined) {
    project.provide('template', undefined);
    return;
  }
  const schema = await openSchema();
  const session = await connectTo(schema);
  await migrate(session);
  await session.close();
  project.provide('template', { server: serverOf(schema), statements: await statementsOf(schema) });
  await schema.drop();
}

/** Makes tables and views as they are, without the schema's name. */
export async function statementsOf(schema: TestSchema): Promise<string[]> {
  const tables = await schema.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() ORDER BY table_type, table_name`,
  );
  const statements: string[] = [];
  for (const { name } of tables) {
    const [made = {}] = await schema.query<Record<string, string>>(`SHOW CREATE TABLE \`${name}\``);
    const sql = made['Create Table'] ?? made['Create View'] ?? '';
    statements.push(sql.replaceAll(`\`${schema.name}\`.`, ''));
  }
  const applied = await schema.query<{ version: number; name: string }>(
    'SELECT version, name FROM sync_migration ORDER BY version',
  );
  const rows = applied.map(({ version, name }) => `(${version}, '${name}', UTC_TIMESTAMP(3))`);
  return [...statements, `INSERT INTO sync_migration VALUES ${rows.join(', ')}`];
}
