import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';

export interface SecretPlace {
  projectId: string;
  /** Another endpoint than Google's: a private one, or a stand-in; plain text only on loopback. */
  endpoint: string | undefined;
}

/** What is set of the client's options; its own type is not exported. */
type ClientOptions = Record<string, string | number | object>;

/** Google's client, logged in. Its package is imported only here: a run whose secrets are all given needs none. */
export async function openClient({ projectId, endpoint }: SecretPlace): Promise<SecretManagerServiceClient> {
  const { SecretManagerServiceClient: Client } = await import('@google-cloud/secret-manager');
  // With the project named, the client does not run `gcloud` to find one.
  const client = new Client({ projectId, ...(await endpointOptions(endpoint)) });
  try {
    // Left to the first call, a failed log-in also rejects where nobody can hear it, which would end the process.
    await client.initialize();
  } catch (error) {
    closeClient(client);
    throw error;
  }
  return client;
}

/** After a failed authentication `close` rejects with nobody to hear it, which would end the process. */
export function closeClient(client: SecretManagerServiceClient): void {
  client.close().catch(() => undefined);
}

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
