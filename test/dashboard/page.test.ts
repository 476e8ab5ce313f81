import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { threeDays } from '../../dev/demo/three-days.ts';
import { describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser, type PageOptions } from '../support/browser.ts';
import { HOSTILE_NAMES } from '../support/hostile-names.ts';
import { LANGUAGES, monthPagesBeforeAll, type PageLanguage } from '../support/month-pages.ts';
import { openShop } from '../support/shop.ts';

const SENTENCES = {
  es: /^Mercado Libre está atrasado: 608 productos desde (las? \d\d:\d\d|el \d+ \w+, \d\d:\d\d), y rechazó 32 productos\. En Mercado Libre, \d+ productos todavía pueden vender más de lo que hay\. El stock se cargó bien hace \d+ minutos \(\d\d:\d\d\), salvo 12 artículos para corregir\.$/,
  en: /^Mercado Libre is behind: 608 products since (\d\d:\d\d|\d+ \w+, \d\d:\d\d), and refused 32 products\. \d+ products in Mercado Libre may still sell more than there is\. The stock was loaded well \d+ minutes ago \(\d\d:\d\d\), except for 12 items in quarantine\.$/,
};
const DEMO_SENTENCES = {
  es: /^El stock está al día: la última sincronización terminó bien (ahora|hace \d minutos?) \(\d\d:\d\d\)\. No queda nada por enviar a Mercado Libre\.$/,
  en: /^The stock is up to date: the last sync ended well (now|\d minutes? ago) \(\d\d:\d\d\)\. Nothing is left to be sent to Mercado Libre\.$/,
};
/** Of Chart 1: the blue of `--first`. */
const BLUE = { light: 'rgb(43, 106, 153)', dark: 'rgb(116, 178, 222)' };

const pages = monthPagesBeforeAll();

test('30 days of a run every five minutes, on 15,000 products, and their catalogue are at most 700 kB', () => {
  for (const language of LANGUAGES) expect(statSync(pages.fileOf(language)).size).toBeLessThan(700_000);
});

