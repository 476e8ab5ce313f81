import { SyncError, UnavailableError } from '../platform/errors.ts';
import { quoted } from '../mysql/identifiers.ts';
import type { Session } from '../mysql/session.ts';
import type { ProcedureStore } from './store.ts';

export function createProcedures(session: Session, procedures: readonly string[]): ProcedureStore {
  return {
    async owed() {
      const rows = await session.read(
        'see whether procedures are owed',
        'SELECT 1 FROM sync_run WHERE procedures_owed LIMIT 1',
      );
      return rows.length > 0;
    },
    async call() {
      for (const procedure of procedures) await callOne(session, procedure);
      await session.write(
        'note the procedures as called',
        'UPDATE sync_run SET procedures_owed = FALSE WHERE procedures_owed',
      );
    },
  };
}

async function callOne(session: Session, procedure: string): Promise<void> {
  try {
    await session.call(`call the procedure ${procedure}`, `CALL ${quoted(procedure)}()`);
  } catch (error) {
    if (session.signal.aborted || !(error instanceof SyncError) || isOursToConfigure(error)) throw error;
    throw new UnavailableError(error.message, {
      hint: 'no webhook goes out before it succeeds; the next run calls it again',
      cause: error,
    });
  }
}

/** A procedure that is not there or may not be called. What goes wrong inside it says nothing of this job's schema or SQL. */
function isOursToConfigure({ cause }: SyncError): boolean {
  const { code = '' } = (cause ?? {}) as { code?: string };
  return code === 'ER_SP_DOES_NOT_EXIST' || code === 'ER_BAD_DB_ERROR' || code.includes('DENIED');
}
