import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { SIMULATED_SECRET } from '../../dev/simulate/publications.ts';
import { type CloudShop, openCloudShop } from './cloud-shop.ts';
import { type JobResult, startJobWith } from './job.ts';
import { ACCESS_TOKEN } from './metadata-server.ts';
import { type SecretManager, startSecretManager } from './secret-manager.ts';

/** A shop as it runs on Google Cloud: all that the job is given comes from its environment, its secrets and its credentials. */
export interface Deployment extends CloudShop {
  secretManager: SecretManager;
  /** What must never be printed. */
  secrets: readonly string[];
  /** The job's own variables, as its deployment sets them. */
  variables: Record<string, string>;
  run(...args: string[]): Promise<JobResult>;
  /** Every address that the last run turned to. */
  reached(): string[];
}

/** What Cloud Run sets for a job. */
const CLOUD_RUN = {
  CLOUD_RUN_JOB: 'bitcram-inventory-sync',
  CLOUD_RUN_EXECUTION: 'bitcram-inventory-sync-x7k2p',
  CLOUD_RUN_TASK_INDEX: '0',
  CLOUD_RUN_TASK_COUNT: '1',
  CLOUD_RUN_TASK_ATTEMPT: '0',
};

export const LOOPBACK_ONLY = new URL('loopback-only.ts', import.meta.url).href;

export async function openDeployment(): Promise<Deployment> {
  const cloud = await openCloudShop();
  const { shop, cloudSql } = cloud;
  // Under TLS: in plain text no credentials travel.
  const secretManager = await startSecretManager({ tls: true });
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const [trusted, connections] = [join(folder, 'trusted.pem'), join(folder, 'connections')];
  writeFileSync(trusted, secretManager.certificate);

  const { name, query } = shop.schema;
  const user = `t_${name}`;
  const password = `pw-${randomBytes(12).toString('hex')}`;
  await query(`CREATE USER '${user}'@'%' IDENTIFIED BY ?`, [password]);
  await query(`GRANT ALL ON ${name}.* TO '${user}'@'%'`);
  secretManager.put('bitcram-token', SIMULATED_TOKEN);
  secretManager.put('database-password', password);
  secretManager.put('webhook-secret', SIMULATED_SECRET);

  const variables: Record<string, string> = {
    PROJECT_ID: 'shop',
    SECRET_ID: 'bitcram-token',
    SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
    URL_BITCRAM: shop.bitcram.url,
    CHECKOUT: '1',
    INSTANCE_DB: cloudSql.env['INSTANCE_DB'] ?? '',
    SQL_ADMIN_ENDPOINT: cloudSql.env['SQL_ADMIN_ENDPOINT'] ?? '',
    USER_DB: user,
    PASSWORD_DB_SECRET_ID: 'database-password',
    NAME_DB: name,
    URL_PUBLICATIONS: shop.publications.url,
    SECRET_PUBLICATIONS_SECRET_ID: 'webhook-secret',
  };
  return {
    shop,
    cloudSql,
    secretManager,
    secrets: [SIMULATED_TOKEN, password, SIMULATED_SECRET, ACCESS_TOKEN],
    variables,
    run(...args) {
      writeFileSync(connections, '');
      return startJobWith(args, {
        ...CLOUD_RUN,
        ...variables,
        // What stands for the place: where the metadata server is, whom it trusts, and that nothing leaves this machine.
        GCE_METADATA_HOST: cloudSql.env['GCE_METADATA_HOST'] ?? '',
        NODE_EXTRA_CA_CERTS: trusted,
        NODE_OPTIONS: `--import=${LOOPBACK_ONLY}`,
        CONNECTIONS_FILE: connections,
      }).done;
    },
    reached: () => readFileSync(connections, 'utf8').split('\n').filter(Boolean),
    async [Symbol.asyncDispose]() {
      secretManager.close();
      rmSync(folder, { recursive: true });
      await query(`DROP USER IF EXISTS '${user}'@'%'`);
      await cloud[Symbol.asyncDispose]();
    },
  };
}
