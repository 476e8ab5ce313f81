import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AirArticle } from '../../dev/simulate/air/articles.ts';
import { articles, clearedAirShop, quantity } from '../support/air.ts';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';

const shop = await clearedAirShop();
const { air } = shop;

/** Numbers that a reader would see at once. */
const FIRST_ID = 70_707_000;
const NUMBER = /70\D?707\D?\d{3}/;
/** What a shop of Air has nothing of. */
const OF_BITCRAM = /bitcram|depósito|warehouse|la caja|checkout/i;
const NOWHERE = Object.fromEntries(
  (['cba', 'air', 'lug', 'ros', 'mza'] as const).map((location) => [location, quantity(location, 0)]),
);
const codeOf = (index: number): string => `0ZQ${index}x`;
const LISTED = articles(30, (_article, index) => ({
  ...{ codigo: codeOf(index), ...NOWHERE, cba: quantity('cba', 5) },
}));

/** A day with a price and a stock that moved, one that sold out, one that left, and one that cannot be used. */
async function aDay(): Promise<void> {
  await shop.schema.query('INSERT INTO item (id, external_id) VALUES (?, ?)', [FIRST_ID, 'one of before']);
  shop.env['MISSING_RUNS'] = '1';
  air.articles = LISTED;
  await shop.report('sync');
  air.articles = LISTED.slice(0, 29).map((article, index) => ({
    ...article,
    ...(index === 0 ? { precio: 1234.5 } : {}),
    ...(index === 1 ? { cba: quantity('cba', 0) } : {}),
    ...(index === 2 ? { moneda: 'EUR' } : {}),
  }));
  await shop.report('sync');
  await shop.report('sync', '--mode', 'flash');
}

test.each(['es', 'en'])(
  'who reads of a shop of Air meets its codes, and never a number of the program or a word of Bitcram: %s',
  async (language) => {
    await aDay();
    const read = async (...args: string[]): Promise<string> => {
      const { stdout, log } = await shop.run(...args, '--lang', language);
      // What a report has for a script, it has beside the code.
      const said = [stdout, ...log.map(({ message }) => message)].join('\n');
      expect(said, args.join(' ')).not.toMatch(NUMBER);
      expect(stdout, args.join(' ')).not.toMatch(OF_BITCRAM);
      return stdout;
    };
    expect(await read('history', codeOf(0))).toMatch(/^\S+ 0ZQ0x, NOTEBOOK/);
    expect(await read('history', 'monitor')).toMatch(/0ZQ1x +MONITOR/);
    expect(await read('history', '--out-of-stock')).toMatch(/0ZQ1x +MONITOR/);
    const today = await read('history', '--today');
    for (const index of [0, 1, 29]) expect(today).toMatch(new RegExp(`[-~] +${codeOf(index)}  `));
    expect(await read('quarantine')).toMatch(/^0ZQ2x MOUSE[^]* 0ZQ2x, MOUSE/);
    expect(await read('movements', '--sku', codeOf(0))).toContain('0ZQ0x');
    await read('runs');
    expect(await read('runs', 'show', 'last')).toMatch(/~ +0ZQ1x +MONITOR[^]*~ +0ZQ0x +NOTEBOOK/);

    air.articles = [...LISTED.slice(0, 15), { ...(LISTED[0] as AirArticle), codigo: '0ZQ99x', precio: 7 }];
    expect(await read('sync', '--dry-run')).toMatch(/\+ +0ZQ99x +NOTEBOOK/);
    expect(await shop.report('sync')).toMatchObject({ exit_code: 77 });
    expect(await read('runs', 'show', 'last')).toMatch(/0ZQ\d+x \w+[^:]*: 5 → 0/);
    await read('runs', '--failed');
    await read('doctor');
  },
);

describe.skipIf(noBrowser)('the page of a shop of Air', () => {
  const browser = browserBeforeAll();
  test('has its codes where a product is named, and finds no number of the program', async () => {
    await aDay();
    const folder = mkdtempSync(join(tmpdir(), 'air-page-'));
    const file = join(folder, 'report.html');
    await shop.run('report', '--lang', 'es', '--out', file);
    expect(readFileSync(file, 'utf8')).not.toMatch(NUMBER);
    const { page, close } = await browser.openPage(file, { width: 800 });
    const text = await page.locator('body').textContent();
    for (const index of [0, 1, 2, 29]) expect(text).toContain(codeOf(index));
    expect(text).not.toMatch(OF_BITCRAM);
    const search = page.getByLabel('Nombre, número o código');
    await search.fill(codeOf(4));
    await expect.poll(() => page.locator('#results > li').count()).toBe(1);
    expect(await page.locator('#results small').first().textContent()).toBe(codeOf(4));
    await search.fill(String(FIRST_ID + 1));
    await expect.poll(() => page.locator('#results > li').count()).toBe(0);
    await close();
    rmSync(folder, { recursive: true });
  });
});
