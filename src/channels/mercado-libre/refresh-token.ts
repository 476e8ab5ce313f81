import { createHash } from 'node:crypto';
import { asSyncError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { SecretReference } from '../../platform/secrets/config.ts';
import type { SecretManager } from '../../platform/secrets/secret-manager.ts';
import type { KeptToken } from '../marketplace.ts';
import { phrase } from './phrase.ts';

/** Where the refresh token that works lies. */
export interface RefreshTokenPlace {
  current(kept: KeptToken): Promise<string>;
  /** Keeps the next one; returns what of it is kept in the database. */
  keep(next: string): Promise<Pick<KeptToken, 'refresh' | 'givenHash'>>;
}

/** In the database, after the one from the environment was used. A new one in the environment goes before it. */
export function inDatabase(given: string): RefreshTokenPlace {
  const givenHash = hashOf(given);
  return {
    current: async (kept) => (kept.givenHash === givenHash && kept.refresh !== null ? kept.refresh : given),
    keep: async (refresh) => ({ refresh, givenHash }),
  };
}

/** As the latest version of a secret; the versions before it are of no use, and are disabled. */
export function inSecretManager(
  { secretId }: SecretReference,
  secrets: SecretManager,
  log: Log,
): RefreshTokenPlace {
  return {
    // In the database only where the secret took no new version.
    async current({ refresh, refusedHash }) {
      if (refresh !== null && hashOf(refresh) !== refusedHash) return refresh;
      return secrets.read(secretId);
    },
    async keep(refresh) {
      let version: number;
      try {
        version = await secrets.add(secretId, refresh);
      } catch (error) {
        log.warn({ phrase: phrase('token_not_added', { secret: secretId, why: asSyncError(error).phrase }) });
        return { refresh, givenHash: null };
      }
      try {
        const older = (await secrets.enabled(secretId)).filter(({ number }) => number < version);
        for (const { number } of older) await secrets.disable(secretId, number);
      } catch (error) {
        log.warn({ phrase: phrase('versions_left', { secret: secretId, why: asSyncError(error).phrase }) });
      }
      return { refresh: null, givenHash: null };
    },
  };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
