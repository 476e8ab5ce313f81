import { afterEach, beforeEach, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { type CloudSql, startCloudSql } from '../support/cloud-sql.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let cloudSql: CloudSql;
beforeEach(async () => {
  shop = await openShop();
  const { HOST_DB: host = '', PORT_DB: port } = shop.env;
  cloudSql = await startCloudSql({ host, port: Number(port) });
  Object.assign(shop.env, cloudSql.env, { HOST_DB: 'not.used.invalid' });
  shop.bitcram.setCatalogue([1, 2, 3].map((id) => ({ product_id: id, price: 10 * id })));
});
afterEach(async () => {
  await cloudSql.close();
  await shop.close();
});

test('with INSTANCE_DB the job reaches its database through the Cloud SQL connector, and ends by itself', async () => {
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 3, delivered: 3 });
  expect(cloudSql.connections()).toBe(1);
  expect(await shop.rows()).toHaveLength(3);
});

test.each([
  [403, 'The client is not authorized to make this request.', 78, 'roles/cloudsql.client'],
  [404, 'The Cloud SQL instance does not exist.', 78, 'check INSTANCE_DB'],
  [503, 'The service is currently unavailable.', 69, 'next run'],
])(
  'a SQL Admin API that answers %d ends the run with one line that names the instance',
  async (status, message, code, words) => {
    cloudSql.refuse(json(status, { error: { code: status, message } }));
    const { exitCode, stderr, report } = await shop.run('sync');
    expect(exitCode, stderr).toBe(code);
    expect(report.reason).toContain('shop:southamerica-east1:main');
    expect(report.reason).toContain(message);
    expect(report.reason).toContain(words);
  },
);

test('an instance of another region than INSTANCE_DB says is a wrong configuration', async () => {
  shop.env['INSTANCE_DB'] = 'shop:europe-west1:main';
  const { exitCode, stderr, report } = await shop.run('sync');
  expect(exitCode, stderr).toBe(78);
  expect(report.reason).toContain('southamerica-east1');
});

test('a connection that is cut in mid-run ends the run with nothing loaded', async () => {
  shop.bitcram.intercept(({ endpoint }) => {
    if (endpoint === 'price_list') cloudSql.cut();
  });
  const { exitCode, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(69);
  expect(await shop.rows()).toEqual([]);
});
