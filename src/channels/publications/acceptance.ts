import type { HttpResponse } from '../../platform/http/poster.ts';
import type { Answer } from '../dispatcher.ts';
import { phrase } from './phrase.ts';
import { saidIn, textOf } from './said.ts';

const REFUSING = new Set(['rejected', 'error', 'failed']);

/**
 * What a 2xx means. A web page is somebody else's, such as a sign-in in front of the service. JSON that says that it was refused
 * speaks of this subject, and JSON that breaks off may have been about to. Whatever else is no objection.
 */
export function acceptance({ status, headers, body, isWhole }: HttpResponse): Answer {
  const text = textOf(body);
  if (isPage(headers['content-type'], text)) {
    return { kind: 'unreachable', reason: phrase('answers_page', { status }) };
  }
  if (!isWhole && text.startsWith('{'))
    return { kind: 'unreachable', reason: phrase('answer_cut', { status }) };
  if (!refuses(text)) return { kind: 'accepted' };
  const said = saidIn(text) ?? '';
  return { kind: 'refused', reason: phrase('rejects', { status, said }), fact: `HTTP ${status}: ${said}` };
}

/** By its type alone it is none: many a program calls each of its answers HTML. */
function isPage(contentType: unknown, text: string): boolean {
  if (typeof contentType === 'string' && /\bx?html\b/i.test(contentType)) return /^[^{]*<[!a-z]/i.test(text);
  return text.startsWith('<') && /^<(!doctype html|html)\b/i.test(text);
}

function refuses(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    const { error, status } = JSON.parse(text) as { error?: unknown; status?: unknown };
    return saysSomething(error) || (typeof status === 'string' && REFUSING.has(status.toLowerCase()));
  } catch {
    return false;
  }
}

/** `"error": null`, an empty text or an empty list say that there is none. */
function saysSomething(error: unknown): boolean {
  return typeof error === 'object' && error !== null ? Object.keys(error).length > 0 : Boolean(error);
}
