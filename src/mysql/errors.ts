import { BugError, ConfigurationError, SyncError, UnavailableError } from '../platform/errors.ts';
import { LateError } from '../platform/lifecycle.ts';
import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';

/** The database refused a statement for a passing reason: the transaction can be repeated as a whole. */
export class RepeatableError extends UnavailableError {}

/** Others have locked what it is about, for longer than was to be waited. */
export class RowLockedError extends RepeatableError {}

/** What was being done, and what the server or the driver said. */
interface Failed {
  attempt: Phrase;
  why: Phrase | string;
}

/** What to do where a log-in is refused, and where the connection cannot be made or is lost with this code. */
export interface Advice {
  denied: Phrase;
  lost(code: string): Phrase;
  ofTables?: TableAdvice | undefined;
}

/** What it means that a statement was refused, where whoever knows the tables knows it. */
export type TableAdvice = (refusal: ServerRefusal, failed: Failed) => Phrase | undefined;

interface ServerRefusal {
  code: string;
  /** The error's class and kind in the SQL standard: "23000". */
  sqlState: string;
  message: string;
}

export const PLAIN_ADVICE: Advice = {
  denied: phrase('check_password'),
  lost: () => phrase('check_database_up'),
};

interface DriverError {
  /** A number where the server said it unasked, as it does when it ends a connection. */
  code?: string | number;
  errno?: number;
  sqlState?: string;
  message: string;
  sqlMessage?: string;
}

/** The driver's own words tell how to change a program. */
const CLEAR_TEXT = 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED';

/** Refusals that stand until a person changes something. */
const REFUSALS: Readonly<Record<string, (failed: Failed) => Phrase>> = {
  ER_NOT_SUPPORTED_AUTH_MODE: (failed) => phrase('login_method', failed),
  AUTH_SWITCH_PLUGIN_ERROR: (failed) => phrase('login_method', failed),
  [CLEAR_TEXT]: (failed) => phrase('login_method', failed),
  ER_DBACCESS_DENIED_ERROR: (failed) => phrase('schema_denied', failed),
  ER_BAD_DB_ERROR: (failed) => phrase('schema_unknown', failed),
  ER_TABLEACCESS_DENIED_ERROR: (failed) => phrase('right_named', failed),
  ER_COLUMNACCESS_DENIED_ERROR: (failed) => phrase('right_named', failed),
  ER_PROCACCESS_DENIED_ERROR: (failed) => phrase('procedure_denied', failed),
  ER_SPECIFIC_ACCESS_DENIED_ERROR: (failed) => phrase('right_named', failed),
  ER_NO_SUCH_TABLE: (failed) => phrase('table_missing', failed),
  ER_BAD_FIELD_ERROR: (failed) => phrase('table_missing', failed),
  ER_OPTION_PREVENTS_STATEMENT: (failed) => phrase('read_only', failed),
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: (failed) => phrase('read_only', failed),
  ER_HOST_NOT_PRIVILEGED: (failed) => phrase('host_refused', failed),
};

/** The server undid the transaction itself; once more as a whole may pass. */
const REPEATABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_CHECKREAD']);
const LOCKED = new Set(['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_NOWAIT']);

/** Nobody answered in the first place. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
]);

/** A statement that only a change of this program can fix. */
const WRONG_STATEMENTS = new Set([
  'ER_PARSE_ERROR',
  'ER_WRONG_VALUE_COUNT_ON_ROW',
  'ER_WRONG_FIELD_WITH_GROUP',
]);

/**
 * What a database error means for the run. `attempt` says what was being done: "read the previous rows"; `advice` knows the way on
 * which the database was to be reached, and the caller's tables.
 */
export function asDatabaseError(error: unknown, attempt: Phrase, advice = PLAIN_ADVICE): SyncError {
  if (error instanceof SyncError) return error;
  const { errno, sqlState = '', message, sqlMessage, code: named } = error as DriverError;
  // The driver has no name for a number that a procedure or a trigger made up.
  const unnamed = sqlState === '' ? '' : `ER_${errno}`;
  const code = typeof named === 'string' ? named : unnamed;
  const text = printable(sqlMessage ?? message ?? String(error));
  const why =
    error instanceof LateError ? error.phrase : code === CLEAR_TEXT ? phrase('asks_clear_text') : text;
  const failed = { attempt, why };
  const cause = { cause: error };
  if (code.startsWith('ER_ACCESS_DENIED'))
    return new ConfigurationError(phrase('login_refused', { ...failed, hint: advice.denied }), cause);
  const refusal =
    missingGrant(text, failed) ??
    advice.ofTables?.({ code, sqlState, message: text }, failed) ??
    REFUSALS[code]?.(failed);
  if (refusal !== undefined) return new ConfigurationError(refusal, cause);
  if (LOCKED.has(code)) return new RowLockedError(phrase('contended', failed), cause);
  if (REPEATABLE.has(code)) return new RepeatableError(phrase('contended', failed), cause);
  if (WRONG_STATEMENTS.has(code)) return new BugError(phrase('statement_wrong', failed), cause);
  if (code.startsWith('ER_'))
    return new UnavailableError(phrase('server_failed', { ...failed, code }), cause);
  const lost = { attempt, why: text === '' ? code : why, hint: advice.lost(code) };
  return new UnavailableError(
    UNREACHED.has(code) ? phrase('unreachable', lost) : phrase('lost', lost),
    cause,
  );
}

/** "INSERT command denied to user 'sync'@'10.0.0.7' for table 'raw_item_data'" as what to do about it. */
function missingGrant(message: string, failed: Failed): Phrase | undefined {
  const denied = /^([A-Za-z, ]+) command denied to user '.*'@'.*' for (table|column|routine) (\S+)/.exec(
    message,
  );
  if (denied === null) return undefined;
  const [, right = '', kind, name = ''] = denied;
  const what = { table: phrase('table'), column: phrase('column'), routine: phrase('procedure') };
  return phrase('right_missing', {
    ...failed,
    right: right.toUpperCase(),
    kind: what[kind as keyof typeof what],
    name: name.replaceAll(/[`']/g, ''),
  });
}
