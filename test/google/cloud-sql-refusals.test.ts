import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { certificate } from '../support/certificate.ts';
import { type CloudShop, expectOneReason, openCloudShop } from '../support/cloud-shop.ts';

const said = (status: number, message: string, reason = 'said') =>
  json(status, { error: { code: status, message, errors: [{ message, reason }] } });

const strangersCertificate = (): string => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return certificate('shop:main', publicKey, 'shop:main', privateKey);
};

interface Trouble {
  arrange(cloud: CloudShop): void;
  exitCode: number;
  /** In the reason. */
  words: string[];
  certificateOf?: string;
}

const hanging = new Promise<never>(() => undefined);

const TROUBLES: Record<string, Trouble> = {
  // The slow ones first, beside which the others run.
  'a SQL Admin API that never answers': {
    arrange: ({ cloudSql }) => (cloudSql.admin.answer = () => hanging),
    exitCode: 69,
    words: ['no answer in time (20 s)', 'next run'],
  },
  'an instance that never answers': {
    arrange: ({ cloudSql }) => cloudSql.hang(),
    exitCode: 69,
    words: ['ETIMEDOUT', 'check that the instance runs', 'IP_TYPE_DB'],
  },
  'a SQL Admin API that is down': {
    arrange: ({ cloudSql }) => (cloudSql.admin.answer = () => said(503, 'The service is unavailable.')),
    exitCode: 69,
    words: ['The service is unavailable.', 'next run'],
  },
  'a SQL Admin API that cannot be reached': {
    arrange: ({ shop }) => (shop.env['SQL_ADMIN_ENDPOINT'] = 'http://127.0.0.1:9'),
    exitCode: 69,
    words: ['SQL Admin API may be down'],
  },
  'a used-up quota of the SQL Admin API': {
    arrange: ({ cloudSql }) =>
      (cloudSql.admin.answer = () => said(403, 'Quota exceeded for connect queries.', 'rateLimitExceeded')),
    exitCode: 69,
    words: ['Quota exceeded', 'next run'],
  },
  'an answer of the SQL Admin API without a certificate': {
    arrange: ({ cloudSql }) => (cloudSql.admin.settings['serverCaCert'] = undefined),
    exitCode: 69,
    words: ['Invalid Cloud SQL Instance info'],
  },
  'a missing right': {
    arrange: ({ cloudSql }) =>
      (cloudSql.admin.answer = () => said(403, 'The client is not authorized to make this request.')),
    exitCode: 78,
    words: ['not authorized', 'roles/cloudsql.client'],
  },
  'a missing right to log in with IAM': {
    arrange({ shop, cloudSql }) {
      shop.env['AUTH_TYPE_DB'] = 'IAM';
      cloudSql.admin.answer = (call) =>
        call === 'connectSettings' ? undefined : said(403, 'No permission.');
    },
    exitCode: 78,
    words: ['No permission.', 'roles/cloudsql.instanceUser'],
  },
  'a token that is refused': {
    arrange: ({ cloudSql }) => (cloudSql.admin.answer = () => said(401, 'Invalid credentials.')),
    exitCode: 78,
    words: ['Invalid credentials.', 'roles/cloudsql.client'],
  },
  'an instance that does not exist': {
    arrange: ({ shop }) => (shop.env['INSTANCE_DB'] = 'shop:southamerica-east1:other'),
    exitCode: 78,
    words: ['does not exist', 'check INSTANCE_DB'],
  },
  'an instance of another region': {
    arrange: ({ shop }) => (shop.env['INSTANCE_DB'] = 'shop:europe-west1:main'),
    exitCode: 78,
    words: ['Got southamerica-east1, want europe-west1', 'check INSTANCE_DB'],
  },
  'an instance without a private address': {
    arrange: ({ shop }) => (shop.env['IP_TYPE_DB'] = 'PRIVATE'),
    exitCode: 78,
    words: ['private Ip address not found', 'set IP_TYPE_DB'],
  },
  'an instance without Private Service Connect': {
    arrange: ({ shop }) => (shop.env['IP_TYPE_DB'] = 'PSC'),
    exitCode: 78,
    words: ['PSC address not found', 'set IP_TYPE_DB'],
  },
  'an address where nobody listens': {
    arrange: ({ cloudSql }) =>
      (cloudSql.admin.settings['ipAddresses'] = [{ type: 'PRIMARY', ipAddress: '127.76.0.1' }]),
    exitCode: 69,
    words: ['cannot reach the database', 'port 3307 of its public address'],
  },
  'an instance that another authority vouches for': {
    arrange: ({ cloudSql }) =>
      (cloudSql.admin.settings['serverCaCert'] = {
        cert: strangersCertificate(),
        expirationTime: '2030-01-01T00:00:00Z',
      }),
    exitCode: 69,
    words: ['certificate', 'who stands between'],
  },
  'an instance that shows the certificate of another': {
    arrange: () => undefined,
    certificateOf: 'shop:other',
    exitCode: 69,
    words: ['CN shop:other, expected shop:main', 'who stands between'],
  },
  'an instance that refuses the certificate of the job': {
    arrange: ({ cloudSql }) => (cloudSql.admin.signsWrongly = true),
    exitCode: 69,
    words: ['shop:southamerica-east1:main'],
  },
  'a certificate of the job that has ended': {
    arrange: ({ cloudSql }) => (cloudSql.admin.certificateEndsInMs = -60_000),
    exitCode: 69,
    words: ['shop:southamerica-east1:main'],
  },
  'a machine without credentials': {
    arrange: ({ shop }) => (shop.env['METADATA_SERVER_DETECTION'] = 'none'),
    exitCode: 78,
    words: ['default credentials', 'gcloud auth', 'roles/cloudsql.client'],
  },
  'a machine without a service account': {
    arrange: ({ cloudSql }) => (cloudSql.metadata.hasAccount = false),
    exitCode: 78,
    words: ['Not Found', 'run as a service account', 'roles/cloudsql.client'],
  },
  'a metadata server that cannot be reached': {
    arrange({ shop }) {
      Object.assign(shop.env, {
        GCE_METADATA_HOST: '127.0.0.1:9',
        METADATA_SERVER_DETECTION: 'assume-present',
      });
    },
    exitCode: 69,
    words: ['access token', 'metadata server'],
  },
  'a wrong password': {
    arrange: ({ shop }) => (shop.env['PASSWORD_DB'] = 'wrong'),
    exitCode: 78,
    words: ['Access denied', 'check USER_DB and PASSWORD_DB'],
  },
};

