import { isUtf8 } from 'node:buffer';
import { ConfigurationError, SyncError, UnavailableError } from './errors.ts';
import { orAborted } from './lifecycle.ts';
import { hide } from './redact.ts';
import { printable } from './text.ts';

export interface SecretName {
  projectId: string;
  secretId: string;
  /** Another endpoint than Google's: a private one, or a stand-in; plain text only on loopback. */
  endpoint: string | undefined;
}

/** The client's own retries may take ten minutes; a run cannot wait so long for its first step. */
const DEADLINE_MS = 20_000;

/** The latest version of a secret as UTF-8 text. The client is imported only here: a run with a given token needs none. */
export async function fetchSecret(secret: SecretName, signal: AbortSignal): Promise<string> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    const text = await orAborted(access(secret), AbortSignal.any([signal, deadline]));
    hide(text);
    return text;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw deadline.aborted ? late(secret) : meaningOf(error, secret);
  }
}

async function access({ projectId, secretId, endpoint }: SecretName): Promise<string> {
  const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
  // With the project named, the client does not run `gcloud` to find one.
  const client = new SecretManagerServiceClient({ projectId, ...(await endpointOptions(endpoint)) });
  try {
    // Left to the call, a failed log-in also rejects where nobody can hear it, which would end the process.
    await client.initialize();
    const name = `projects/${projectId}/secrets/${secretId}/versions/latest`;
    const [version] = await client.accessSecretVersion({ name }, { timeout: DEADLINE_MS });
    const { data, dataCrc32c } = version.payload ?? {};
    const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data ?? []);
    // The client leaves the checksum to its caller.
    if (dataCrc32c !== undefined && dataCrc32c !== null && Number(dataCrc32c) !== crc32c(bytes)) {
      throw new UnavailableError(`the secret ${secretId} arrived damaged: its checksum does not fit`);
    }
    if (!isUtf8(bytes)) throw new ConfigurationError(`the secret ${secretId} is not UTF-8 text`);
    const text = bytes.toString('utf8').trim();
    if (text === '') throw new ConfigurationError(`the secret ${secretId} is empty`);
    return text;
  } finally {
    // After a failed authentication `close` rejects with nobody to hear it, which would end the process.
    client.close().catch(() => undefined);
  }
}

/** What is set of the client's options; its own type is not exported. */
type ClientOptions = Record<string, string | number | object>;

async function endpointOptions(endpoint: string | undefined): Promise<ClientOptions> {
  if (endpoint === undefined) return {};
  const { protocol, hostname, port } = new URL(endpoint);
  const secure = protocol === 'https:';
  const address = { apiEndpoint: hostname, port: Number(port) || (secure ? 443 : 80) };
  if (secure) return address;
  const { credentials } = await import('@grpc/grpc-js');
  // Named, so that the client does not look for Google's credentials, which cannot travel in plain text anyway.
  const clientOptions = { universeDomain: 'googleapis.com' };
  return { ...address, clientOptions, sslCreds: credentials.createInsecure() };
}

function late({ secretId }: SecretName): UnavailableError {
  return new UnavailableError(
    `Secret Manager did not give the secret ${secretId} within ${DEADLINE_MS / 1000} s`,
    {
      hint: 'check the network, the credentials and the metadata server',
    },
  );
}

/** By gRPC status; a text without one is about credentials or the network. */
function meaningOf(error: unknown, { projectId, secretId }: SecretName): SyncError {
  if (error instanceof SyncError) return error;
  const { code, message } = error as { code?: number | string; message: string };
  const said = `cannot read the secret ${secretId} of project ${projectId}: ${printable(message)}`;
  switch (code) {
    case 5:
      return new ConfigurationError(said, {
        hint: 'create the secret with a version, or correct PROJECT_ID and SECRET_ID',
      });
    case 7:
    case 16:
      return new ConfigurationError(said, {
        hint: 'give the service account roles/secretmanager.secretAccessor on it',
      });
    case 9:
      return new ConfigurationError(said, { hint: 'enable the latest version of the secret' });
    default:
      if (/credentials/i.test(message)) {
        return new ConfigurationError(said, {
          hint: 'log in with `gcloud auth application-default login`, or set BITCRAM_TOKEN',
        });
      }
      return new UnavailableError(said, { hint: 'Secret Manager may be down; the next run tries again' });
  }
}

const CASTAGNOLI = 0x82f63b78;

/** CRC-32C (RFC 3720, appendix B.4), bit by bit: a secret is short. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ CASTAGNOLI : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
