import { expect } from 'vitest';
import { type CloudSql, startCloudSql } from './cloud-sql.ts';
import type { JobResult } from './job.ts';
import { ACCESS_TOKEN, LOGIN_TOKEN } from './metadata-server.ts';
import { openShop, type Shop, type ShopOptions } from './shop.ts';

/** A shop of three products whose database can be reached only through the Cloud SQL connector. */
export interface CloudShop extends AsyncDisposable {
  shop: Shop;
  cloudSql: CloudSql;
}

export async function openCloudShop({
  certificateOf,
  ...options
}: ShopOptions & { certificateOf?: string } = {}): Promise<CloudShop> {
  const shop = await openShop(options);
  const { HOST_DB: host = '', PORT_DB: port } = shop.env;
  const cloudSql = await startCloudSql({ host, port: Number(port) }, certificateOf);
  Object.assign(shop.env, cloudSql.env, { HOST_DB: 'not.used.invalid' });
  shop.bitcram.setCatalogue([1, 2, 3].map((id) => ({ product_id: id, price: 10 * id })));
  return {
    shop,
    cloudSql,
    async [Symbol.asyncDispose]() {
      await cloudSql.close();
      await shop.close();
    },
  };
}

/** The run ended with this code and one line that says why; nothing was said outside the log, and no credentials in it. */
export function expectOneReason(result: JobResult, exitCode: number, ...words: string[]): void {
  const { stderr, log, report } = result;
  expect(result.exitCode, stderr).toBe(exitCode);
  expect(stderr.trim().split('\n'), stderr).toHaveLength(log.length);
  const errors = log.filter(({ severity, event }) => severity === 'ERROR' && event === undefined);
  expect(errors, stderr).toHaveLength(1);
  for (const word of words) expect(report.reason).toContain(word);
  for (const secret of [ACCESS_TOKEN, LOGIN_TOKEN]) expect(stderr).not.toContain(secret);
}
