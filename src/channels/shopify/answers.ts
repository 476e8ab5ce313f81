import type { HttpResponse } from '../../platform/http/poster.ts';
import { printable } from '../../platform/text.ts';
import { TOKEN_REFUSED } from '../asking.ts';
import type { Failure } from '../marketplace.ts';
import { phrase } from './phrase.ts';

/** Shopify's limit, in points, as each answer reports it. */
export interface Cost {
  requestedQueryCost: number;
  throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

/** As far as anything is known of it: whatever answers may be somebody else. */
type Unknown = Readonly<Record<string, unknown>>;

interface GraphqlError {
  code: string;
  message: string;
}

export interface Received {
  answer: { kind: 'data'; data: unknown } | Failure;
  cost: Cost | undefined;
  /** The version that answered, which is another one than was asked for where that is no longer served. */
  served: string | undefined;
}

/** More than one request may cost: no waiting and no trying again helps, a smaller page does. */
export const TOO_EXPENSIVE = 'MAX_COST_EXCEEDED';

const PATIENCE_MS = 1000;
const SHORTEST_WAIT_MS = 50;
const MAX_SAID_CHARS = 200;

/** What an answer means for what was asked. */
export function receivedIn({ status, headers, body, isWhole }: HttpResponse, operation: string): Received {
  const text = Buffer.concat(body).toString('utf8');
  const json = parsed(text);
  const version = headers['x-shopify-api-version'];
  return {
    answer:
      status >= 200 && status < 300
        ? ofBody(status, text, json, isWhole, operation)
        : ofStatus(status, headers['retry-after'], text, json),
    cost: costIn(json),
    served: typeof version === 'string' ? version : undefined,
  };
}

function parsed(text: string): Unknown | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Unknown | undefined {
  return typeof value === 'object' && value !== null ? (value as Unknown) : undefined;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function costIn(json: Unknown | undefined): Cost | undefined {
  const cost = asObject(asObject(json?.['extensions'])?.['cost']);
  const status = asObject(cost?.['throttleStatus']);
  const points = [
    ...[cost?.['requestedQueryCost'], status?.['maximumAvailable']],
    ...[status?.['currentlyAvailable'], status?.['restoreRate']],
  ];
  return points.every(Number.isFinite) ? (cost as unknown as Cost) : undefined;
}

/** A text where the request was refused before it was looked at. */
function errorsIn(json: Unknown | undefined): readonly GraphqlError[] {
  const errors = json?.['errors'] ?? [];
  if (!Array.isArray(errors)) {
    return [{ code: '', message: asText(errors) }];
  }
  return errors.map((error: unknown) => {
    const { message, extensions } = asObject(error) ?? {};
    return { code: asText(asObject(extensions)?.['code']), message: asText(message) };
  });
}

function ofBody(
  status: number,
  text: string,
  json: Unknown | undefined,
  isWhole: boolean,
  operation: string,
): Received['answer'] {
  if (json === undefined) {
    if (/^\s*</.test(text)) return { kind: 'unreachable', reason: phrase('answers_page', { status }) };
    const reason = isWhole ? phrase('unreadable', { operation }) : phrase('answer_cut', { status });
    return { kind: 'unreachable', reason };
  }
  // What came beside an error lacks something: it is not used.
  const errors = errorsIn(json);
  if (errors.length > 0) return ofErrors(errors, costIn(json));
  const data = asObject(json['data']);
  return data === undefined
    ? { kind: 'unreachable', reason: phrase('unreadable', { operation }) }
    : { kind: 'data', data };
}

function ofErrors(errors: readonly GraphqlError[], cost: Cost | undefined): Failure {
  const found = (...codes: readonly string[]): GraphqlError | undefined =>
    errors.find(({ code }) => codes.includes(code));
  if (found('THROTTLED') !== undefined) return throttledFor(waitMs(cost));
  const denied = found('ACCESS_DENIED');
  if (denied !== undefined) {
    const said = saidIn(denied.message);
    return { kind: 'denied', reason: phrase('access_denied', { said }), fact: said };
  }
  const closed = found('SHOP_INACTIVE');
  if (closed !== undefined) return shopClosed(saidIn(closed.message));
  if (found('INTERNAL_SERVER_ERROR', 'TIMEOUT') !== undefined) {
    return { kind: 'unreachable', reason: phrase('failing', { status: 500 }) };
  }
  const [{ code, message } = { code: '', message: '' }] = errors;
  const said = saidIn([code, message].filter(Boolean).join(': '));
  return { kind: 'refused', reason: phrase('refused', { said }), fact: saidIn(code) || said };
}

function ofStatus(status: number, retryAfter: unknown, text: string, json: Unknown | undefined): Failure {
  const said = saidIn(errorsIn(json)[0]?.message ?? `HTTP ${status}`);
  const isPage = /^\s*</.test(text);
  const fact = `HTTP ${status}`;
  if (status === 429 || status === 430) return throttledFor(secondsIn(retryAfter) ?? PATIENCE_MS);
  if (status === 401) return { kind: 'denied', reason: phrase('token_refused'), fact: TOKEN_REFUSED };
  // A firewall in front of it, not Shopify.
  if (status === 403 && isPage) return { kind: 'unreachable', reason: phrase('answers_page', { status }) };
  if (status === 403) return { kind: 'denied', reason: phrase('access_denied', { said }), fact };
  if (status === 402 || status === 423) return shopClosed(said);
  if (status === 404) return { kind: 'denied', reason: phrase('shop_unknown'), fact };
  if (status >= 300 && status < 400) {
    return { kind: 'denied', reason: phrase('redirected', { status }), fact };
  }
  if (status >= 500 || status === 408) return { kind: 'unreachable', reason: phrase('failing', { status }) };
  return { kind: 'refused', reason: phrase('refused', { said }), fact };
}

export function throttledFor(waitMs: number): Failure {
  const retryAfterMs = Math.max(Math.ceil(waitMs), SHORTEST_WAIT_MS);
  const seconds = Math.ceil(retryAfterMs / 1000);
  return { kind: 'throttled', reason: phrase('throttled', { seconds }), retryAfterMs };
}

function shopClosed(said: string): Failure {
  return { kind: 'denied', reason: phrase('shop_closed', { said }), fact: said };
}

/** Until as many points are back as were asked for. */
function waitMs(cost: Cost | undefined): number {
  if (cost === undefined) return PATIENCE_MS;
  const { currentlyAvailable, restoreRate } = cost.throttleStatus;
  const missing = cost.requestedQueryCost - currentlyAvailable;
  return missing > 0 && restoreRate > 0 ? (missing / restoreRate) * 1000 : PATIENCE_MS;
}

/** Shopify writes "2.0". */
function secondsIn(retryAfter: unknown): number | undefined {
  return typeof retryAfter === 'string' && /^\d+(\.\d+)?$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : undefined;
}

function saidIn(text = ''): string {
  return printable(text, MAX_SAID_CHARS);
}
