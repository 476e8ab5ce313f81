import { BugError, ConfigurationError, SyncError, UnavailableError } from '../platform/errors.ts';
import { quoted } from '../mysql/identifiers.ts';
import { lockName } from '../mysql/lock.ts';
import { SESSION_SETTINGS } from '../mysql/settings.ts';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { ProcedureStore } from './store.ts';

/** Opens a connection beside the run's own, for as long as the work takes. */
export type Beside = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** A procedure goes on in the server when the run that called it is killed. */
const WAIT_FOR_KILLED_S = 60;

/**
 * The post-load procedures, on a connection of their own: what an application's code does to its session (autocommit, a transaction,
 * locks, temporary tables) must not reach the run's.
 */
export function createProcedures(
  session: Session,
  schema: string,
  procedures: readonly string[],
  beside: Beside,
): ProcedureStore {
  return {
    async arePending() {
      const rows = await session.read(
        phrase('see_procedures'),
        'SELECT 1 FROM sync_run WHERE procedures_owed = TRUE LIMIT 1',
      );
      return rows.length > 0;
    },
    async call() {
      if (procedures.length > 0)
        await beside(async (own) => {
          await waitForKilled(own, schema);
          for (const procedure of procedures) await callOne(own, procedure);
        });
      const noted = await session.write(
        phrase('note_procedures'),
        'UPDATE sync_run SET procedures_owed = FALSE WHERE procedures_owed = TRUE',
      );
      if (noted === 0) throw new BugError(phrase('procedures_not_noted'));
    },
  };
}

/** The run's lock is gone with a run that was killed, and a procedure of it may still be at work: two at once were never meant. */
async function waitForKilled(own: Session, schema: string): Promise<void> {
  const [row] = await own.read<{ taken: number | null }>(
    phrase('wait_for_procedures'),
    'SELECT GET_LOCK(?, ?) AS taken',
    [`${lockName(schema, own.server)}:calls`, WAIT_FOR_KILLED_S],
  );
  if (row?.taken !== 1) throw new UnavailableError(phrase('procedures_at_work'));
}

async function callOne(own: Session, procedure: string): Promise<void> {
  // The one before may have changed them.
  await own.write(phrase('wait_for_procedures'), SESSION_SETTINGS);
  if (await call(own, procedure)) {
    // Closing the connection undoes it.
    throw new ConfigurationError(phrase('procedure_uncommitted', { procedure }));
  }
}

/** Returns whether it left a transaction open. */
async function call(own: Session, procedure: string): Promise<boolean> {
  try {
    return await own.call(phrase('call_procedure', { procedure }), `CALL ${quoted(procedure)}()`);
  } catch (error) {
    if (own.signal.aborted || !(error instanceof SyncError) || isConfiguration(error)) throw error;
    throw new UnavailableError(phrase('procedure_failed', { why: error.phrase }), { cause: error });
  }
}

/** A procedure that is not there or may not be called. What goes wrong inside it says nothing of this job's schema or SQL. */
function isConfiguration({ cause }: SyncError): boolean {
  const { code = '' } = (cause ?? {}) as { code?: string };
  return code === 'ER_SP_DOES_NOT_EXIST' || code === 'ER_BAD_DB_ERROR' || code.includes('DENIED');
}
