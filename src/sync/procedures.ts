import { SyncError, UnavailableError } from '../platform/errors.ts';
import { quoted } from '../mysql/identifiers.ts';
import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { ProcedureStore } from './store.ts';

export function createProcedures(session: Session, procedures: readonly string[]): ProcedureStore {
  return {
    async arePending() {
      const rows = await session.read(
        phrase('see_procedures'),
        'SELECT 1 FROM sync_run WHERE procedures_owed LIMIT 1',
      );
      return rows.length > 0;
    },
    async call() {
      for (const procedure of procedures) await callOne(session, procedure);
      await session.write(
        phrase('note_procedures'),
        'UPDATE sync_run SET procedures_owed = FALSE WHERE procedures_owed',
      );
    },
  };
}

async function callOne(session: Session, procedure: string): Promise<void> {
  try {
    await session.call(phrase('call_procedure', { procedure }), `CALL ${quoted(procedure)}()`);
  } catch (error) {
    if (session.signal.aborted || !(error instanceof SyncError) || isConfiguration(error)) throw error;
    throw new UnavailableError(phrase('procedure_failed', { why: error.phrase }), { cause: error });
  }
}

/** A procedure that is not there or may not be called. What goes wrong inside it says nothing of this job's schema or SQL. */
function isConfiguration({ cause }: SyncError): boolean {
  const { code = '' } = (cause ?? {}) as { code?: string };
  return code === 'ER_SP_DOES_NOT_EXIST' || code === 'ER_BAD_DB_ERROR' || code.includes('DENIED');
}
