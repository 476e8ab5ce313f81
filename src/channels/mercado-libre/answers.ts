import type { HttpResponse } from '../../platform/http/poster.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { TOKEN_REFUSED } from '../asking.ts';
import type { Failure } from '../marketplace.ts';
import { phrase } from './phrase.ts';

/** As far as anything is known of it: whatever answers may be somebody else. */
type Unknown = Readonly<Record<string, unknown>>;

export type Received =
  | { kind: 'json'; json: unknown }
  | Failure
  /** Somebody else is writing the same, or did since it was read. */
  | { kind: 'conflict'; isLocked: boolean };

const PATIENCE_MS = 1000;
const MAX_SAID_CHARS = 200;

/** What an answer means for what was asked; `what` names it: "read the orders". */
export function receivedIn({ status, headers, body, isWhole }: HttpResponse, what: Phrase): Received {
  const text = Buffer.concat(body).toString('utf8');
  if (status < 200 || status >= 300) return ofStatus(status, headers['retry-after'], text, what);
  if (/^\s*</.test(text)) return { kind: 'unreachable', reason: phrase('answers_page', { status }) };
  const json = parsed(text);
  if (json !== undefined) return { kind: 'json', json };
  return isWhole ? unreadable(what) : { kind: 'unreachable', reason: phrase('answer_cut', { status }) };
}

export function unreadable(what: Phrase): Failure {
  return { kind: 'unreachable', reason: phrase('unreadable', { what }) };
}

export function refused(fact: string): Failure {
  return { kind: 'refused', reason: phrase('refused', { said: fact }), fact };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function ofStatus(status: number, retryAfter: unknown, text: string, what: Phrase): Received {
  const fact = `HTTP ${status}`;
  const isPage = /^\s*</.test(text);
  if (status === 409 || status === 423) return { kind: 'conflict', isLocked: status === 423 };
  if (status === 429) return throttledFor(secondsIn(retryAfter) ?? PATIENCE_MS);
  if (status === 401) return { kind: 'denied', reason: phrase('token_refused'), fact: TOKEN_REFUSED };
  if (status >= 300 && status < 400) {
    return { kind: 'denied', reason: phrase('redirected', { status }), fact };
  }
  if (status >= 500 || status === 408) return { kind: 'unreachable', reason: phrase('failing', { status }) };
  // A firewall in front of it, not Mercado Libre.
  if (isPage) return { kind: 'unreachable', reason: phrase('answers_page', { status }) };
  const said = saidIn(text) || fact;
  if (status === 403) return { kind: 'denied', reason: phrase('access_denied', { what, said }), fact };
  return refused(said);
}

export function throttledFor(waitMs: number): Failure {
  const seconds = Math.ceil(waitMs / 1000);
  return { kind: 'throttled', reason: phrase('throttled', { seconds }), retryAfterMs: waitMs };
}

function secondsIn(retryAfter: unknown): number | undefined {
  return typeof retryAfter === 'string' && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
}

/** The code of what is wrong before the words about it: the words change. */
function saidIn(text: string): string {
  const { cause, error, message } = (parsed(text) ?? {}) as Unknown;
  const [first] = Array.isArray(cause) ? (cause as Unknown[]) : [];
  const said = [first?.['code'], error, message].find((part) => typeof part === 'string' && part !== '');
  return printable(typeof said === 'string' ? said : '', MAX_SAID_CHARS);
}
