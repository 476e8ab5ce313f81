import type { Session } from '../../mysql/session.ts';
import { printable } from '../../platform/text.ts';
import { Refused } from '../../server/refused.ts';
import { actsFor, type Client } from '../../server/tokens.ts';
import { phrase } from '../phrase.ts';
import { findTask, type Task } from '../task.ts';

const SHOWN_CHARACTERS = 64;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws `Refused` where there is none, and where it is another supplier's: nobody learns that it is there. */
export async function ownTask(session: Session, id: string, client: Client): Promise<Task> {
  const task = ID.test(id) ? await findTask(session, id) : undefined;
  if (task !== undefined && actsFor(client, task.proveedorId)) return task;
  throw new Refused(404, phrase('task_unknown', { id: printable(id, SHOWN_CHARACTERS) }));
}
