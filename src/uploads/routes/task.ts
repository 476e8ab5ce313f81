import { z } from 'zod';
import { Refused } from '../../server/refused.ts';
import type { Client } from '../../server/tokens.ts';
import type { Session } from '../../mysql/session.ts';
import { cancelTask } from '../cancel.ts';
import { inTime } from '../late.ts';
import { phrase } from '../phrase.ts';
import { errorsOf } from '../row-errors.ts';
import type { Task } from '../task.ts';
import { statusBody } from './bodies.ts';
import { ownTask } from './own-task.ts';
import { DATABASE_MS, type Routed } from './routed.ts';
import { problem, taskStatus } from './answers.ts';

const params = z.object({ task_id: z.string() });
const response = { 200: taskStatus, 401: problem, 404: problem, 503: problem };

/** How a task is, and to end it. One of another supplier is not there. */
export function addTaskRoutes({ app, pool, hide }: Routed): void {
  const lookAt = (id: string, client: Client, change?: (session: Session, task: Task) => Promise<void>) =>
    inTime(pool, DATABASE_MS, async (session) => {
      const task = await ownTask(session, id, client);
      await change?.(session, task);
      const now = change === undefined ? task : await ownTask(session, id, client);
      return { task: now, errors: await errorsOf(session, now) };
    });
  app.get(
    '/bulk-upload/status/:task_id',
    {
      config: { who: 'clients' },
      schema: { hide, summary: 'Cómo va una carga', params, response },
    },
    async ({ params: { task_id }, client, answers }) => {
      const { task, errors } = await lookAt(task_id, client);
      return statusBody(task, errors, answers);
    },
  );
  app.post(
    '/bulk-upload/:task_id/cancel',
    {
      config: { who: 'clients' },
      schema: {
        hide,
        summary: 'Cancelar una carga',
        params,
        response: { ...response, 403: problem, 409: problem },
      },
    },
    async ({ params: { task_id }, client, answers }) => {
      const { task, errors } = await lookAt(task_id, client, async (session, before) => {
        if (before.state === 'completed' || before.state === 'failed') {
          throw new Refused(409, phrase('ended_already'));
        }
        await cancelTask(session, before.id);
      });
      return statusBody(task, errors, answers);
    },
  );
}
