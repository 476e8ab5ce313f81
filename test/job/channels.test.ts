import { expect, test, vi } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { runJob } from '../support/job.ts';
import { freshShop } from '../support/test-shop.ts';

const shop = freshShop();

const listed = async () =>
  (JSON.parse((await runJob(['channels', 'list', '--json'], shop.env)).stdout) as object[])[0];

test('a paused channel is sent nothing, keeps what is pending, and fails no run; resumed, it gets all', async () => {
  expect(await listed()).toEqual({
    channel: 'publications',
    paused_at: null,
    wait_ms: 0,
    pending: 0,
    pending_since: null,
    dead: 0,
    on: true,
    late: false,
    listings: null,
    orders_read_at: null,
  });
  const paused = await runJob(['channels', 'pause', 'publications', '--lang', 'es'], shop.env);
  expect(paused).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('está en pausa') as string });
  offer(shop, goods(3));
  const { report, log } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 0, status: 'succeeded', inserted: 3, owed: 3, pending: 3 });
  expect(log.map(({ message }) => message).join('\n')).toContain('is paused since');
  expect(shop.publications.attempts()).toEqual([]);
  expect(await listed()).toMatchObject({ paused_at: expect.any(String) as string, pending: 3 });
  const idle = await shop.run('notify');
  expect(idle.report).toMatchObject({ exit_code: 0, owed: 3, delivered: 0, pending: 3 });
  expect(idle.report.message).toMatch(/0 webhooks delivered, 3 pending/);
  const foretold = await shop.run('sync', '--dry-run');
  expect(foretold.report).toMatchObject({ exit_code: 0, dry_run: true });
  expect(foretold.log.map(({ message }) => message).join('\n')).toMatch(
    /^publications is paused since .* UTC: .*`npm run job -- channels resume publications`$/m,
  );
  const { stdout } = await runJob(['channels'], shop.env);
  expect(stdout).toMatch(/publications +paused since \d{4}-\d\d-\d\d.* 3 /);
  await runJob(['channels', 'resume', 'publications'], shop.env);
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, delivered: 3 });
});

test('a dry run says that a channel is late, and nothing of one that is not', async () => {
  offer(shop, goods(2));
  shop.publications.intercept(() => ({ status: 503 }));
  await shop.run('sync');
  const said = async (): Promise<string> =>
    (await shop.run('sync', '--dry-run')).log.map(({ message }) => message).join('\n');
  expect(await said()).not.toMatch(/is late/);
  await shop.schema.query('UPDATE channel_outbox SET owed_at = owed_at - INTERVAL 31 MINUTE');
  expect(await said()).toMatch(/^Mercado Libre is late: 2 pending, the first since .* UTC; .*channels list/m);
  shop.env['NOTIFY'] = 'off';
  expect(await said()).not.toMatch(/is late/);
});

test('a channel that is paused while a run sends is sent no more within seconds, and the run is well', async () => {
  offer(shop, goods(60));
  shop.env['NOTIFY_CONCURRENCY'] = '1';
  shop.publications.latencyMs = 200;
  const sending = shop.start('sync');
  await vi.waitUntil(() => shop.publications.attempts().length > 2, { timeout: 20_000 });
  await runJob(['channels', 'pause', 'publications'], shop.env);
  const { exitCode, report } = await sending.done;
  expect(exitCode).toBe(0);
  expect(report.delivered).toBeLessThan(60);
  expect(report.delivered + report.pending).toBe(60);
  const keys = shop.publications.received().map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(report.delivered);
});

test('a wait that a receiver asked one run for holds for the next', async () => {
  offer(shop, goods(2));
  shop.env['NOTIFY_BUDGET_MS'] = '3000';
  shop.publications.intercept(() => ({ status: 429, headers: { 'retry-after': '60' } }));
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 69, pending: 2 });
  shop.publications.intercept();
  shop.publications.reset();
  const { report } = await shop.run('notify');
  expect(report).toMatchObject({ exit_code: 69, pending: 2 });
  expect(report.reason).toContain('asked everybody to wait');
  expect(shop.publications.attempts()).toEqual([]);
  expect(await listed()).toMatchObject({ wait_ms: expect.any(Number) as number, pending: 2 });
  await runJob(['channels', 'resume', 'publications'], shop.env);
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, delivered: 2 });
});

test('a channel that is late does not send, and a marketplace says which listings it has and when its orders were read', async () => {
  const { schema } = shop;
  await schema.query(
    `INSERT INTO channel_listing (id, channel, remote_id, status)
     VALUES (1, 'shopify', 'r1', 'active'), (2, 'shopify', 'r2', 'active'), (3, 'shopify', 'r3', 'gone')`,
  );
  await schema.query('INSERT INTO channel_listing_part VALUES (1, 5, 1), (1, 6, 1)');
  await schema.query(
    `INSERT INTO channel (channel, reason, orders_read_at) VALUES ('shopify', 'shopify.token_refused', NOW(3))`,
  );
  await schema.query(
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at)
     VALUES ('shopify', 1, 'k', NOW(3) - INTERVAL 40 MINUTE), ('publications', 1, 'k', NOW(3) - INTERVAL 1 MINUTE)`,
  );
  const on = { ...shop.env, SHOPIFY: 'on' };
  const list = async (env: Record<string, string>, ...flags: string[]) =>
    (await runJob(['channels', 'list', ...flags], env)).stdout;
  const told = await list(on, '--lang', 'es');
  expect(told).toMatch(/^publications? +envía +1 /m);
  expect(told).toMatch(/^shopify +atrasado +1 /m);
  expect(told).toMatch(/^Shopify: 1 publicación con producto, 1 sin; sus pedidos se leyeron el \d{4}-/m);
  expect(told.replaceAll(/\s+/g, ' ')).toMatch(
    /Shopify no acepta el acceso del programa.* Qué hacer: Llamá hoy/,
  );
  expect((JSON.parse(await list(on, '--json')) as object[])[1]).toMatchObject({
    ...{ channel: 'shopify', on: true, late: true, pending: 1 },
    listings: { mapped: 1, unmapped: 1 },
    orders_read_at: expect.any(String) as string,
  });
  expect(await list(shop.env)).toMatch(/^shopify +off +1 /m);
});

test('a channel that there is not is one line that names those that there are', async () => {
  const { exitCode, stderr } = await runJob(['channels', 'pause', 'meli'], shop.env);
  expect(exitCode).toBe(64);
  expect(stderr).toContain('It must be one of: publications, mercadolibre, shopify.');
});
