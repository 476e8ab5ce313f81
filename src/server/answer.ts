import { STATUS_CODES } from 'node:http';
import { inOneLine } from '../platform/log.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import { redact } from '../platform/redact.ts';

/** What a request is answered with, whatever server sends it. */
export interface Answer {
  status: number;
  type: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
}

/** Answers in the words of whoever asks; those of machines are English. */
export class Answers {
  readonly inWords: Describe;

  constructor(inWords: Describe) {
    this.inWords = inWords;
  }

  json(value: unknown): Answer {
    return { status: 200, type: 'application/json', body: `${JSON.stringify(value)}\n` };
  }

  /** RFC 9457. */
  problem(status: number, { code, params }: Phrase, more: Record<string, unknown> = {}): Answer {
    const detail = this.say({ code, params });
    const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail, code, ...more };
    return { status, type: 'application/problem+json', body: `${JSON.stringify(body)}\n` };
  }

  say(what: Phrase): string {
    return redact(inOneLine(this.inWords(what)));
  }
}
