import { phrase } from './phrase.ts';
import { repeated } from './repeat.ts';
import type { Session, Values } from './session.ts';

const ROWS = 1000;

/** Deletes all that a statement names, beside others that do the same, so many rows at a time that nobody else waits long for a lock. */
export async function deleteInBatches(session: Session, sql: string, values: Values): Promise<void> {
  let deleted = ROWS;
  while (deleted === ROWS)
    deleted = await repeated({ signal: session.signal }, () =>
      session.write(phrase('remove_history'), `${sql} LIMIT ${ROWS}`, values),
    );
}
