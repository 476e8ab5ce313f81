// A MySQL-compatible server for tests and for the demo, found or started.
// As a command:  node dev/database.ts [--mysql|--mariadb] [-- COMMAND ARGS...]
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jobVariablesFor, variablesFor } from './database/variables.ts';
import { openInDocker } from './database/docker.ts';
import { execute } from './database/execute.ts';
import { openInstalled } from './database/installed.ts';
import { NotAnswering, openNamed } from './database/named.ts';
import { NoDatabase, type Database, type Wanted } from './database/server.ts';
import { openUnpacked } from './database/unpacked.ts';
import { interruption } from './interruption.ts';
import { run } from './setup/child.mjs';
import { Unavailable, type Log } from './ways.ts';

/** Where the job looks unless told otherwise. */
const SCHEMA = 'bitcram';

const ways: [name: string, open: (want: Wanted, log: Log) => Promise<Database>][] = [
  ['named by the environment', openNamed],
  ['installed here', openInstalled],
  ['Docker', openInDocker],
  ['Debian packages', openUnpacked],
];

/** The first way that this machine offers. What was started ends with this process, or with `close()`. */
export async function openDatabase({ want = 'any', log }: { want?: Wanted; log: Log }): Promise<Database> {
  const outcomes: string[] = [];
  for (const [name, open] of ways) {
    try {
      return await open(want, log);
    } catch (error) {
      // Who names a server wants that one, and no other in its stead.
      if (error instanceof NotAnswering) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof Unavailable)) log(reason);
      outcomes.push(`${name}: ${reason}`);
    }
  }
  throw new NoDatabase(want, outcomes);
}

async function main(argv: string[]): Promise<number> {
  const log: Log = (line) => console.error(`database: ${line}`);
  const flags = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  const [command, ...args] = argv.slice(flags.length + 1);
  const want = flags.includes('--mysql') ? 'mysql' : flags.includes('--mariadb') ? 'mariadb' : 'any';
  if (flags.some((flag) => !['--mysql', '--mariadb'].includes(flag))) {
    console.error('usage: node dev/database.ts [--mysql|--mariadb] [-- COMMAND ARGS...]');
    return 64;
  }

  const database = await openDatabase({ want, log });
  try {
    const variables = variablesFor(database);
    if (command !== undefined) {
      return (await run(command, args, { env: { ...process.env, ...variables } })).exitCode;
    }
    // The job makes its tables, not its schema.
    await execute(database, `CREATE DATABASE IF NOT EXISTS ${SCHEMA} CHARACTER SET utf8mb4`);
    log(`${database.kind} ${database.version}, ${database.origin}; Ctrl-C stops it`);
    for (const [name, value] of Object.entries({ ...jobVariablesFor(database), NAME_DB: SCHEMA }))
      console.log(`${name}=${value}`);
    await interruption();
    return 0;
  } finally {
    await database.close();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 69;
  }
}
