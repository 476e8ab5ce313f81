import type { ServerResponse } from 'node:http';
import { type Answer, json, send } from '../server.ts';
import type { Fault } from './faults.ts';

const PAGE = '<!DOCTYPE html><html><body>Hubo un error accediendo a esta página</body></html>';

/** An error as Mercado Libre words it. */
export function refusal(status: number, error: string, message = error): Answer {
  return json(status, { message, error, status, cause: [] });
}

export const NOT_FOUND = refusal(404, 'not_found', 'Resource not found');

/** What is answered before the request is looked at. */
export function insteadOf(fault: Fault | undefined): Answer | undefined {
  switch (fault) {
    case 'conflict':
      return refusal(409, 'conflict', 'optimistic locking error');
    case 'locked':
      return refusal(423, 'locked', 'The resource is locked');
    case 'refused':
      return json(400, {
        message: 'Validation error',
        error: 'validation_error',
        status: 400,
        cause: [{ code: 'item.available_quantity.invalid', type: 'error', message: 'Invalid quantity' }],
      });
    case '401':
      return json(401, { code: 'unauthorized', message: 'invalid access token' });
    case '403':
      return refusal(403, 'forbidden', 'At least one policy returned UNAUTHORIZED.');
    case '404':
      return NOT_FOUND;
    case '429':
      return refusal(429, 'local_rate_limited');
    case '500':
      return refusal(500, 'internal_error', 'Internal server error');
    case '503':
    case 'page':
    case 'blocked':
      return {
        status: { '503': 503, page: 200, blocked: 403 }[fault],
        headers: { 'content-type': 'text/html' },
        body: PAGE,
      };
    case 'redirect':
      return { status: 301, headers: { location: 'https://www.mercadolibre.com.ar/' } };
    default:
      return undefined;
  }
}

/** Sends an answer as far as the fault lets it. */
export function finish(
  res: ServerResponse,
  answer: Answer | undefined,
  request: { readonly fault: Fault | undefined; status: number; answeredAt: number },
): void {
  const { fault } = request;
  if (fault === 'hang') return;
  if (answer === undefined || fault === 'cut' || fault === 'lost') return void res.destroy();
  request.status = answer.status;
  request.answeredAt = Date.now();
  if (fault !== 'half') return void send(res, answer);
  const body = Buffer.from(answer.body ?? '');
  res.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': body.length });
  res.write(body.subarray(0, body.length / 2), () => res.destroy());
}
