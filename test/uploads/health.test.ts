import { readFileSync, renameSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import { askWorker, problemsAre, those } from '../support/health.ts';
import { uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';

const PAGE = readFileSync(new URL('../../docs/uploads.md', import.meta.url), 'utf8');

const shop = uploadProcesses();
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });

test('a worker says whether it is well, and in numbers what it brought in and what waits', async () => {
  const port = await freePort();
  const worker = shop.begin({ HEALTH_LISTEN: String(port) });
  const asked = askWorker(port);
  await problemsAre(asked, []);
  const id = await shop.receive(csvOf([...products(3), { codigo: '' }]));
  await shop.ended(id, await shop.receive('no;header'));
  await until(async () => {
    const metrics = await asked.metrics();
    expect(those(metrics, 'inventory_upload_rows_total')).toEqual({
      'inventory_upload_rows_total{outcome="created"}': 3,
      'inventory_upload_rows_total{outcome="updated"}': 0,
      'inventory_upload_rows_total{outcome="unchanged"}': 0,
      'inventory_upload_rows_total{outcome="failed"}': 1,
    });
    expect(metrics.get('inventory_upload_tasks_ended_total{outcome="completed"}')).toBe(1);
    expect(metrics.get('inventory_upload_tasks_ended_total{outcome="failed"}')).toBe(1);
    expect(metrics.get('inventory_upload_task_seconds_count')).toBe(2);
    const own = [...metrics.keys()].filter((name) =>
      /^inventory_upload_(?:rows|tasks_ended|task_sec)/.test(name),
    );
    for (const name of own) expect(PAGE).toContain(name.replace(/(?:_bucket|_sum|_count)?(?:\{.*)?$/, ''));
  });

  const folder = (shop.env['UPLOAD_STORE'] ?? '').replace('folder:', '');
  renameSync(folder, `${folder}-away`);
  shop.database.mode = 'refuse';
  shop.database.cut();
  await until(async () => {
    const problems = await asked.problems();
    expect(problems).toContain('uploads upload.not_connected');
    expect(problems?.filter((problem) => problem.startsWith('database mysql.'))).not.toEqual([]);
  });
  expect(await asked.isAlive()).toBe(true);
  renameSync(`${folder}-away`, folder);
  shop.database.mode = 'pass';
  await problemsAre(asked, []);
  await until(async () =>
    expect((await asked.metrics()).get('inventory_upload_tasks{state="completed"}')).toBe(1),
  );
  expect((await asked.metrics()).get('inventory_upload_queue_messages')).toBe(0);
  expect((await shop.stop(worker)).exitCode).toBe(0);
});
