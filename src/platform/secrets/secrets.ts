import { openSecretManager, type SecretManager } from './secret-manager.ts';
import type { SecretReference, SecretValue } from './config.ts';

/** The secrets of one command, over one client. */
export interface Secrets {
  /** What was given, or what the secret held when it was first asked for. */
  text(value: SecretValue): Promise<string>;
  /** What the secret holds by now. */
  again(value: SecretValue): Promise<string>;
  /** Of the project that the secret is in. */
  manager(place: SecretReference): SecretManager;
}

/**
 * `neededFirst` are asked for now, at once, and waited for where they are needed: a token that cannot be read must not keep a run
 * from its database, where it is recorded and delivers what is pending.
 */
export function openSecrets(
  neededFirst: readonly SecretValue[],
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
    const key = keyOf(value);
    let found = texts.get(key);
    if (found === undefined) {
      found = manager(value).read(value.secretId);
      // It may fail before anybody waits for it.
      found.catch(() => undefined);
      texts.set(key, found);
    }
    return found;
  };
  const again = (value: SecretValue): Promise<string> => {
    if (value.kind !== 'given') texts.delete(keyOf(value));
    return text(value);
  };
  for (const value of neededFirst) void text(value);
  return { text, again, manager };
}

function keyOf({ projectId, endpoint, secretId }: SecretReference): string {
  return `${projectId} ${endpoint} ${secretId}`;
}
