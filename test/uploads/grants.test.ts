import { expect, test, vi } from 'vitest';
import { openSchema } from '../support/database.ts';
import { openGrants } from '../support/grants.ts';
import { ask, openServer, TASKS, upload } from '../support/uploads/server.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';

const shop = uploadShop();

test.each([
  ['sync', '3-sync.sql'],
  ['serve', '5-serve.sql'],
] as const)('a worker needs no right that deploy/grants does not give to bitcram-%s', async (user, file) => {
  const application = await openSchema();
  await application.query(
    'CREATE TABLE published_items (id BIGINT PRIMARY KEY, meli_id VARCHAR(20), cost INT)',
  );
  await application.query('CREATE PROCEDURE rebuild_mirror() BEGIN END');
  const grants = await openGrants(shop.schema, application);
  try {
    await grants.apply(file);
    // Codes go from one to the next, too.
    const moved = csvOf(products(31).map((row, index) => ({ ...row, codigo: `C${index}` })));
    const files = [
      { content: csvOf([...products(30), { codigo: '' }]), asked: {} },
      { content: moved, asked: { replaces: true, dryRun: true } },
      { content: moved, asked: { replaces: true } },
      { content: 'no;header', asked: {} },
    ];
    const old = await shop.receive(csvOf([{ codigo: '' }]));
    await shop.work(old);
    await shop.schema.query('UPDATE upload_task SET ended_at = NOW(6) - INTERVAL 2 DAY');
    shop.start(grants.login(user));
    const ids: string[] = [];
    for (const { content, asked } of files) ids.push(await shop.receive(content, asked));
    const tasks = await shop.ended(...ids);
    expect(tasks.map(({ state, error }) => [state, error?.code])).toEqual([
      ...Array.from({ length: 3 }, () => ['completed', undefined]),
      ['failed', 'upload.columns_missing'],
    ]);
    expect(tasks[1] && countsOf(tasks[1])).toEqual(tasks[2] && countsOf(tasks[2]));
    expect(tasks[2]).toMatchObject({ created: 1, updated: 30, failed: 0 });
    await vi.waitFor(async () => expect(await shop.errorsOf({ id: old })).toEqual({}), { timeout: 10_000 });
  } finally {
    await grants.drop();
    await application.drop();
  }
});

test('serve answers with no more rights than those of bitcram-serve', async () => {
  const application = await openSchema();
  const grants = await openGrants(shop.schema, application);
  try {
    await grants.apply('5-serve.sql');
    const schema = { ...shop.schema, env: { ...shop.schema.env, ...grants.login('serve') } };
    const server = await openServer(schema);
    try {
      const headers = { 'idempotency-key': 'lista' };
      const [first, again] = [await upload(server, { headers }), await upload(server, { headers })];
      expect([first.status, again.status, again.body['task_id']]).toEqual([202, 202, first.body['task_id']]);
      const id = String(first.body['task_id']);
      expect((await ask(`${server.url}${TASKS}?status=pending`)).body['tasks']).toHaveLength(1);
      expect(await ask(`${server.url}${TASKS}/${id}/cancel`, { method: 'POST' })).toMatchObject({
        status: 200,
        body: { status: 'cancelled' },
      });
      expect((await ask(`${server.url}${TASKS}/${id}/events`)).status).toBe(200);
      expect((await ask(`${server.url}${TASKS}/${id}/errors`)).body['code']).toBe('upload.no_failed_rows');
    } finally {
      await server.close();
    }
  } finally {
    await grants.drop();
    await application.drop();
  }
});
