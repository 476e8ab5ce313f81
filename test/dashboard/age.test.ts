import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptTrue } from '../../src/dashboard/page/kept-true.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { wordingsOf } from '../support/wordings.ts';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { monthPagesBeforeAll, type PageLanguage } from '../support/month-pages.ts';

const MINUTE_MS = 60_000;

const SAID = {
  es: {
    loaded: /El stock se cargó bien hace (\d+) minutos \(\d\d:\d\d\)/,
    late: /Lleva (\d+) horas así/,
    age: '· hace 40 minutos',
    old: 'Esta página se hizo hace 2 horas. Pedí una nueva antes de confiar en ella.',
    older: 'Esta página se hizo hace 26 horas. Pedí una nueva antes de confiar en ella.',
  },
  en: {
    loaded: /The stock was loaded well (\d+) minutes ago \(\d\d:\d\d\)/,
    late: /like this for (\d+) hours/,
    age: '· 40 minutes ago',
    old: 'This page was made 2 hours ago. Ask for a new one before you rely on it.',
    older: 'This page was made 26 hours ago. Ask for a new one before you rely on it.',
  },
} as const;

test('each relative time stands where its words go, in whatever order they are said', () => {
  const madeAt = '2026-11-29T12:00:00.000Z';
  const { es } = wordingsOf(zoneOf('UTC'), madeAt);
  const said = keptTrue(es, (marking) => {
    const lasting = marking.lasting('2026-11-29T09:00:00.000Z');
    return `Cargó ${marking.ago('2026-11-29T11:50:00.000Z')}, así ${lasting}.`;
  });
  expect(said.text).toBe(
    'Cargó <time datetime="2026-11-29T11:50:00.000Z" data-elapsed="ago">hace 10 minutos</time>, ' +
      'así <time datetime="2026-11-29T09:00:00.000Z" data-elapsed="lasting">3 horas</time>.',
  );
});

describe.skipIf(noBrowser)('a page that grows old', { timeout: 120_000 }, () => {
  const pages = monthPagesBeforeAll();
  const browser = browserBeforeAll();
  const open = async (language: PageLanguage, minutesLater: number) => {
    const file = pages.fileOf(language);
    const madeAt = /"madeAt":"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const clockAt = new Date(Date.parse(madeAt) + minutesLater * MINUTE_MS).toISOString();
    const opened = await browser.openPage(file, { width: 390, clockAt });
    const numberIn = async (pattern: RegExp) =>
      Number(pattern.exec((await opened.page.locator('.state').textContent()) ?? '')?.[1]);
    const seen = async () => ({
      loaded: await numberIn(SAID[language].loaded),
      late: await numberIn(SAID[language].late),
      old: await opened.page.locator('#old').innerText(),
    });
    return { ...opened, seen };
  };

  test.each(['es', 'en'] as const)(
    'keeps its relative times true, and says when it is too old: %s',
    async (language) => {
      const said = SAID[language];
      const { page, seen, errors, requests, close } = await open(language, 0);
      const fresh = await seen();
      expect(fresh.loaded).toBeLessThan(10);
      expect(fresh.old).toBe('');
      expect(await page.locator('header time').textContent()).toBe('');

      await page.clock.fastForward(40 * MINUTE_MS);
      expect(await seen()).toMatchObject({ loaded: fresh.loaded + 40, old: '' });
      const age = page.locator('header time');
      const mark = await age.evaluate((time) =>
        getComputedStyle(time, '::before').content.replaceAll('"', ''),
      );
      expect(`${mark}${await age.textContent()}`).toBe(said.age);

      await page.clock.fastForward(80 * MINUTE_MS);
      expect(await seen()).toMatchObject({ late: fresh.late + 2, old: said.old });
      expect([errors, requests]).toEqual([[], []]);
      await close();

      const nextDay = await open(language, 26 * 60);
      expect(await nextDay.seen()).toMatchObject({ late: fresh.late + 26, old: said.older });
      await nextDay.close();
    },
  );

  test('makes nothing younger where the clock of whoever reads is slow', async () => {
    const [now, before] = [await open('es', 0), await open('es', -600)];
    expect(await before.seen()).toEqual(await now.seen());
    await Promise.all([now.close(), before.close()]);
  });
});
