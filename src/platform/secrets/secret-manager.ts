import { isUtf8 } from 'node:buffer';
import type { protos, SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { phrase, UnavailableError } from '../errors.ts';
import type { Phrase } from '../phrase.ts';
import { orAborted } from '../lifecycle.ts';
import { registerSecret } from '../redact.ts';
import { closeClient, openClient, type SecretPlace } from './client.ts';
import { crc32c } from './crc32c.ts';
import { type Attempt, lateError, NoSuchSecretError, refusalOf, UnusableSecretError } from './refusal.ts';

export interface SecretVersion {
  /** Counts from 1, a higher one is newer. */
  number: number;
  /** Milliseconds since 1970. */
  createdMs: number;
  enabled: boolean;
}

/** The secrets of one project. Every call ends within 20 s, with an error that names the secret and the role that is needed. */
export interface SecretManager {
  /** A version as UTF-8 text without the white space around it, the latest unless told otherwise; hidden from all output from then on. */
  read(secretId: string, version?: number): Promise<string>;
  /** Undefined where the secret has no version, or does not exist. */
  latest(secretId: string): Promise<SecretVersion | undefined>;
  enabled(secretId: string): Promise<SecretVersion[]>;
  /** Returns the new version's number. */
  add(secretId: string, text: string): Promise<number>;
  /** A version that is not enabled any more is left as it is. */
  disable(secretId: string, version: number): Promise<void>;
  close(): void;
}

/** The client's own retries may take ten minutes; a run cannot wait so long for its first step. */
const DEADLINE_MS = 20_000;

/** The client itself repeats only reading, after two seconds; a call that changes nothing more the second time can be repeated as well. */
const REPEATED = {
  timeout: DEADLINE_MS,
  retry: {
    // RESOURCE_EXHAUSTED and UNAVAILABLE.
    retryCodes: [8, 14],
    backoffSettings: {
      initialRetryDelayMillis: 250,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 3_000,
      initialRpcTimeoutMillis: DEADLINE_MS,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: DEADLINE_MS,
      // Before the deadline: the last refusal says more than that the time was up.
      totalTimeoutMillis: DEADLINE_MS - 6_000,
    },
  },
};

const ACCESSOR = 'roles/secretmanager.secretAccessor';
const MANAGER = 'roles/secretmanager.secretVersionManager';

export function openSecretManager(place: SecretPlace, signal: AbortSignal): SecretManager {
  const { projectId } = place;
  const named = (secretId: string): string => `projects/${projectId}/secrets/${secretId}`;
  let opening: Promise<SecretManagerServiceClient> | undefined;
  const client = (): Promise<SecretManagerServiceClient> => {
    opening ??= openClient(place).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  const attempt = async <T>(
    what: Phrase,
    role: string,
    work: (open: SecretManagerServiceClient) => Promise<T>,
  ): Promise<T> => {
    const tried: Attempt = { what, project: projectId, role };
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    try {
      return await orAborted(client().then(work), AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw deadline.aborted ? lateError(tried, DEADLINE_MS) : refusalOf(error, tried);
    }
  };

  return {
    read: (secretId, version) =>
      attempt(phrase('read_secret', { secret: secretId }), ACCESSOR, async (open) => {
        const name = `${named(secretId)}/versions/${version ?? 'latest'}`;
        const [{ payload }] = await open.accessSecretVersion({ name }, REPEATED);
        const text = textOf(secretId, payload);
        registerSecret(text);
        return text;
      }),

    async latest(secretId) {
      try {
        return await attempt(phrase('latest_version', { secret: secretId }), MANAGER, async (open) => {
          const name = `${named(secretId)}/versions/latest`;
          const [version] = await open.getSecretVersion({ name }, REPEATED);
          return versionOf(version);
        });
      } catch (error) {
        if (error instanceof NoSuchSecretError) return undefined;
        throw error;
      }
    },

    enabled: (secretId) =>
      attempt(phrase('list_versions', { secret: secretId }), MANAGER, async (open) => {
        const request = { parent: named(secretId), filter: 'state:ENABLED' };
        const [versions] = await open.listSecretVersions(request, REPEATED);
        return versions.map(versionOf).filter(({ enabled }) => enabled);
      }),

    add: (secretId, text) =>
      attempt(phrase('add_version', { secret: secretId }), MANAGER, async (open) => {
        registerSecret(text);
        const data = Buffer.from(text);
        const payload = { data, dataCrc32c: crc32c(data) };
        // Not repeated: a call that seems lost may have added one.
        const [version] = await open.addSecretVersion(
          { parent: named(secretId), payload },
          { timeout: DEADLINE_MS },
        );
        return versionOf(version).number;
      }),

    async disable(secretId, version) {
      try {
        await attempt(phrase('disable_version', { secret: secretId, version }), MANAGER, (open) =>
          open.disableSecretVersion({ name: `${named(secretId)}/versions/${version}` }, REPEATED),
        );
      } catch (error) {
        // Destroyed meanwhile.
        if (!(error instanceof UnusableSecretError) && !(error instanceof NoSuchSecretError)) throw error;
      }
    },

    close() {
      opening?.then(closeClient, () => undefined);
    },
  };
}

type Payload = protos.google.cloud.secretmanager.v1.ISecretPayload | null | undefined;

function textOf(secretId: string, payload: Payload): string {
  const { data, dataCrc32c } = payload ?? {};
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data ?? []);
  // The client leaves the checksum to its caller.
  if (dataCrc32c !== undefined && dataCrc32c !== null && Number(dataCrc32c) !== crc32c(bytes)) {
    throw new UnavailableError(phrase('secret_damaged', { secret: secretId }));
  }
  if (!isUtf8(bytes)) throw new UnusableSecretError(phrase('secret_not_text', { secret: secretId }));
  const text = bytes.toString('utf8').trim();
  if (text === '') throw new UnusableSecretError(phrase('secret_empty', { secret: secretId }));
  return text;
}

function versionOf(version: protos.google.cloud.secretmanager.v1.ISecretVersion): SecretVersion {
  const { name, createTime, state } = version;
  return {
    number: Number(/\/versions\/(\d+)$/.exec(name ?? '')?.[1]),
    createdMs: Number(createTime?.seconds ?? 0) * 1000,
    enabled: state === 'ENABLED',
  };
}
