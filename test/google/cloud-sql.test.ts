import { expect, test } from 'vitest';
import { expectOneReason, openCloudShop } from '../support/cloud-shop.ts';
import { startIamDatabase } from '../support/iam-database.ts';
import { LOGIN_TOKEN } from '../support/metadata-server.ts';

/** Where nobody listens. */
const ELSEWHERE = '127.76.0.1';

test('with INSTANCE_DB every command reaches its database through the Cloud SQL connector, and ends by itself', async () => {
  await using cloud = await openCloudShop({ migrate: false });
  const { shop, cloudSql } = cloud;
  const commands = [['migrate'], ['doctor'], ['sync', '--no-notify'], ['notify'], ['runs', '--json']];
  for (const [at, args] of commands.entries()) {
    const { exitCode, stderr, stdout, signal } = await shop.start(...args).done;
    // Webhooks that are still pending are 69.
    expect(exitCode, `${args.join(' ')}: ${stdout}${stderr}`).toBe(args[0] === 'sync' ? 69 : 0);
    expect(signal).toBeNull();
    expect(cloudSql.connections()).toBe(at + 1);
  }
  expect(await shop.rows()).toHaveLength(3);
  expect(shop.publications.received()).toHaveLength(3);
});

test.each<[string, string, (address: string) => Record<string, unknown>]>([
  ['the public address', 'PUBLIC', (address) => addresses(address, ELSEWHERE)],
  ['the private address', 'PRIVATE', (address) => addresses(ELSEWHERE, address)],
  [
    'the name for Private Service Connect',
    'PSC',
    (address) => ({ ...addresses(ELSEWHERE, ELSEWHERE), dnsName: address, pscEnabled: true }),
  ],
])('%s is taken with IP_TYPE_DB=%s', async (_which, ipType, settings) => {
  await using cloud = await openCloudShop();
  const { shop, cloudSql } = cloud;
  Object.assign(cloudSql.admin.settings, settings(cloudSql.address));
  shop.env['IP_TYPE_DB'] = ipType;
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3 });
});

function addresses(publicOne: string, privateOne: string): Record<string, unknown> {
  return {
    ipAddresses: [
      { type: 'PRIMARY', ipAddress: publicOne },
      { type: 'PRIVATE', ipAddress: privateOne },
    ],
  };
}

test('a connection that is cut in mid-run ends the run with nothing loaded, and the next run brings all of it', async () => {
  await using cloud = await openCloudShop();
  const { shop, cloudSql } = cloud;
  shop.bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'price_list') cloudSql.cut();
  });
  const cut = await shop.run('sync');
  expect(cut.exitCode, cut.stderr).toBe(69);
  expect(cut.stderr.trim().split('\n')).toHaveLength(cut.log.length);
  expect(await shop.rows()).toEqual([]);

  shop.bitcram.intercept();
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3, pending: 0 });
  expect(await shop.schema.query('SELECT status FROM sync_run ORDER BY started_at')).toEqual([
    { status: 'lost' },
    { status: 'succeeded' },
  ]);
});

test('a certificate that ends soon is renewed for nobody', async () => {
  await using cloud = await openCloudShop();
  const { shop, cloudSql } = cloud;
  cloudSql.admin.certificateEndsInMs = 60_000;
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(cloudSql.admin.asked.map(({ call }) => call)).toEqual(['connectSettings', 'generateEphemeralCert']);
});

test('with IAM the service account logs in: its token goes into the certificate, and no password anywhere', async () => {
  await using cloud = await openIamShop();
  const { shop, cloudSql, iam } = cloud;
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3 });
  expect(cloudSql.admin.asked[1]?.body['access_token']).toBe(LOGIN_TOKEN);
  expect(iam.heard).toHaveLength(1);
  expect(iam.heard[0]).not.toContain('not-for-iam');

  iam.accepts = false;
  expectOneReason(await shop.run('sync'), 78, 'Access denied', 'USER_DB', 'roles/cloudsql.instanceUser');
  iam.accepts = true;
  shop.env['AUTH_TYPE_DB'] = 'PASSWORD';
  expectOneReason(await shop.run('sync'), 78, 'in clear text', 'check AUTH_TYPE_DB');
});

async function openIamShop() {
  const cloud = await openCloudShop();
  const { schema, env } = cloud.shop;
  const user = `t_${schema.name}`;
  const iam = await startIamDatabase(cloud.cloudSql.database);
  await schema.query(`CREATE USER '${user}'@'%' IDENTIFIED BY ''`);
  await schema.query(`GRANT ALL ON ${schema.name}.* TO '${user}'@'%'`);
  cloud.cloudSql.database = { host: '127.0.0.1', port: iam.port };
  Object.assign(env, { AUTH_TYPE_DB: 'IAM', USER_DB: user, PASSWORD_DB: 'not-for-iam' });
  return {
    ...cloud,
    iam,
    async [Symbol.asyncDispose]() {
      await schema.query(`DROP USER IF EXISTS '${user}'@'%'`);
      await iam.close();
      await cloud[Symbol.asyncDispose]();
    },
  };
}