describe.concurrent('the run ends in time, with one line that says what to do, after', () => {
  test.each(Object.entries(TROUBLES))('%s', async (_name, { arrange, exitCode, words, certificateOf }) => {
    await using cloud = await openCloudShop(certificateOf === undefined ? {} : { certificateOf });
    arrange(cloud);
    const startedMs = performance.now();
    const result = await cloud.shop.run('sync');
    expect(performance.now() - startedMs).toBeLessThan(45_000);
    expectOneReason(result, exitCode, 'shop:', ...words);
    expect(await cloud.shop.rows()).toEqual([]);
  });

  test('a doctor that goes on after a refused certificate, while the SQL Admin API goes down', async () => {
    await using cloud = await openCloudShop({ certificateOf: 'shop:other' });
    const { shop, cloudSql } = cloud;
    let asked = 0;
    cloudSql.admin.answer = () => ((asked += 1) > 2 ? said(403, 'No more.') : undefined);
    shop.publications.latencyMs = 500;
    const { exitCode, stderr, stdout } = await shop.start('doctor').done;
    expect(exitCode, stdout + stderr).toBe(69);
    expect(stderr).toBe('');
    expect(stdout).toContain('publications service');
    expect(asked).toBe(2);
  });

  test('a SIGTERM while the SQL Admin API does not answer', async () => {
    await using cloud = await openCloudShop();
    const { shop, cloudSql } = cloud;
    const job = shop.start('sync');
    cloudSql.admin.answer = () => {
      setTimeout(() => job.process.kill('SIGTERM'), 100);
      return hanging;
    };
    const startedMs = performance.now();
    const { exitCode, stderr } = await job.done;
    expect(exitCode, stderr).toBe(143);
    expect(performance.now() - startedMs).toBeLessThan(8000);
  });
});
