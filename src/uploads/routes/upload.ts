import { Refused } from '../../server/refused.ts';
import { actsFor } from '../../server/tokens.ts';
import { phrase } from '../phrase.ts';
import { acceptedBody, statusUrl } from './bodies.ts';
import type { Routed } from './routed.ts';
import { askedIn, FORM } from './form.ts';
import { accepted, problem } from './answers.ts';
import { uploadHeaders, uploadQuery } from './questions.ts';

const problems = Object.fromEntries(
  [400, 401, 403, 409, 413, 415, 422, 429, 503].map((status) => [status, problem]),
);

/** Takes a spreadsheet in. The answer says that it is kept and will be read, and waits for none of its rows. */
export function addUploadRoute({ app, intake, hide }: Routed): void {
  app.post(
    '/items/bulk-upload',
    {
      config: { who: 'clients', form: FORM },
      schema: {
        hide,
        summary: 'Subir una planilla de productos (.xlsx o .csv)',
        consumes: ['multipart/form-data'],
        querystring: uploadQuery,
        headers: uploadHeaders,
        response: { 202: accepted, ...problems },
      },
    },
    async (request, reply) => {
      const { query, headers, client, answers } = request;
      if (!actsFor(client, query.proveedor_id)) throw new Refused(403, phrase('other_supplier'));
      if (!request.isMultipart()) throw new Refused(415, phrase('no_form'));
      const upload = {
        proveedorId: query.proveedor_id,
        key: headers['idempotency-key'],
        asked: askedIn(query),
      };
      const taken = await intake.take(request, upload, () => {
        if (headers.expect !== undefined) reply.raw.writeContinue();
      });
      void reply.code(202).headers({ Location: statusUrl(taken.task.id), 'Retry-After': '1' });
      if (taken.isRepeated) void reply.header('Idempotent-Replayed', 'true');
      return acceptedBody(taken, answers);
    },
  );
}
