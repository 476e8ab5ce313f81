import { Readable } from 'node:stream';
import { z } from 'zod';
import { begun } from '../../platform/begun.ts';
import { onceClosed } from '../../server/once-closed.ts';
import { Refused } from '../../server/refused.ts';
import { errorFile } from '../error-file/error-file.ts';
import { extensionOf } from '../intake/filename.ts';
import { inTime } from '../late.ts';
import { phrase } from '../phrase.ts';
import { NoSuchObjectError } from '../store/store.ts';
import type { Task } from '../task.ts';
import { ownTask } from './own-task.ts';
import { DATABASE_MS, type Routed } from './routed.ts';
import { problem } from './answers.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

const params = z.object({ task_id: z.string() });
const query = z.object({
  format: z.enum(['xlsx', 'csv']).optional().describe('si falta, el del archivo que se subió'),
});
const problems = Object.fromEntries([401, 404, 409, 422, 429, 503].map((status) => [status, problem]));

/** The rows that failed, as a spreadsheet to correct and upload again. */
export function addErrorsRoute({ app, pool, store, shared, hide }: Routed): void {
  app.get(
    '/bulk-upload/:task_id/errors',
    {
      exposeHeadRoute: false,
      config: { who: 'clients' },
      schema: {
        hide,
        summary: 'Las filas rechazadas con su motivo, para corregirlas y volver a subirlas',
        params,
        querystring: query,
        produces: Object.values(TYPES),
        response: { 200: z.unknown().describe('la planilla'), ...problems },
      },
    },
    async ({ params: { task_id }, query: asked, client, answers }, reply) => {
      const task = await inTime(pool, DATABASE_MS, (session) => ownTask(session, task_id, client));
      refuseWithout(task);
      const format = asked.format ?? (extensionOf(task.filename) === 'csv' ? 'csv' : 'xlsx');
      const place = shared.fileWriters.take(client);
      onceClosed(reply, () => place[Symbol.dispose]());
      const bytes = await begun(errorFile({ pool, store, task, format, inWords: answers.inWords })).catch(
        (error: unknown) => {
          throw error instanceof NoSuchObjectError ? new Refused(404, phrase('file_gone')) : error;
        },
      );
      void reply.type(TYPES[format]).header('Content-Disposition', attachment(task.filename, format));
      return reply.send(Readable.from(bytes, { highWaterMark: 1 }));
    },
  );
}

function refuseWithout({ failed, endedAt }: Task): void {
  if (endedAt === null) throw new Refused(409, phrase('not_ended'), { headers: { 'Retry-After': '5' } });
  if (failed === 0) throw new Refused(404, phrase('no_failed_rows'));
}

/** As RFC 6266 writes a name with other letters than English ones. */
function attachment(filename: string, format: string): string {
  const base = filename.replace(/\.\w+$/, '');
  const encoded = encodeURIComponent(`errores ${base}.${format}`).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="errores.${format}"; filename*=UTF-8''${encoded}`;
}
