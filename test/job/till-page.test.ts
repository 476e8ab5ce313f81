import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { startJob } from '../support/job.ts';
import { saleOf } from '../support/rabbitmq.ts';
import { salesWorkers, until } from '../support/sales-worker.ts';

const { books, broker, start, stop } = salesWorkers();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'till-page-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The page, and what `--json` has of the till. */
async function report(language: 'en' | 'es', differing: Record<string, string> = {}) {
  const file = join(folder, `${language}.html`);
  const env = { ...books.schema.env, RABBITMQ_URL: broker.url, SOURCE: 'none', ...differing };
  const { exitCode, stdout, stderr } = await startJob(
    ['report', '--out', file, '--lang', language, '--json'],
    env,
  ).done;
  expect(exitCode, stderr).toBe(0);
  return { file, page: readFileSync(file, 'utf8'), model: JSON.parse(stdout) as Record<string, unknown> };
}

/** Three sales with a SKU that nobody knows, one of yesterday, and one that is none. */
async function sold(): Promise<void> {
  const worker = await start({ SOURCE: 'none' });
  await broker.publish(saleOf({ A: 2, B: 1 }));
  await broker.publish(saleOf({ A: 1, NEW: 3 }));
  await broker.publish(saleOf({ A: 9 }));
  await broker.publish('no JSON');
  const count = async () => (await books.schema.query('SELECT sale_key FROM sale')).length;
  await until(async () => expect(await count()).toBe(3));
  await until(async () => expect(await broker.waiting('queue.sales.created.dlx')).toBe(1));
  await books.schema.query(
    `UPDATE sale SET received_at = received_at - INTERVAL 25 HOUR
      WHERE CONCAT('sale:', sale_key) IN (SELECT source_key FROM stock_movement WHERE quantity = -9)`,
  );
  await stop(worker);
}

describe('the page of a shop with a till', () => {
  const browser = noBrowser === undefined ? browserBeforeAll() : undefined;

  test('counts the sales of this day, and says that nobody records them', async () => {
    await sold();
    await broker.publish(saleOf({ A: 1 }));
    await until(async () => expect(await broker.waiting()).toBe(1));
    const { page, model } = await report('en');
    expect(model['till']).toEqual({
      ...{ sales: 2, units: 7, is_away: false },
      queue: { name: broker.queue, waiting: 1, dead: 1, has_worker: false },
    });
    expect(model['unmapped_skus']).toEqual([{ sku: 'NEW', units: 3 }]);
    expect(model['state']).toMatchObject({ level: 'trouble', stock: 'counted' });
    expect(page).toContain('The stock is what was counted here, less what was sold since.');
    expect(page).toContain('The till: 2 sales of 7 units recorded today.');
    expect(page).toContain('The most: NEW (3).');
    const { file } = await report('es');
    if (browser === undefined) return;
    for (const width of [390, 1280]) {
      const opened = await browser.openPage(file, { width });
      expect(await opened.page.locator('.state').textContent()).toMatch(
        /hoy se registraron 2 ventas de 7 unidades\..*Nadie registra las ventas de la caja.*y espera 1 venta/s,
      );
      const [wide, shown] = await opened.page.evaluate(() => [document.body.scrollWidth, innerWidth]);
      expect(wide).toBeLessThanOrEqual(shown);
      expect(await opened.violations()).toEqual([]);
      expect(opened.errors).toEqual([]);
      const pictures = process.env['TEST_PICTURES'];
      if (pictures !== undefined) await opened.page.screenshot({ path: join(pictures, `till-${width}.png`) });
      await opened.close();
    }
  });

  test('is made where RabbitMQ is away, and says so', async () => {
    await sold();
    const { page, model } = await report('en', { RABBITMQ_URL: 'amqp://test:s3cr3t@127.0.0.1:1/' });
    expect(model['till']).toMatchObject({ sales: 2, queue: null, is_away: true });
    expect(page).toContain('did not answer when this page was made');
    expect(page).not.toContain('s3cr3t');
    expect((await report('en', { RABBITMQ_URL: '' })).model['till']).toMatchObject({
      sales: 2,
      is_away: false,
    });
  });
});
