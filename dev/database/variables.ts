import type { Database } from './server.ts';

/** The database as the tests' environment and, for a command run by hand, as the job's own. */
export function variablesFor(database: Database): Record<string, string> {
  return { ...jobVariablesFor(database), ...testVariablesFor(database) };
}

export function testVariablesFor(database: Database): Record<string, string> {
  const named = Object.entries(jobVariablesFor(database)).map(([name, value]): [string, string] => [
    `TEST_${name}`,
    value,
  ]);
  return { ...Object.fromEntries(named), TEST_DB_KIND: database.kind };
}

export function jobVariablesFor({
  host,
  port,
  socketPath,
  user,
  password,
}: Database): Record<string, string> {
  const place =
    socketPath === undefined
      ? { HOST_DB: host ?? '127.0.0.1', PORT_DB: String(port ?? 3306) }
      : { SOCKET_DB: socketPath };
  return { ...place, USER_DB: user, PASSWORD_DB: password };
}
