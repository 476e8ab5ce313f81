import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import { openSchema } from '../support/database.ts';
import { openGrants } from '../support/grants.ts';
import { startJob } from '../support/job.ts';
import { openReceiver } from '../support/receiver.ts';
import { migratedSchema } from '../support/uploads/server.ts';

const schema = await migratedSchema();
const application = await openSchema();
const grants = await openGrants(schema, application);
const receiver = await openReceiver();
const folder = mkdtempSync(join(tmpdir(), 'alerting-'));
afterAll(async () => {
  await grants.drop();
  await Promise.all([schema.drop(), application.drop(), receiver.close()]);
  rmSync(folder, { recursive: true, force: true });
});

test('`serve` tells ALERT_URL of an upload that was given up, with no more rights than its own, and leaves alone what others told', async () => {
  await schema.query(
    `INSERT INTO upload_task (task_id, proveedor_id, filename, state, stage, replaces, dry_run, decimal_mark, object_key, store_uuid, sha256, size_bytes,
       created_at, updated_at, ended_at, dead_at)
     VALUES (UUID(), 'PROV001', 'lista.xlsx', 'failed', 'done', 0, 0, 'auto', 'x', UUID(), REPEAT('0', 64), 1, NOW(6), NOW(6), NOW(6), NOW(6))`,
  );
  await schema.query("INSERT INTO sync_alert VALUES ('unmapped', 1, NOW(3), NOW(3))");
  await grants.apply('5-serve.sql');
  const job = startJob(['serve'], {
    ...schema.env,
    ...grants.login('serve'),
    ...{ UPLOAD_STORE: `folder:${folder}`, UPLOAD_WORKERS: '0', LISTEN: String(await freePort()) },
    ALERT_URL: receiver.url,
  });
  try {
    await expect.poll(() => receiver.alerts.length, { timeout: 30_000 }).toBe(1);
  } finally {
    job.process.kill('SIGTERM');
  }
  expect((await job.done).exitCode).toBe(0);
  const [alert] = receiver.alerts;
  expect(alert?.body).toMatchObject({
    ...{ event: 'sync.trouble', run_id: null, troubles: [{ kind: 'uploads_dead', runs: 1 }] },
    uploads: { dead: 1 },
  });
  expect(alert?.body['text']).toContain('1 upload of spreadsheets could not be brought in');
  expect(await schema.query('SELECT trouble FROM sync_alert ORDER BY trouble')).toEqual([
    { trouble: 'unmapped' },
    { trouble: 'uploads_dead' },
  ]);
});
