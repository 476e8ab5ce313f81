import { z } from 'zod';
import { groupedErrors } from '../error-groups.ts';
import { inTime } from '../late.ts';
import { sentenceOf } from '../rows/errors.ts';
import { ownTask } from './own-task.ts';
import { DATABASE_MS, type Routed } from './routed.ts';
import { errorGroups, problem } from './answers.ts';

const params = z.object({ task_id: z.string() });

/** What is wrong with the rows of an upload, each kind of it once. */
export function addErrorGroupsRoute({ app, pool, hide }: Routed): void {
  app.get(
    '/bulk-upload/:task_id/errors/groups',
    {
      config: { who: 'clients' },
      schema: {
        hide,
        summary: 'Qué está mal en las filas rechazadas, por tipo',
        params,
        response: { 200: errorGroups, 401: problem, 404: problem, 503: problem },
      },
    },
    async ({ params: { task_id }, client, answers }) => {
      const { groups, truncated } = await inTime(pool, DATABASE_MS, async (session) => {
        const { id } = await ownTask(session, task_id, client);
        return groupedErrors(session, id);
      });
      return {
        grupos: groups.map(({ error, rows, examples }) => ({
          codigo: error.what.code,
          columna: error.column,
          error: sentenceOf([error], answers.inWords),
          filas: rows,
          ejemplos: [...examples],
        })),
        truncado: truncated,
      };
    },
  );
}
