import type { z } from 'zod';
import type { Client } from '../../server/tokens.ts';
import type { Session, Value } from '../../mysql/session.ts';
import { inTime } from '../late.ts';
import { readTasks, type Task } from '../task.ts';
import { lineOf } from './bodies.ts';
import { DATABASE_MS, type Routed } from './routed.ts';
import { problem, taskList } from './answers.ts';
import { listQuery } from './questions.ts';

const PAGE = 50;

/** Newest first. A cursor names the last task of a page: once that one is forgotten, so are all that came before it. */
export function addListRoutes({ app, pool, hide }: Routed): void {
  app.get(
    '/bulk-upload',
    {
      config: { who: 'clients' },
      schema: {
        hide,
        summary: 'Las cargas, la más nueva primero',
        querystring: listQuery,
        response: { 200: taskList, 401: problem, 422: problem, 503: problem },
      },
    },
    async ({ query, client, answers }) => {
      const found = await inTime(pool, DATABASE_MS, (session) => page(session, client, query));
      const tasks = found.slice(0, PAGE);
      const last = found.length > PAGE ? tasks.at(-1) : undefined;
      return {
        tasks: tasks.map((task) => lineOf(task, answers)),
        next_cursor: last === undefined ? null : Buffer.from(last.id).toString('base64url'),
      };
    },
  );
}

type Asked = z.output<typeof listQuery>;

function page(
  session: Session,
  { proveedores }: Client,
  { status, proveedor_id, sha256, cursor }: Asked,
): Promise<Task[]> {
  const conditions: [sql: string, ...values: (Value | readonly Value[])[]][] = [['TRUE']];
  if (proveedores !== '*') conditions.push(['proveedor_id IN (?)', proveedores]);
  for (const [column, value] of Object.entries({ state: status, proveedor_id, sha256 })) {
    if (value !== undefined) conditions.push([`${column} = ?`, value]);
  }
  if (cursor !== undefined) {
    const id = Buffer.from(cursor, 'base64url').toString('latin1');
    const createdAt = '(SELECT created_at FROM upload_task WHERE task_id = ?)';
    conditions.push([
      `created_at <= ${createdAt} AND (created_at < ${createdAt} OR task_id < ?)`,
      ...[id, id, id],
    ]);
  }
  const where = conditions.map(([sql]) => sql).join(' AND ');
  const values = conditions.flatMap(([, ...each]) => each);
  const tail = `WHERE ${where} ORDER BY created_at DESC, task_id DESC LIMIT ${PAGE + 1}`;
  return readTasks(session, tail, values);
}
