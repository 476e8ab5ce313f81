import { BugError, ConfigurationError, SyncError, UnavailableError } from '../platform/errors.ts';
import { printable } from '../platform/text.ts';

/** The database refused a statement for a passing reason: the transaction can be repeated as a whole. */
export class RepeatableError extends UnavailableError {}

/** What to do where a log-in is refused, and where the connection is not had or lost with this code. */
export interface Advice {
  denied: string;
  lost(code: string): string;
  ofTables?: TableAdvice | undefined;
}

/** What to do about a statement that was refused with this code and message, where whoever knows the tables knows it. */
export type TableAdvice = (code: string, message: string) => string | undefined;

export const PLAIN_ADVICE: Advice = {
  denied: 'check USER_DB and PASSWORD_DB',
  lost: () => 'check that the database is up and reachable',
};

interface DriverError {
  code?: string;
  errno?: number;
  sqlState?: string;
  message: string;
  sqlMessage?: string;
}

/** The driver's own words tell how to change a program. */
const CLEAR_TEXT = 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED';
const ASKS_CLEAR_TEXT = 'the server asks for the password in clear text, as Cloud SQL does for IAM users';
const AUTH_TYPE = 'check AUTH_TYPE_DB and how the database user logs in';
const MIGRATE = 'run `migrate`';

/** Refusals that stand until a person changes something, with what that is. */
const REFUSALS: Record<string, string> = {
  ER_NOT_SUPPORTED_AUTH_MODE: AUTH_TYPE,
  AUTH_SWITCH_PLUGIN_ERROR: AUTH_TYPE,
  [CLEAR_TEXT]: AUTH_TYPE,
  ER_DBACCESS_DENIED_ERROR: 'grant the user access to the schema NAME_DB',
  ER_BAD_DB_ERROR: 'create the schema NAME_DB names, or correct NAME_DB',
  ER_TABLEACCESS_DENIED_ERROR: 'grant the user what the message names',
  ER_COLUMNACCESS_DENIED_ERROR: 'grant the user what the message names',
  ER_PROCACCESS_DENIED_ERROR: 'grant the user EXECUTE on the procedure',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'grant the user what the message names',
  ER_NO_SUCH_TABLE: MIGRATE,
  ER_BAD_FIELD_ERROR: MIGRATE,
  ER_OPTION_PREVENTS_STATEMENT: 'the server is read-only: connect to the primary',
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'the server is read-only: connect to the primary',
  ER_HOST_NOT_PRIVILEGED: 'let the database accept this host',
};

/** The server undid the transaction itself; once more as a whole may pass. */
const REPEATABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD']);

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

/** A statement that is ours to mend. */
const OURS = new Set(['ER_PARSE_ERROR', 'ER_WRONG_VALUE_COUNT_ON_ROW', 'ER_WRONG_FIELD_WITH_GROUP']);

/**
 * What a database error means for the run. `attempted` says what was being done: "read the previous rows"; `advice` knows
 * the way on which the database was to be reached.
 */
export function asDatabaseError(error: unknown, attempted: string, advice = PLAIN_ADVICE): SyncError {
  if (error instanceof SyncError) return error;
  const { code = '', message, sqlMessage } = error as DriverError;
  const what = code === CLEAR_TEXT ? ASKS_CLEAR_TEXT : printable(sqlMessage ?? message ?? String(error));
  const said = `could not ${attempted}: ${what}`;
  const refusal = code.startsWith('ER_ACCESS_DENIED')
    ? advice.denied
    : (missingGrant(what) ?? advice.ofTables?.(code, what) ?? REFUSALS[code]);
  if (refusal !== undefined) return new ConfigurationError(said, { hint: refusal, cause: error });
  if (REPEATABLE.has(code)) {
    return new RepeatableError(said, { hint: 'another session works on the same rows', cause: error });
  }
  if (OURS.has(code)) return new BugError(said, { cause: error });
  if (code.startsWith('ER_'))
    return new UnavailableError(`${said} (${code})`, {
      hint: 'the next run tries again; if it stays, look at the database server',
      cause: error,
    });
  const fate = UNREACHED.has(code) ? 'cannot reach the database' : 'lost the database';
  return new UnavailableError(`${fate} while trying to ${attempted}: ${what || code}`, {
    hint: advice.lost(code),
    cause: error,
  });
}

/** "INSERT command denied to user 'sync'@'10.0.0.7' for table 'raw_item_data'" as what to do about it. */
function missingGrant(message: string): string | undefined {
  const denied = /^([A-Za-z, ]+) command denied to user '.*'@'.*' for (table|column|routine) (\S+)/.exec(
    message,
  );
  if (denied === null) return undefined;
  const [, right = '', kind = '', name = ''] = denied;
  const what = kind === 'routine' ? 'procedure' : kind;
  return `grant the user ${right.toUpperCase()} on the ${what} ${name.replaceAll(/[`']/g, '')}`;
}
