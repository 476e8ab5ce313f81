import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageModel } from '../../src/dashboard/model/model.ts';
import { largestFirst, type ProductChange } from '../../src/runs/product-change.ts';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { runJob } from '../support/job.ts';
import { fillMonth, type Month, zoneAtNoon } from '../support/month.ts';
import { migrateSchema } from '../support/session.ts';

/** Ten days and more in which Bitcram did not answer, or with 503. */
const OUTAGE = 3000;

let schema: TestSchema;
let folder: string;
let file: string;
let model: PageModel;
let month: Month;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'days-test-'));
  file = join(folder, 'report.html');
  schema = await openSchema();
  await migrateSchema(schema);
  const now = new Date();
  month = await fillMonth(schema, now, { outage: OUTAGE });
  const flags = ['--out', file, '--lang', 'es', '--json', '--time-zone', zoneAtNoon(now)];
  const { exitCode, stdout, stderr } = await runJob(['report', ...flags], schema.env);
  if (exitCode !== 0) throw new Error(stderr);
  model = JSON.parse(stdout) as PageModel;
}, 180_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await schema.drop();
});

const told = () =>
  model.history.days.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'run' ? [entry] : [])),
  );

test('of 8,640 runs with 3,000 that failed in a row every one is counted, in few entries', () => {
  const counted = model.by_day.reduce((sum, { failed }) => sum + failed, 0);
  const failed = told().filter(({ status }) => status === 'failed' || status === 'lost');
  expect(failed.reduce((sum, { same }) => sum + (same?.runs ?? 1), 0)).toBe(counted);
  expect(counted).toBeGreaterThan(OUTAGE);
  expect(failed.length).toBeLessThan(40);
  expect(statSync(file).size).toBeLessThan(1_000_000);
});

test('no day of the outage is good, and a run that was stopped or exited without a report shows', () => {
  const results = model.by_day.map(({ result }) => result);
  expect(results.filter((result) => result === 'failed').length).toBeGreaterThanOrEqual(11);
  expect(results.filter((result) => result === 'stopped')).toHaveLength(1);
  expect(told().some(({ status }) => status === 'lost')).toBe(true);
  expect(told().some(({ status }) => status === 'interrupted')).toBe(true);
});

test('a run has the largest of its changes in the order of the terminal, all runs together a bounded number', async () => {
  const run = told().find(({ run_id: id }) => id === month.lastChangeId);
  const all = await schema.query<Omit<ProductChange, 'name'>>(
    `SELECT item_id AS product_id, kind, old_price, new_price, old_stock, new_stock
       FROM sync_change WHERE run_id = '${month.lastChangeId}'`,
  );
  const largest = largestFirst(all.map((change) => ({ ...change, name: null })));
  expect(run?.products).toMatchObject({ count: 1500 });
  expect(run?.products?.rows.map((row) => row.product_id)).toEqual(
    largest.slice(0, 10).map((change) => change.product_id),
  );
  expect(run?.products?.rows.every(({ new_stock: stock }) => stock === 0)).toBe(true);
  const rows = told().flatMap(({ products }) => products?.rows ?? []);
  expect(rows.length).toBeLessThanOrEqual(1500);
});

