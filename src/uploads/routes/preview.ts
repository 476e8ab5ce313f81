import pLimit from 'p-limit';
import { deadlineOf } from '../../platform/lifecycle.ts';
import { Refused } from '../../server/refused.ts';
import { actsFor } from '../../server/tokens.ts';
import { phrase } from '../phrase.ts';
import { previewBody } from '../preview/body.ts';
import { previewOf } from '../preview/preview.ts';
import { askedIn, FORM } from './form.ts';
import type { Routed } from './routed.ts';
import { preview, problem } from './answers.ts';
import { previewQuery } from './questions.ts';

/** The texts of a large .xlsx all come before its first row. */
const READING_MS = 10_000;
/** Reading takes a processor, and there are other answers to give. */
const oneAtATime = pLimit(1);

const problems = Object.fromEntries(
  [400, 401, 403, 413, 415, 422, 429, 503].map((status) => [status, problem]),
);

/** What an upload of this file would be read as. Nothing of it is kept, and no database is asked. */
export function addPreviewRoute({ app, intake, hide }: Routed): void {
  app.post(
    '/items/bulk-upload/preview',
    {
      config: { who: 'clients', form: FORM },
      schema: {
        hide,
        summary: 'Ver cómo se entiende una planilla, sin cargarla',
        consumes: ['multipart/form-data'],
        querystring: previewQuery,
        response: { 200: preview, ...problems },
      },
    },
    async (request, reply) => {
      const { query, headers, client, answers } = request;
      if (query.proveedor_id !== undefined && !actsFor(client, query.proveedor_id)) {
        throw new Refused(403, phrase('other_supplier'));
      }
      if (!request.isMultipart()) throw new Refused(415, phrase('no_form'));
      const onWanted = (): void => {
        if (headers.expect !== undefined) reply.raw.writeContinue();
      };
      return intake.lend(request, client.name, onWanted, (path, file) =>
        oneAtATime(async () => {
          using deadline = deadlineOf(READING_MS, () => new Refused(413, phrase('preview_too_long')));
          return previewBody(await previewOf(path, askedIn(query), deadline.signal), file, answers);
        }),
      );
    },
  );
}
