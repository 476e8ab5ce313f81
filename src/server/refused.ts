import type { Phrase } from '../platform/phrase.ts';

interface More {
  headers?: Readonly<Record<string, string>>;
  /** Of the problem's JSON, beside those that all have. */
  members?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** A request is not done, with this status and for this reason. What its route throws, its client is told. */
export class Refused extends Error {
  readonly status: number;
  readonly phrase: Phrase;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, why: Phrase, { headers = {}, members = {}, cause }: More = {}) {
    super(`${status} ${why.code}`, { cause });
    this.name = 'Refused';
    this.status = status;
    this.phrase = why;
    this.headers = headers;
    this.members = members;
  }
}
