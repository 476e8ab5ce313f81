import { type Duplex, Readable } from 'node:stream';
import mysql, { type Connection, type ResultSetHeader, type RowDataPacket } from 'mysql2';
import { ConfigurationError, type SyncError } from '../platform/errors.ts';
import { firstOf, LateError, orAborted, soonAfterAbort, within } from '../platform/lifecycle.ts';
import type { Log } from '../platform/log.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { DatabaseConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { leavesTransaction, SESSION_SETTINGS } from './settings.ts';
import { type Advice, asDatabaseError, PLAIN_ADVICE, type TableAdvice } from './errors.ts';

export type Value = string | number | null;
export type Values = readonly (Value | readonly Value[] | readonly (readonly Value[])[])[];
type Row = RowDataPacket;

/**
 * One pinned connection: the lock, the temporary tables and the transaction belong to it. After the signal's abort, or once
 * the connection is lost, it takes no further statement.
 */
export interface Session {
  readonly server: {
    kind: 'MySQL' | 'MariaDB';
    version: string;
    /** Whether two spellings that differ by case name one schema. */
    foldsNames: boolean;
  };
  /** The table in which the shop's products lie. */
  readonly products: string;
  /** Aborts with the run, and when the connection breaks: whoever holds the lock no longer must not write another byte. */
  readonly signal: AbortSignal;
  read<R extends object>(attempt: Phrase, sql: string, values?: Values): Promise<R[]>;
  /** Rows as arrays, one by one as they arrive, so that the answer is never in memory as a whole. */
  stream(
    attempt: Phrase,
    sql: string,
    onRow: (row: readonly Value[]) => void,
    values?: Values,
  ): Promise<void>;
  /** Returns how many rows the server says were affected. */
  write(attempt: Phrase, sql: string, values?: Values): Promise<number>;
  /** A `LOAD DATA LOCAL` of these bytes, which are asked for as the server takes them. */
  loadData(
    attempt: Phrase,
    sql: string,
    bytes: Iterable<Buffer>,
  ): Promise<{ rows: number; warnings: number }>;
  /** Calls an application's procedure, which may take its time. Returns whether it left a transaction open. */
  call(attempt: Phrase, sql: string): Promise<boolean>;
  /** Commits what `work` wrote, or nothing of it. */
  transaction<T>(attempt: Phrase, work: () => Promise<T>): Promise<T>;
  readonly inTransaction: boolean;
  /** A last statement, also after an abort; gives up, and the connection with it, when it takes long. Never throws; as `write`. */
  lastWrite(attempt: Phrase, sql: string, values?: Values): Promise<number>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const LAST_WRITE_MS = 2_500;
/** A statement that takes longer is a server that hangs; only an application's own procedure may. */
const STATEMENT_LIMIT_MS = 600_000;

/** How to reach the database: from the configuration, or from the Cloud SQL connector. */
export interface Route {
  /** Named in errors: "127.0.0.1:3306". */
  name: string;
  options: mysql.ConnectionOptions;
  advice: Advice;
  close(): Promise<void>;
}

export function directRoute({ host, port, socketPath }: DatabaseConfig): Route {
  return {
    name: socketPath ?? `${host}:${port}`,
    options: socketPath === undefined ? { host, port } : { socketPath },
    advice: socketPath === undefined ? PLAIN_ADVICE : { ...PLAIN_ADVICE, lost: () => phrase('check_socket') },
    close: () => Promise.resolve(),
  };
}

/** Who logs in, and to which schema. */
export type LogIn = Pick<DatabaseConfig, 'user' | 'schema' | 'products'> & { password: string | undefined };

export async function openSession(
  route: Route,
  config: LogIn,
  stop: AbortSignal,
  log: Log,
  ofTables?: TableAdvice,
): Promise<Session> {
  const attempt = phrase('log_in', { place: route.name, user: config.user });
  const connection = mysql.createConnection({
    ...route.options,
    user: config.user,
    database: config.schema,
    ...(config.password === undefined ? {} : { password: config.password }),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
  } as mysql.ConnectionOptions);
  const lost = new AbortController();
  connection.on('error', (error: unknown) => lost.abort(asDatabaseError(error, phrase('keep_connection'))));
  const statement = (sql: string, values: Values = []): Promise<unknown> =>
    new Promise((resolve, reject) => {
      connection.query(sql, values as unknown[], (error, result) =>
        error ? reject(error) : resolve(result),
      );
    });
  try {
    // The driver's own time-out ends with the first byte of the server, which may hang after it.
    const greet = async (sql: string): Promise<unknown> =>
      within(orAborted(statement(sql), stop), CONNECT_TIMEOUT_MS, attempt);
    // What the server's init_connect began is none of the job's.
    if (leavesTransaction(await greet(SESSION_SETTINGS))) await greet('ROLLBACK');
    const [row] = (await greet('SELECT VERSION() AS version, @@lower_case_table_names AS folds')) as Row[];
    const version = String(row?.['version']);
    const kind = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
    const server: Session['server'] = { kind, version, foldsNames: row?.['folds'] !== 0 };
    const { products } = config;
    return sessionOn(
      connection,
      statement,
      { server, products },
      firstOf(stop, lost.signal),
      lost,
      log,
      ofTables,
    );
  } catch (error) {
    cutOff(connection);
    throw asDatabaseError(error, attempt, route.advice);
  }
}

/** The driver's own `destroy` says goodbye and waits for the other side's, which a server that hangs never says. */
function cutOff(connection: Connection): void {
  connection.destroy();
  (connection as Connection & { stream: Duplex }).stream.destroy();
}

/** The driver writes whatever it is given at once: without this a whole batch would wait in the socket's memory. */
async function* asTaken(
  bytes: Iterable<Buffer>,
  connection: Connection,
): AsyncGenerator<Buffer, void, undefined> {
  const { stream } = connection as Connection & { stream: Duplex };
  for (const part of bytes) {
    if (stream.writableNeedDrain) await drained(stream);
    yield part;
  }
}

/** Leaves no listener behind: a load waits here for many batches. */
function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

function sessionOn(
  connection: Connection,
  statement: (sql: string, values?: Values) => Promise<unknown>,
  what: Pick<Session, 'server' | 'products'>,
  signal: AbortSignal,
  lost: AbortController,
  log: Log,
  ofTables?: TableAdvice,
): Session {
  let inTransaction = false;
  const advice = { ...PLAIN_ADVICE, ofTables };

  /** After this no statement is taken any more, and the server undoes what was open. */
  const giveUp = (failure: SyncError): SyncError => {
    lost.abort(failure);
    cutOff(connection);
    return failure;
  };

  const run = async (
    attempt: Phrase,
    work: Promise<unknown>,
    limitMs = STATEMENT_LIMIT_MS,
  ): Promise<unknown> => {
    try {
      return await within(orAborted(work, signal), limitMs, attempt);
    } catch (error) {
      const failure = asDatabaseError(error, attempt, advice);
      const broken = error instanceof LateError || (error as { fatal?: boolean }).fatal === true;
      throw broken ? giveUp(failure) : failure;
    }
  };

  const last = async (attempt: Phrase, sql: string, values?: Values): Promise<number> => {
    if (lost.signal.aborted) return 0;
    const limitMs = signal.aborted ? LAST_WRITE_MS : STATEMENT_LIMIT_MS;
    try {
      const result = await within(statement(sql, values), limitMs, attempt);
      return (result as ResultSetHeader).affectedRows;
    } catch (error) {
      log.debug({ phrase: giveUp(asDatabaseError(error, attempt)).phrase });
      return 0;
    }
  };

  return {
    ...what,
    signal,
    get inTransaction() {
      return inTransaction;
    },
    async read<R extends object>(attempt: Phrase, sql: string, values?: Values) {
      signal.throwIfAborted();
      return (await run(attempt, statement(sql, values))) as R[];
    },
    async write(attempt, sql, values) {
      signal.throwIfAborted();
      const result = (await run(attempt, statement(sql, values))) as ResultSetHeader;
      // The server says that it is done, and would undo it with the connection: webhooks would go out again and again.
      if (!inTransaction && leavesTransaction(result))
        throw giveUp(new ConfigurationError(phrase('not_committed', { attempt })));
      return result.affectedRows;
    },
    async loadData(attempt, sql, bytes) {
      signal.throwIfAborted();
      const done = new Promise<ResultSetHeader>((resolve, reject) => {
        const infileStreamFactory = (): Readable =>
          Readable.from(asTaken(bytes, connection), { objectMode: false });
        connection.query<ResultSetHeader>({ sql, infileStreamFactory }, (error, result) =>
          error ? reject(error) : resolve(result),
        );
      });
      const { affectedRows, warningStatus } = (await run(attempt, done)) as ResultSetHeader;
      return { rows: affectedRows, warnings: warningStatus };
    },
    async call(attempt, sql) {
      signal.throwIfAborted();
      return leavesTransaction(await run(attempt, statement(sql), Infinity));
    },
    lastWrite: last,
    async stream(attempt, sql, onRow, values = []) {
      signal.throwIfAborted();
      const done = new Promise<void>((resolve, reject) => {
        const query = connection.query({ sql, rowsAsArray: true, values: values as unknown[] });
        query.on('result', (row: unknown) => onRow(row as Value[]));
        query.on('error', reject);
        query.on('end', resolve);
      });
      await run(attempt, done);
    },
    async transaction(attempt, work) {
      signal.throwIfAborted();
      // From here on, so that no sign of life comes in between.
      inTransaction = true;
      try {
        await run(attempt, statement('START TRANSACTION'));
        const result = await work();
        signal.throwIfAborted();
        // From here on it is the server's word that counts: a COMMIT on its way is waited for, though not for long once
        // the run is to end.
        const commit = soonAfterAbort(statement('COMMIT'), signal, LAST_WRITE_MS, attempt);
        await within(commit, STATEMENT_LIMIT_MS, attempt).catch((error: unknown) => {
          throw giveUp(asDatabaseError(error, attempt));
        });
        return result;
      } catch (error) {
        await last(phrase('roll_back'), 'ROLLBACK');
        throw error;
      } finally {
        inTransaction = false;
      }
    },
    async close() {
      if (lost.signal.aborted) return cutOff(connection);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          cutOff(connection);
          resolve();
        }, LAST_WRITE_MS);
        connection.end(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
