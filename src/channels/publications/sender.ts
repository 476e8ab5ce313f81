import { parseRetryAfterMs } from '../../platform/http/http.ts';
import { createPoster, type HttpResponse } from '../../platform/http/poster.ts';
import { causeInWords } from '../../platform/text.ts';
import type { Answer, Sender } from '../dispatcher.ts';
import { acceptance } from './acceptance.ts';
import { phrase } from './phrase.ts';
import { saidIn, textOf } from './said.ts';

export interface SenderOptions {
  url: string;
  secret: string;
  concurrency: number;
  timeoutMs: number;
}

const PATIENCE_MS = 1000;
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** Posts webhooks. */
export function createSender({
  url,
  secret,
  concurrency,
  timeoutMs,
}: SenderOptions): Sender & { close(): Promise<void> } {
  const { origin, pathname, search } = new URL(url);
  const poster = createPoster({
    connections: concurrency,
    timeoutMs,
    maxResponseBytes: ANSWER_LIMIT_BYTES,
  });
  return {
    async send({ subjectId, key }) {
      const posted = await poster.post({
        origin,
        path: pathname + search,
        headers: { 'idempotency-key': key },
        body: JSON.stringify({ event_type: 'update', item_id: subjectId, secret }),
      });
      if ('response' in posted) return answerOf(posted.response);
      const { code = '', message } = posted.error;
      const reason = posted.isLate
        ? phrase('no_answer', { limitMs: timeoutMs })
        : phrase('unreachable', { why: causeInWords(code, message) });
      return { kind: 'unreachable', reason };
    },
    abandon: () => poster.abandon(),
    close: () => poster.close(),
  };
}

function answerOf(response: HttpResponse): Answer {
  const { status, headers, body } = response;
  if (status >= 200 && status < 300) return acceptance(response);
  const said = saidIn(textOf(body));
  const fact = said === undefined ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  if (status === 401 || status === 403) return { kind: 'denied', reason: phrase('denies', { status }), fact };
  const reason = phrase('answers', { status });
  if (status === 429) {
    const retryAfter = headers['retry-after'];
    const asked = typeof retryAfter === 'string' ? parseRetryAfterMs(retryAfter, Date.now()) : undefined;
    return { kind: 'too-many', reason, retryAfterMs: Math.max(asked ?? PATIENCE_MS, 50) };
  }
  // A gateway answers for a receiver that is away: it says nothing about this product.
  if (status >= 502 && status <= 504) return { kind: 'unreachable', reason };
  return { kind: 'refused', reason, fact };
}
