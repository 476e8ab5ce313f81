import { SourceError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

/** The file itself is at fault: reading it once more ends in the same way. Whatever else is thrown may be over by the next time. */
export class SpreadsheetError extends SourceError {
  readonly why: Phrase;

  constructor(why: Phrase, options: { cause?: unknown } = {}) {
    super(phrase('unreadable', { why }), options);
    this.why = why;
  }
}
