import { randomBytes } from 'node:crypto';
import { execute } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { variablesFor } from '../database/variables.ts';
import { runJob } from '../demo/job.ts';
import { type BitcramSimulator, SIMULATED_TOKEN, startBitcram } from '../simulate/bitcram.ts';
import { SIMULATED_SECRET, startPublications } from '../simulate/publications.ts';

/** Everything around the job, for one picture. */
export interface World {
  bitcram: BitcramSimulator;
  env: Readonly<Record<string, string>>;
  job(...args: string[]): Promise<string>;
  sql(statement: string): Promise<void>;
}

/** A migrated schema and the simulators, until the scope ends. */
export async function openWorld(database: Database, scope: AsyncDisposableStack): Promise<World> {
  const schema = `bitcram_pictures_${randomBytes(4).toString('hex')}`;
  await execute(database, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  scope.defer(() => execute(database, `DROP DATABASE ${schema}`));
  const bitcram = await startBitcram();
  scope.defer(() => bitcram.close());
  const publications = await startPublications();
  scope.defer(() => publications.close());
  const env = {
    ...variablesFor(database),
    PATH: process.env['PATH'] ?? '',
    NAME_DB: schema,
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
    URL_PUBLICATIONS: publications.url,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
  };
  const { signal } = new AbortController();
  const job = (...args: string[]): Promise<string> => runJob(args, env, signal);
  await job('migrate');
  return {
    bitcram,
    env,
    job,
    sql: (statement) => execute(database, statement.replaceAll('@schema', schema)),
  };
}
