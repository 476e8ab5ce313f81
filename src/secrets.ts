import type { Config } from './config.ts';
import { openSecretManager, type SecretManager } from './platform/secret-manager.ts';
import type { SecretReference, SecretValue } from './secret-config.ts';

/** The secrets of one command, over one client. */
export interface Secrets {
  /** What was given, or what the secret held when it was first asked for. */
  text(value: SecretValue): Promise<string>;
  /** Of the project that the secret is in. */
  manager(place: SecretReference): SecretManager;
}

/**
 * All that the configuration takes from Secret Manager is asked for now, at once, and waited for where it is needed: a token
 * that cannot be had must not keep a run from its database, where it is recorded and pays old debts.
 */
export function openSecrets(
  config: Partial<Configured>,
  signal: AbortSignal,
  scope: AsyncDisposableStack,
): Secrets {
  const managers = new Map<string, SecretManager>();
  const texts = new Map<string, Promise<string>>();

  const manager = (place: SecretReference): SecretManager => {
    const key = `${place.projectId} ${place.endpoint}`;
    let found = managers.get(key);
    if (found === undefined) {
      found = openSecretManager(place, signal);
      scope.defer(found.close);
      managers.set(key, found);
    }
    return found;
  };
  const text = (value: SecretValue): Promise<string> => {
    if (value.kind === 'given') return Promise.resolve(value.value);
    const key = `${value.projectId} ${value.endpoint} ${value.secretId}`;
    let found = texts.get(key);
    if (found === undefined) {
      found = manager(value).read(value.secretId);
      // It may fail before anybody waits for it.
      found.catch(() => undefined);
      texts.set(key, found);
    }
    return found;
  };
  for (const value of neededFirst(config)) void text(value);
  return { text, manager };
}

type Configured = { [Part in 'database' | 'source' | 'publications']: Config[Part] | undefined };

/** The password for Bitcram is not among them: who holds a good token needs none. */
function neededFirst({ database, source, publications }: Partial<Configured>): SecretValue[] {
  const all = [
    database?.passwordSecret,
    source?.token,
    publications?.notify ? publications.secret : undefined,
  ];
  return all.filter((value) => value !== undefined);
}