// axe looks at every row of the lists.
describe.skipIf(noBrowser)('in a browser', { timeout: 120_000 }, () => {
  const browser = browserBeforeAll();

  const open = async (language: PageLanguage, options: PageOptions = {}) =>
    browser.openPage(pages.fileOf(language), options);

  const CASES = LANGUAGES.flatMap((language) =>
    [360, 390, 768, 1280].flatMap((width) => {
      const isOften = width === 390 || width === 1280;
      const one = (width === 360) === (language === 'es') ? 'dark' : 'light';
      const schemes = isOften ? (['dark', 'light'] as const) : ([one] as const);
      return schemes.map((colorScheme) => [language, width, colorScheme] as const);
    }),
  );
  test.each(CASES)('the page is whole: %s, %i pixels wide, %s', async (language, width, colorScheme) => {
    const opened = await open(language, { width, colorScheme });
    const { page } = opened;
    expect(await page.locator('.sentence').textContent()).toMatch(SENTENCES[language]);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    expect(await drawnPaths(page)).toEqual(Array.from({ length: 4 }, () => true));
    for (const size of await textSizes(page)) {
      expect(size).toBeGreaterThanOrEqual(11);
      expect(size).toBeLessThanOrEqual(15.1);
    }
    expect(await firstFill(page)).toBe(BLUE[colorScheme]);
    expect(await contrasts(page)).toEqual([true, true]);
    expect(await overflow(page)).toEqual([]);
    expect(await opened.violations()).toEqual([]);
    expect(opened.errors).toEqual([]);
    expect(opened.requests).toEqual([]);
    await opened.close();
  });

  test('three days of a real supermarket', async () => {
    const shop = await openShop();
    const sync = async () => (await shop.run('sync')).report;
    for await (const { date } of threeDays({ ...shop, sync })) expect(date).toBeDefined();
    const [moved] = await shop.schema.query<{ id: number }>(
      `SELECT item_id AS id FROM sync_change WHERE kind = 'changed'
        ORDER BY run_id DESC, ABS(new_price - old_price) / old_price DESC LIMIT 1`,
    );
    for (const language of LANGUAGES) {
      const file = join(pages.folder, `demo-${language}.html`);
      const { exitCode, stderr } = await shop.run('report', '--out', file, '--lang', language);
      expect(exitCode, stderr).toBe(0);
      for (const width of [390, 1280]) {
        const opened = await browser.openPage(file, { width });
        const { page } = opened;
        expect(await page.locator('.sentence').textContent()).toMatch(DEMO_SENTENCES[language]);
        expect(await firstFill(page)).toBe(BLUE.light);
        await page.locator('#search').fill(String(moved?.id));
        await page.locator('#results > li').first().waitFor();
        expect(await page.locator('#results > li').first().innerText()).toContain(String(moved?.id));
        expect(await overflow(page)).toEqual([]);
        expect(await opened.violations()).toEqual([]);
        expect([opened.errors, opened.requests]).toEqual([[], []]);
        await opened.close();
      }
    }
    await shop.close();
  }, 180_000);

  test('every chart is told in words and as a table of all days', async () => {
    const { page, close } = await open('en');
    for (const figure of await page.locator('figure').all()) {
      const words = await figure.locator('figcaption p').textContent();
      expect(words).toMatch(/[Bb]etween \S+ and \S+.*most on \d+ \w+\.$|took \S+ to \S+ seconds, longest on/);
      expect(await figure.locator('tbody tr').count()).toBe(30);
      expect(await figure.getByRole('img').getAttribute('aria-describedby')).toBe(
        await figure.locator('figcaption p').getAttribute('id'),
      );
    }
    await close();
  });

  test('a name is text, whatever it is', async () => {
    const { page, errors, close } = await open('en');
    expect(await page.title()).toBe('Stock and prices');
    expect(await page.locator('img, main script').count()).toBe(0);
    const names = await page.locator('bdi').allTextContents();
    for (const [wanted, count] of [
      ['document.title', 3],
      ['yerba muy muy', 1],
    ] as const) {
      await page.locator('#search').fill(wanted);
      await expect.poll(() => page.locator('#results > li').count()).toBe(count);
      names.push(...(await page.locator('#results bdi').allTextContents()));
    }
    expect(await page.locator('img, main script').count()).toBe(0);
    const [script, comment, quotes, rightToLeft, emoji, long, control] = HOSTILE_NAMES as [
      string,
      ...string[],
    ];
    expect(names).toEqual(expect.arrayContaining([script, comment, quotes, emoji]));
    expect(names).toContain(rightToLeft?.replace(/[\u200f\u202c\u202e\u2066]/g, escaped));
    expect(names).toContain(control?.replace(/\p{Cc}/gu, escaped));
    expect(names).toContain(`${long?.slice(0, 160)}…`);
    expect(errors).toEqual([]);
    await close();
  });

  test('on paper it is light, with every number and without what only a screen can do', async () => {
    const { page, close } = await open('es', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await firstFill(page)).toBe(BLUE.light);
    expect(await page.locator('figure tbody tr:visible').count()).toBe(120);
    expect(await page.locator('.chart svg:visible').count()).toBe(4);
    expect(await page.locator('nav:visible, #search:visible, .list summary:visible').count()).toBe(0);
    expect(await page.locator('#moves tbody tr:visible').count()).toBe(10);
    expect(await page.locator('#moves .on-paper').innerText()).toMatch(/^Los primeros 10 de \d+\.$/);
    await close();
  });

  test('without scripts nothing is lost but search and sorting', async () => {
    const { page, close } = await open('es', { width: 390, javaScript: false });
    expect(await drawnPaths(page)).toEqual(Array.from({ length: 4 }, () => true));
    expect(await overflow(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(12_000);
    expect(await page.locator('#moves tbody tr:visible').count()).toBe(5);
    await page.locator('#moves summary').click();
    expect(await page.locator('#moves tbody tr:visible').count()).toBeGreaterThan(50);
    expect(await page.locator('figure details').count()).toBe(4);
    await page.locator('figure details summary').first().click();
    expect(await page.locator('figure tbody tr:visible').count()).toBe(30);
    expect(await page.locator('#search').isVisible()).toBe(false);
    expect(await page.locator('#no-search').innerText()).toContain('npm run job -- history');
    await close();
  });
});

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Of each chart, whether the one drawing that is seen has what a chart of 30 days has. */
function drawnPaths(page: Page): Promise<boolean[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.chart')].map((chart) => {
      const seen = [...chart.querySelectorAll('svg')].filter((svg) => svg.getClientRects().length > 0);
      return seen.length === 1 && (seen[0]?.querySelectorAll('path').length ?? 0) > 30;
    }),
  );
}

/** How high the texts of the drawings are on the screen, in pixels. */
function textSizes(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<SVGTextElement>('.chart text')]
      .filter((text) => text.getClientRects().length > 0)
      .map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ?? 0)),
  );
}

/** The colour of a bar as the reader sees it. */
function firstFill(page: Page): Promise<string> {
  return page.evaluate(() => {
    const bar = document.querySelector('#chart-changes path[fill^="var(--first"]');
    return bar === null ? 'none' : getComputedStyle(bar).fill;
  });
}

/** What is wider than the window. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > innerWidth)
          .map((element) => `${element.tagName}.${element.className}`),
  );
}

/** Whether each of the charts' two colours stands out from what is behind it, by 3:1. */
function contrasts(page: Page): Promise<boolean[]> {
  return page.evaluate(() => {
    const luminance = (name: string): number => {
      const probe = document.createElement('i');
      probe.style.color = `var(${name})`;
      document.body.append(probe);
      const channels = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map((channel) => {
        const share = Number(channel) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      probe.remove();
      const [red = 0, green = 0, blue = 0] = channels;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = luminance('--card');
    return ['--first', '--second'].map((name) => {
      const [light, dark] = [luminance(name), behind].sort((a, b) => b - a) as [number, number];
      return (light + 0.05) / (dark + 0.05) >= 3;
    });
  });
}
