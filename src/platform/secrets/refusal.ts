import { ConfigurationError, phrase, SyncError, UnavailableError } from '../errors.ts';
import type { Phrase } from '../phrase.ts';
import { printable } from '../text.ts';

/** The secret was reached, and what it holds is of no use. */
export class UnusableSecretError extends ConfigurationError {}

/** There is no such secret, or no such version of it. */
export class NoSuchSecretError extends ConfigurationError {}

/** One call, as an operator would name it. */
export interface Attempt {
  /** "read the secret bitcram-token". */
  what: Phrase;
  project: string;
  /** The role that the call needs. */
  role: string;
}

/** What became of an attempt that a client's error ended, by gRPC status; one without a status is about credentials or the network. */
export function refusalOf(error: unknown, { what, project, role }: Attempt): SyncError {
  if (error instanceof SyncError) return error;
  const { code, message } = error as { code?: number | string; message: string };
  const failed = phrase('secret_failed', { attempt: what, project, why: printable(message) });
  switch (code) {
    case 3:
      return new ConfigurationError(phrase('secret_name_wrong', { failed }));
    case 5:
      return new NoSuchSecretError(phrase('secret_unknown', { failed, role }));
    case 7:
    case 16:
      if (/\bAPI has not been used\b/.test(message))
        return new ConfigurationError(phrase('secret_api_off', { failed }));
      return new ConfigurationError(phrase('secret_denied', { failed, role }));
    case 9:
      return new UnusableSecretError(phrase('secret_disabled', { failed }));
    default:
      // The metadata server has no token to give: the second one.
      if (/credentials|built-in service account/i.test(message))
        return new ConfigurationError(phrase('secret_no_credentials', { failed, role }));
      if (/access token|access_token/i.test(message))
        return new UnavailableError(phrase('secret_no_token', { failed, role }));
      return new UnavailableError(phrase('secret_unavailable', { failed }));
  }
}

export function lateError({ what, project, role }: Attempt, limitMs: number): UnavailableError {
  const failed = phrase('secret_failed', { attempt: what, project, why: phrase('secret_late', { limitMs }) });
  return new UnavailableError(phrase('secret_no_token', { failed, role }));
}
