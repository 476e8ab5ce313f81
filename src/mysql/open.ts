import type { Resources } from '../platform/command.ts';
import { findRoute } from './cloud-sql.ts';
import type { DatabaseConfig } from './config.ts';
import type { TableAdvice } from './errors.ts';
import { requireMigrated } from './migrations.ts';
import { openSession, type Session } from './session.ts';

/** What a command needs to open the database. */
export interface DatabaseJob extends Resources {
  config: { database: DatabaseConfig };
}

/** The one pinned connection of a batch command; `ofTables` knows what to do where a statement about the caller's tables is refused. */
export async function openDatabase(
  { config: { database }, secrets, signal, log, scope }: DatabaseJob,
  ofTables?: TableAdvice,
): Promise<Session> {
  const password = database.password && (await secrets.text(database.password));
  const route = await findRoute(database, signal);
  scope.defer(() => route.close());
  const session = await openSession(route, { ...database, password }, signal, log, ofTables);
  scope.defer(() => session.close());
  return session;
}

/** The same, of a schema that is up to date with the program. */
export async function openSchema(job: DatabaseJob, ofTables?: TableAdvice): Promise<Session> {
  const session = await openDatabase(job, ofTables);
  await requireMigrated(session);
  return session;
}
