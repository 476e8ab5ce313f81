/** A half-open connection frees the lock after this time; the job's sign of life comes more often. */
const IDLE_LIMIT_S = 90;
/** Long enough for an application's own work on the table, short enough to be alerted in the same night. */
const LOCK_WAIT_S = 60;

const COMMON = [
  'NAMES utf8mb4 COLLATE utf8mb4_unicode_ci',
  `time_zone = '+00:00'`,
  // Placeholders are escaped with backslashes.
  `sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
  `wait_timeout = ${IDLE_LIMIT_S}`,
  `innodb_lock_wait_timeout = ${LOCK_WAIT_S}`,
  `lock_wait_timeout = ${LOCK_WAIT_S}`,
  // A statement outside a transaction is committed, and a COMMIT ends the transaction and nothing else.
  'autocommit = 1',
  'completion_type = 0',
  // An answer has all its rows, and a statement may touch as many as it must.
  'sql_select_limit = 18446744073709551615',
  'sql_big_selects = 1',
  'sql_safe_updates = 0',
  'sql_auto_is_null = 0',
  'foreign_key_checks = 1',
  'unique_checks = 1',
];

/** A comment with a number is code to MySQL alone, one with an M to MariaDB alone. */
const OF_MYSQL = [
  `SESSION transaction_isolation = 'REPEATABLE-READ'`,
  'SESSION transaction_read_only = 0',
  'max_execution_time = 0',
];
const OF_MARIADB = [
  `SESSION tx_isolation = 'REPEATABLE-READ'`,
  'SESSION tx_read_only = 0',
  'max_statement_time = 0',
  'check_constraint_checks = 1',
];

/**
 * What every connection is set to at log-in: the job does the same on each server, whatever its defaults and its `init_connect` are.
 * A variable is here because another value of it would change that.
 */
export const SESSION_SETTINGS = `SET ${COMMON.join(', ')} /*!80000 , ${OF_MYSQL.join(', ')} */ /*M!100000 , ${OF_MARIADB.join(', ')} */`;

/** The bit of an answer's status that says that a transaction is open. */
const IN_TRANSACTION = 1;

/** Whether a transaction is open after the statement with this result; of a CALL with result sets the last one tells. */
export function leavesTransaction(result: unknown): boolean {
  const last: unknown = Array.isArray(result) ? result.at(-1) : result;
  return (((last ?? {}) as { serverStatus?: number }).serverStatus ?? 0) % 2 === IN_TRANSACTION;
}
