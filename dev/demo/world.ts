import { randomBytes } from 'node:crypto';
import { execute } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { variablesFor } from '../database/variables.ts';
import { type BitcramSimulator, SIMULATED_TOKEN, startBitcram } from '../simulate/bitcram.ts';
import { type PublicationsSimulator, SIMULATED_SECRET, startPublications } from '../simulate/publications.ts';
import { runJob } from './job.ts';

/** Everything around the job, of its own. */
export interface World {
  schema: string;
  bitcram: BitcramSimulator;
  publications: PublicationsSimulator;
  env: Readonly<Record<string, string>>;
  /** Runs a command of the job and gives its stdout. */
  job(...args: string[]): Promise<string>;
  /** The same, with these variables besides. */
  jobWith(variables: Readonly<Record<string, string>>, ...args: string[]): Promise<string>;
  /** Runs a statement, in which `@schema` stands for the schema. */
  sql(statement: string): Promise<void>;
}

/** A migrated schema and the simulators, until the scope ends. */
export async function openWorld(
  database: Database,
  scope: AsyncDisposableStack,
  { purpose, signal }: { purpose: string; signal: AbortSignal },
): Promise<World> {
  const schema = `bitcram_${purpose}_${randomBytes(4).toString('hex')}`;
  await execute(database, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  scope.defer(() => execute(database, `DROP DATABASE ${schema}`));
  const bitcram = await startBitcram();
  scope.defer(() => bitcram.close());
  const publications = await startPublications();
  scope.defer(() => publications.close());
  const env = {
    ...variablesFor(database),
    NAME_DB: schema,
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
    URL_PUBLICATIONS: publications.url,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
  };
  const jobWith: World['jobWith'] = (variables, ...args) => runJob(args, { ...env, ...variables }, signal);
  const job: World['job'] = (...args) => jobWith({}, ...args);
  await job('migrate');
  const sql = (statement: string): Promise<void> =>
    execute(database, statement.replaceAll('@schema', schema));
  return { schema, bitcram, publications, env, job, jobWith, sql };
}
