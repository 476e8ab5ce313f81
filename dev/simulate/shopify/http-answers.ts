import type { ServerResponse } from 'node:http';
import { type Answer, json, send } from '../server.ts';
import type { Fault } from './faults.ts';

export const NOT_FOUND = json(404, { errors: 'Not Found' });
const PAGE = '<!DOCTYPE html><html><body>Something went wrong. What happened?</body></html>';

/** What somebody else answers, or Shopify before it looks at the request. */
export function insteadOf(fault: Fault | undefined): Answer | undefined {
  switch (fault) {
    case '401':
      return json(401, {
        errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
      });
    case '402':
      return json(402, { errors: 'Unavailable Shop' });
    case '403':
      return json(403, { errors: '[API] This action requires merchant approval for write_inventory scope.' });
    case 'blocked':
      return { status: 403, headers: { 'content-type': 'text/html' }, body: PAGE };
    case '404':
      return NOT_FOUND;
    case '429':
      return {
        status: 429,
        headers: { 'retry-after': '0.5' },
        body: JSON.stringify({ errors: 'Too Many Requests' }),
      };
    case '500':
    case '503':
      return { status: Number(fault), headers: { 'content-type': 'text/html' }, body: PAGE };
    case 'internal':
      return json(200, {
        errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      });
    case 'page':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
    case 'redirect':
      return { status: 301, headers: { location: 'https://tienda.example/' } };
    default:
      return undefined;
  }
}

/** Sends an answer as far as the fault lets it. */
export function finish(
  res: ServerResponse,
  answer: Answer | undefined,
  request: { readonly fault: Fault | undefined; status: number; answeredAt: number },
  served: string,
): void {
  const { fault } = request;
  if (fault === 'hang') return;
  if (answer === undefined || fault === 'cut' || fault === 'lost') return void res.destroy();
  request.status = answer.status;
  request.answeredAt = Date.now();
  const headers = { 'x-shopify-api-version': served, ...answer.headers };
  if (fault !== 'half') return void send(res, { ...answer, headers });
  const body = Buffer.from(answer.body ?? '');
  res.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...headers,
  });
  res.write(body.subarray(0, body.length / 2), () => res.destroy());
}
