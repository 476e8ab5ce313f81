import { ConfigurationError, type SyncError, UnavailableError } from '../../platform/errors.ts';
import type { Failure } from '../marketplace.ts';
import type { Found } from './client.ts';

/** Where there is nothing to do but end. */
function errorOf({ kind, reason }: Failure): SyncError {
  return kind === 'denied' || kind === 'refused'
    ? new ConfigurationError(reason)
    : new UnavailableError(reason);
}

export function valueOf<T>(found: Found<T>): T {
  if (found.kind !== 'found') throw errorOf(found);
  return found.value;
}
