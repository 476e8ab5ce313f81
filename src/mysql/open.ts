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

/** A connection beside the pinned one, for as long as the work takes. */
export async function beside<T>(
  job: Omit<DatabaseJob, 'scope'>,
  ofTables: TableAdvice,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await using scope = new AsyncDisposableStack();
  return await work(await openDatabase({ ...job, scope }, ofTables));
}

/** The pinned connection, of a schema that is up to date with the program. */
export async function openSchema(job: DatabaseJob, ofTables?: TableAdvice): Promise<Session> {
  const session = await openDatabase(job, ofTables);
  await requireMigrated(session);
  return session;
}
