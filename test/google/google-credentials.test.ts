import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SIMULATED_TOKEN, startBitcram, type BitcramSimulator } from '../../dev/simulate/bitcram.ts';
import { serve, type Server } from '../../dev/simulate/server.ts';
import { runJob } from '../support/job.ts';
import { ACCESS_TOKEN, type MetadataServer, startMetadataServer } from '../support/metadata-server.ts';
import { type SecretManager, startSecretManager } from '../support/secret-manager.ts';

let bitcram: BitcramSimulator;
let secretManager: SecretManager;
/** What Cloud Run has: it gives the service account's credentials. */
let metadata: MetadataServer;
/** One that takes every request and never says a word. */
let silent: Server;
const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
const certificate = join(folder, 'certificate.pem');

beforeAll(async () => {
  [bitcram, secretManager, metadata, silent] = await Promise.all([
    startBitcram(),
    // Under TLS, as at Google: in plain text no credentials are asked for.
    startSecretManager({ tls: true }),
    startMetadataServer(),
    serve(async () => undefined, 0),
  ]);
  secretManager.put('bitcram-token', SIMULATED_TOKEN);
  writeFileSync(certificate, secretManager.certificate);
});
afterAll(async () => {
  secretManager.close();
  await Promise.all([bitcram.close(), metadata.close(), silent.close()]);
  rmSync(folder, { recursive: true });
});

const discover = (more: Record<string, string>) =>
  runJob(['discover', '--json'], {
    URL_BITCRAM: bitcram.url,
    PROJECT_ID: 'shop',
    SECRET_ID: 'bitcram-token',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    NODE_EXTRA_CA_CERTS: certificate,
    ...more,
  });

const CLOUD_RUN = { CLOUD_RUN_JOB: 'sync', CLOUD_RUN_EXECUTION: 'sync-x', CLOUD_RUN_TASK_INDEX: '0' };
/** As Google's library decides on Cloud Run; elsewhere it would look for a metadata server beyond this machine. */
const PRESENT = { METADATA_SERVER_DETECTION: 'assume-present' };
const silentHost = (): string => new URL(silent.url).host;

test('the secret is read over TLS with the credentials of the metadata server', async () => {
  const { exitCode, stderr, stdout } = await discover({
    GCE_METADATA_HOST: metadata.host,
    ...CLOUD_RUN,
    ...PRESENT,
  });
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(1);
  expect(secretManager.authorizations).toEqual([`Bearer ${ACCESS_TOKEN}`]);
});

test.concurrent.each<[string, () => Record<string, string>, number, RegExp]>([
  [
    'without any credentials',
    () => ({ METADATA_SERVER_DETECTION: 'none' }),
    78,
    /; log in with `gcloud auth.*secretAccessor/,
  ],
  [
    'without a metadata server',
    () => ({ GCE_METADATA_HOST: '127.0.0.1:9', ...PRESENT }),
    69,
    /(access token: .*|no answer within 20 s); .*metadata server.*secretAccessor/,
  ],
  [
    'with a silent metadata server',
    () => ({ GCE_METADATA_HOST: silentHost(), ...PRESENT }),
    69,
    /(access token: .*|no answer within 20 s); .*metadata server.*secretAccessor/,
  ],
  [
    'in a Cloud Run job without a metadata server',
    () => ({ GCE_METADATA_HOST: '127.0.0.1:9', ...CLOUD_RUN, ...PRESENT }),
    69,
    /(access token: .*|no answer within 20 s); .*metadata server.*secretAccessor/,
  ],
  [
    'in a Cloud Run job with a silent metadata server',
    () => ({ GCE_METADATA_HOST: silentHost(), ...CLOUD_RUN, ...PRESENT }),
    69,
    /no answer within 20 s; .*metadata server.*secretAccessor/,
  ],
  [
    'with an unknown certificate',
    () => ({ GCE_METADATA_HOST: metadata.host, ...PRESENT, NODE_EXTRA_CA_CERTS: '' }),
    69,
    /certificate.*; Secret Manager may be down/,
  ],
])(
  '%s the job ends in time, with one line that names the secret and what to do',
  async (_where, more, code, words) => {
    const startedMs = performance.now();
    const { exitCode, stderr, log } = await discover(more());
    expect(exitCode, stderr).toBe(code);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(log[0]?.['message']).toMatch(/^cannot read the secret bitcram-token of project shop: /);
    expect(log[0]?.['message']).toMatch(words);
    expect(performance.now() - startedMs).toBeLessThan(30_000);
  },
);
