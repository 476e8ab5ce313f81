import { ConfigurationError, SyncError, UnavailableError } from '../errors.ts';
import { printable } from '../text.ts';

/** The secret was reached, and what it holds is of no use. */
export class UnusableSecretError extends ConfigurationError {}

/** There is no such secret, or no such version of it. */
export class NoSuchSecretError extends ConfigurationError {}

/** One call, as an operator would name it. */
export interface Attempt {
  /** "read the secret bitcram-token of project shop". */
  what: string;
  /** The role that the call needs. */
  role: string;
}

/** What became of an attempt that a client's error ended, by gRPC status; one without a status is about credentials or the network. */
export function refusalOf(error: unknown, { what, role }: Attempt): SyncError {
  if (error instanceof SyncError) return error;
  const { code, message } = error as { code?: number | string; message: string };
  const said = `cannot ${what}: ${printable(message)}`;
  switch (code) {
    case 3:
      return new ConfigurationError(said, {
        hint: 'check PROJECT_ID and the variable that names the secret: its name alone, without projects/ before it',
      });
    case 5:
      return new NoSuchSecretError(said, {
        hint: `create the secret with a version and give the service account ${role} on it, or correct PROJECT_ID and the variable that names it`,
      });
    case 7:
    case 16:
      if (/\bAPI has not been used\b/.test(message))
        return new ConfigurationError(said, { hint: 'enable the Secret Manager API in this project' });
      return new ConfigurationError(said, { hint: `give the service account ${role} on it` });
    case 9:
      return new UnusableSecretError(said, { hint: 'enable the latest version of the secret' });
    default:
      // The metadata server has no token to give: the second one.
      if (/credentials|built-in service account/i.test(message)) {
        return new ConfigurationError(said, {
          hint: `log in with \`gcloud auth application-default login\` or run as a service account, with ${role} on it, or give the value itself`,
        });
      }
      if (/access token|access_token/i.test(message))
        return new UnavailableError(said, { hint: askMetadata(role) });
      return new UnavailableError(said, { hint: 'Secret Manager may be down; the next run tries again' });
  }
}

export function lateError({ what, role }: Attempt, limitMs: number): UnavailableError {
  return new UnavailableError(`cannot ${what}: no answer within ${limitMs / 1000} s`, {
    hint: askMetadata(role),
  });
}

function askMetadata(role: string): string {
  return `check the network, and the metadata server for the credentials of a service account with ${role}`;
}
