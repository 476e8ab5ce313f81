import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectOneReason } from '../support/cloud-shop.ts';
import { type Deployment, LOOPBACK_ONLY, openDeployment } from '../support/deployment.ts';
import { ACCESS_TOKEN } from '../support/metadata-server.ts';
import { status } from '../support/secret-manager.ts';

/** Where everything around the job listens. */
function surroundings({ shop, cloudSql, secretManager }: Deployment): Record<string, string> {
  return {
    metadata: `127.0.0.1:${cloudSql.metadata.port}`,
    secretManager: new URL(secretManager.endpoint).port,
    sqlAdmin: `127.0.0.1:${cloudSql.admin.port}`,
    database: `${cloudSql.address}:3307`,
    bitcram: `127.0.0.1:${shop.bitcram.port}`,
    publications: `127.0.0.1:${shop.publications.port}`,
  };
}

/** The connector's library asks for the project's name, which it makes no use of; the image has no such program. */
const LOOKS_FOR_PROJECT = 'run /bin/sh -c gcloud config config-helper --format json';

function expectNothingPrinted({ secrets }: Deployment, printed: string): void {
  for (const secret of secrets) expect(printed).not.toContain(secret);
}

test('with what Cloud Run sets, a run goes from the token to the webhook and turns to nothing but its surroundings', async () => {
  await using deployment = await openDeployment();
  const { shop, cloudSql, secretManager } = deployment;
  deployment.variables['LOG_LEVEL'] = 'trace';
  const { exitCode, stderr, stdout, report, log } = await deployment.run('sync', '--json');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ status: 'succeeded', inserted: 3, delivered: 3, pending: 0, dead: 0 });
  expect(stderr.trim().split('\n')).toHaveLength(log.length);
  expectNothingPrinted(deployment, stderr + stdout);

  expect(cloudSql.metadata.asked).toContain('instance/service-accounts/default/token');
  expect(secretManager.authorizations).toEqual(Array.from({ length: 3 }, () => `Bearer ${ACCESS_TOKEN}`));
  expect(secretManager.asked.toSorted()).toEqual(
    ['bitcram-token', 'database-password', 'webhook-secret'].map(
      (id) => `projects/shop/secrets/${id}/versions/latest`,
    ),
  );
  expect(cloudSql.admin.asked.map(({ call, authorization }) => [call, authorization])).toEqual([
    ['connectSettings', `Bearer ${ACCESS_TOKEN}`],
    ['generateEphemeralCert', `Bearer ${ACCESS_TOKEN}`],
  ]);
  expect(cloudSql.connections()).toBe(1);
  expect(await shop.rows()).toMatchObject([
    { id: 1, data: { price: 10 } },
    { id: 2, data: { price: 20 } },
    { id: 3, data: { price: 30 } },
  ]);
  expect(shop.publications.received().map(({ itemId }) => itemId)).toEqual(expect.arrayContaining([1, 2, 3]));

  const { secretManager: port, ...others } = surroundings(deployment);
  const reached = new Set(
    deployment.reached().map((address) => address.replace(/^(::1|localhost):/, '127.0.0.1:')),
  );
  const expected = [...Object.values(others), `127.0.0.1:${port}`, LOOKS_FOR_PROJECT];
  expect([...reached].toSorted()).toEqual(expected.toSorted());
});

test('what watches the job sees every way out of this machine, and closes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const file = join(folder, 'connections');
  const program = `
    import { connect } from 'node:net';
    import { exec } from 'node:child_process';
    import { createSocket } from 'node:dgram';
    import { lookup, resolveTxt, promises } from 'node:dns';
    const failed = [];
    const fail = (error) => failed.push(error.code);
    connect(80, '192.0.2.1').on('error', fail);
    await fetch('http://192.0.2.2/').catch(({ cause }) => fail(cause));
    await fetch('http://a.invalid/').catch(({ cause }) => fail(cause));
    lookup('b.invalid', fail);
    resolveTxt('c.invalid', fail);
    await new promises.Resolver().resolve4('d.invalid').catch(fail);
    try { createSocket('udp4').send('x', 53, '192.0.2.3'); } catch (error) { fail(error); }
    exec('true', fail);
    setTimeout(() => { process.stdout.write(String(failed.length)); process.exit(); }, 100);
  `;
  const env = { NODE_OPTIONS: `--import=${LOOPBACK_ONLY}`, CONNECTIONS_FILE: file };
  const failed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { env });
  expect(String(failed)).toBe('8');
  expect(readFileSync(file, 'utf8').trim().split('\n').toSorted()).toEqual([
    '192.0.2.1:80',
    '192.0.2.2:80',
    'a.invalid:80',
    'lookup b.invalid',
    'resolve4 d.invalid',
    'resolveTxt c.invalid',
    'run /bin/sh -c true',
    'udp',
  ]);
  rmSync(folder, { recursive: true });
});

const REFUSED = {
  code: status.PERMISSION_DENIED,
  details: "Permission 'secretmanager.versions.access' denied.",
};

test.each<[string, (deployment: Deployment) => void, number, string[]]>([
  [
    'no service account',
    ({ cloudSql }) => (cloudSql.metadata.hasAccount = false),
    78,
    ['database-password', 'run as a service account', 'roles/secretmanager.secretAccessor'],
  ],
  [
    'no right to read the token',
    ({ secretManager }) =>
      (secretManager.watch = (_call, name) => (name.includes('/bitcram-token/') ? REFUSED : undefined)),
    78,
    ['bitcram-token', 'denied', 'roles/secretmanager.secretAccessor'],
  ],
  [
    'an instance in another region',
    ({ variables }) => (variables['INSTANCE_DB'] = 'shop:europe-west1:main'),
    78,
    ['Got southamerica-east1, want europe-west1', 'check INSTANCE_DB'],
  ],
])('with %s the run ends with one line and nothing done', async (_what, arrange, exitCode, words) => {
  await using deployment = await openDeployment();
  arrange(deployment);
  const result = await deployment.run('sync');
  expectOneReason(result, exitCode, ...words);
  expectNothingPrinted(deployment, result.stderr + result.stdout);
  expect(await deployment.shop.rows()).toEqual([]);
  expect(deployment.shop.publications.attempts()).toEqual([]);
  const around = Object.values(surroundings(deployment)).map((address) => address.split(':').at(-1));
  for (const address of deployment.reached()) {
    if (address !== LOOKS_FOR_PROJECT) expect(around).toContain(address.split(':').at(-1));
  }
});