test('today has each product from how it was to how it is', async () => {
  const [moved] = await schema.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM sync_change WHERE run_id = '${month.lastChangeId}' AND NOT (old_price <=> new_price)`,
  );
  const { ids } = month;
  const { today } = model;
  const has = (part: { rows: { product_id: number | null }[] }, id: number): boolean =>
    part.rows.some((row) => row.product_id === id);
  expect(today.recorded).toBe(true);
  expect(today.prices.rows.find((row) => row.product_id === ids.dearerTwice)).toMatchObject({
    old_price: 100,
    new_price: 2500,
  });
  expect(has(today.prices, ids.thereAndBack)).toBe(false);
  expect(today.prices.count).toBe(Number(moved?.n) + 1);
  expect(today.ran_out.count).toBe(751);
  expect(
    today.ran_out.rows.every(({ since }) =>
      since.startsWith(today.ran_out.rows[0]?.since.slice(0, 13) ?? ''),
    ),
  ).toBe(true);
  expect(today.ran_out_before.rows).toMatchObject([{ product_id: ids.ranOutDaysAgo, old_stock: 7 }]);
  expect(today.back_in_stock.rows).toMatchObject([{ product_id: ids.back, new_stock: 12 }]);
  expect(today.new.rows).toMatchObject([{ product_id: ids.new, new_price: 75 }]);
  expect(new Set(today.gone.rows.map((row) => row.product_id))).toEqual(new Set([ids.gone, ids.deleted]));
  for (const id of [ids.ranOutAndBack, ids.gone]) expect(has(today.ran_out, id)).toBe(false);
});

test('the price that moved farthest stands first, up and down alike, one that vanished before it', () => {
  const sizes = model.today.prices.rows.map(({ old_price: before, new_price: now }) =>
    before === null || now === null ? Infinity : Math.abs(Math.log(now / before)),
  );
  expect(sizes.slice(0, 2)).toEqual([Infinity, Infinity]);
  expect(sizes).toEqual(sizes.toSorted((a, b) => (a === b ? 0 : b - a)));
});

describe.skipIf(noBrowser)('in a browser', { timeout: 60_000 }, () => {
  const browser = browserBeforeAll();

  test('a cell opens its day without a script, on the narrowest phone', async () => {
    const { page, close } = await browser.openPage(file, { width: 360, javaScript: false });
    expect(await widest(page)).toBeLessThanOrEqual(360);
    const cells = page.locator('.strip a');
    expect(await cells.count()).toBe(30);
    for (const cell of await cells.all()) {
      const box = await cell.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    const failed = page.locator('.strip .failed a').first();
    expect(await failed.textContent()).toMatch(/hubo fallas\..* sincronizaciones fallaron\./);
    const id = ((await failed.getAttribute('href')) ?? '').slice(1);
    const target = page.locator(`[id="${id}"]`);
    expect(await target.isVisible()).toBe(false);
    await failed.click();
    await expect.poll(() => target.isVisible()).toBe(true);
    expect(await target.locator('.trouble').first().textContent()).toMatch(/falló, \d+ veces igual/);
    await close();
  });

  test('a row is a week at any width; its day is told as in the strip, under a title that is seen', async () => {
    for (const width of [390, 1280]) {
      const { page, close } = await browser.openPage(file, { width, javaScript: false });
      const letters = await page.locator('.weekdays span').all();
      expect(await Promise.all(letters.map((letter) => letter.textContent()))).toHaveLength(7);
      const lefts = await Promise.all(letters.map(async (letter) => (await letter.boundingBox())?.x));
      for (const { day } of model.by_day.slice(-8)) {
        const cell = await page.locator(`.strip li:has([href="#day-${day}"])`).boundingBox();
        const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
        expect(Math.abs((cell?.x ?? 0) - (lefts[weekday] ?? -9))).toBeLessThan(2);
      }
      const stopped = page.locator('.strip .stopped');
      const sign = await stopped.locator('.sign').textContent();
      await stopped.locator('a').click();
      const day = page.locator('.day:has(ol:target)');
      expect(await day.locator('summary .stopped .sign').textContent()).toBe(sign);
      expect(await day.locator('.what').textContent()).toContain('2 sincronizaciones se detuvieron');
      await expect.poll(async () => (await day.locator('h3').boundingBox())?.y ?? -1).toBeLessThan(300);
      expect((await day.locator('h3').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await close();
    }
  });

  test('a figure leads to its list, one that has none is only a figure', async () => {
    const { page, close } = await browser.openPage(file, { width: 390, javaScript: false });
    const links = await page
      .locator('.glance a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual(['#today', '#quarantine', '#owed', '#dead']);
    for (const link of links) expect(await page.locator(link ?? '').count()).toBe(1);
    await close();
  });

  test('from a run to its products', async () => {
    const { page, close } = await browser.openPage(file, { width: 360 });
    const run = page.locator('li', { hasText: month.lastChangeId }).last();
    await page.locator('.day summary').first().click();
    await run.getByText('1.500 productos', { exact: true }).click();
    expect(await run.locator('.products li:visible').count()).toBeGreaterThanOrEqual(3);
    expect(await run.locator('.products').textContent()).toContain(`runs show ${month.lastChangeId}`);
    expect(await widest(page)).toBeLessThanOrEqual(360);
    await close();
  });
});

function widest(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
