import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Database } from '../database/server.ts';
import { variablesFor } from '../database/variables.ts';
import { productArgs } from '../setup/tasks.mjs';
import type { Command } from './measure.ts';
import type { Address } from './stand-in.ts';

/** What is measured: each a whole process against the same stand-in and the same database, in a schema of its own. */
export interface Contenders {
  job(args: readonly string[], env?: Readonly<Record<string, string>>): Command;
  floor(): Command;
  bareLoad(rowsFile: string): Command;
  peer(options: { notify: boolean }): Command;
  /** Another peer in Python, in this schema. */
  python(script: string, schema: string, env: Readonly<Record<string, string>>): Command;
}

export const JOB_SCHEMA = 'bitcram_bench';
export const BARE_SCHEMA = 'bitcram_bench_bare';
/** Written into the peer. */
export const PEER_SCHEMA = 'bitcram';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Debian's own, which has Debian's packages. */
export const PYTHON = '/usr/bin/python3';

export function contenders(database: Database, shop: Address): Contenders {
  const login = variablesFor(database);
  const source = { URL_BITCRAM: shop.bitcram, BITCRAM_TOKEN: shop.token, CHECKOUT: '1' };
  return {
    job: (args, env = {}) => ({
      file: process.execPath,
      args: [...productArgs, ...args],
      env: {
        ...login,
        ...source,
        NAME_DB: JOB_SCHEMA,
        LOG_FORMAT: 'json',
        URL_PUBLICATIONS: shop.publications,
        SECRET_PUBLICATIONS: shop.secret,
        ...env,
      },
    }),
    floor: () => ({ file: process.execPath, args: [`${FOLDER}floor.mjs`], env: source }),
    bareLoad: (rowsFile) => ({
      file: process.execPath,
      args: [`${FOLDER}bare-load.mjs`],
      env: { ...login, NAME_DB: BARE_SCHEMA, ROWS_FILE: rowsFile },
    }),
    python: (script, schema, env) => ({
      file: PYTHON,
      args: [`${FOLDER}${script}`],
      env: { PEER_DB: sqlAlchemyUrl(database, schema), ...env },
    }),
    peer: ({ notify }) => ({
      file: PYTHON,
      args: [`${FOLDER}peer_pandas.py`],
      env: {
        ...source,
        PEER_DB: sqlAlchemyUrl(database, PEER_SCHEMA),
        ...(notify ? { HOOK: shop.publications, HOOK_SECRET: shop.secret } : {}),
      },
    }),
  };
}

function sqlAlchemyUrl(
  { host = '127.0.0.1', port = 3306, socketPath, user, password }: Database,
  schema: string,
): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const socket = socketPath === undefined ? '' : `&unix_socket=${encodeURIComponent(socketPath)}`;
  return `mysql+pymysql://${login}@${host}:${port}/${schema}?charset=utf8mb4${socket}`;
}

/** Why the peer cannot run here, if it cannot. */
export function peerIsMissing(): string | undefined {
  const packages = 'requests, pandas, sqlalchemy, pymysql, aiohttp, cryptography';
  const { error, status } = spawnSync(PYTHON, ['-c', `import ${packages}`]);
  if (error !== undefined) return `there is no ${PYTHON}`;
  if (status === 0) return undefined;
  const names = packages.split(', ').map((name) => `python3-${name}`);
  return `Python lacks a package; on Debian: apt-get install ${names.join(' ')}`;
}
