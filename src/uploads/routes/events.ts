import { z } from 'zod';
import { EventStream } from '../../server/event-stream.ts';
import { onceClosed } from '../../server/once-closed.ts';
import { Teller } from '../events/teller.ts';
import type { Seen } from '../events/watch.ts';
import { inTime } from '../late.ts';
import { errorsOf } from '../row-errors.ts';
import { statusBody } from './bodies.ts';
import { ownTask } from './own-task.ts';
import { DATABASE_MS, type Routed } from './routed.ts';
import { problem } from './answers.ts';

const params = z.object({ task_id: z.string() });
const problems = Object.fromEntries([401, 404, 429, 503].map((status) => [status, problem]));

/** How a task is, told as it changes until it has ended. Each event has the body of its status. */
export function addEventsRoute({ app, pool, shared, hide }: Routed): void {
  const streams = new Set<EventStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
  app.get(
    '/bulk-upload/:task_id/events',
    {
      exposeHeadRoute: false,
      config: { who: 'clients' },
      schema: {
        hide,
        summary: 'Cómo va una carga, a medida que avanza: snapshot, progress, state y done',
        params,
        produces: ['text/event-stream'],
        response: { 200: z.unknown().describe('cada evento trae el cuerpo del estado'), ...problems },
      },
    },
    async ({ params: { task_id: id }, client, answers }, reply) => {
      const first = await inTime(pool, DATABASE_MS, async (session) => {
        const task = await ownTask(session, id, client);
        return { task, errors: await errorsOf(session, task) };
      });
      const place = shared.listeners.take(client);
      const stream = new EventStream(reply);
      const bodyOf = ({ task, errors }: Seen): unknown => statusBody(task, errors, answers);
      const teller = new Teller(first.task, bodyOf);
      const leave = shared.watch.listen(id, (seen) => {
        const event = seen && teller.eventOf(seen);
        if (event !== undefined) stream.send(event);
        if (seen === undefined || event?.event === 'done') stream.end();
      });
      streams.add(stream);
      onceClosed(reply, () => {
        leave();
        streams.delete(stream);
        place[Symbol.dispose]();
      });
      const snapshot = { event: 'snapshot', data: bodyOf(first) };
      if (first.task.endedAt === null) {
        stream.send(snapshot);
      } else {
        stream.send(snapshot, { event: 'done', data: snapshot.data });
        stream.end();
      }
      return reply.send(stream.bytes);
    },
  );
}
