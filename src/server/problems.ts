import { asSyncError, BugError, type SyncError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';
import { Refused } from './refused.ts';

/** After so long it is worth to ask again. */
const SOON = { 'Retry-After': '5' };

/** What this error means for a client; what only the operator has to know of it is the `cause`. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const { statusCode = 500, code = '' } = error as { statusCode?: number; code?: string };
  // The framework's own, about what a client sent.
  if (statusCode < 500 && code.startsWith('FST_')) return new Refused(statusCode, wordsFor(statusCode));
  const cause = asSyncError(error);
  if (cause instanceof BugError) return new Refused(500, phrase('failed'), { cause });
  return unavailable(cause);
}

/** It may go well a little later. */
export function unavailable(cause?: SyncError): Refused {
  return new Refused(503, phrase('unavailable'), { headers: SOON, cause });
}

/** What is wrong with a request that could not even be read, by its status. */
export function wordsFor(status: number) {
  switch (status) {
    case 408:
      return phrase('too_slow');
    case 413:
      return phrase('body_too_large');
    case 415:
      return phrase('other_type');
    case 431:
      return phrase('head_too_large');
    default:
      return phrase('bad_request');
  }
}
