import { UnavailableError } from '../platform/errors.ts';
import { firstOf } from '../platform/lifecycle.ts';
import { phrase } from './phrase.ts';

/** Aborts with the signal, and when the time is over: a list or a procedure without an end would hold the lock for ever. */
export function limitedTo(limitS: number, signal: AbortSignal, scope: AsyncDisposableStack): AbortSignal {
  const late = new AbortController();
  const end = (): void => late.abort(new UnavailableError(phrase('too_long', { limitS })));
  const timer = setTimeout(end, limitS * 1000);
  scope.defer(() => clearTimeout(timer));
  return firstOf(signal, late.signal);
}
