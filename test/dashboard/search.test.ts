import { describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { monthPagesBeforeAll, type PageLanguage } from '../support/month-pages.ts';

describe.skipIf(noBrowser)('what the page does with its script', { timeout: 120_000 }, () => {
  const pages = monthPagesBeforeAll();
  const browser = browserBeforeAll();
  const open = (language: PageLanguage) => browser.openPage(pages.fileOf(language), { width: 390 });

  test('the search finds any product, without accents and case and with its words in any order', async () => {
    const { page, errors, requests, close } = await open('es');
    const hits = page.locator('#hits');
    const results = page.locator('#results > li');
    const search = async (text: string, said: RegExp): Promise<void> => {
      await page.getByLabel('Nombre, número o código').fill(text);
      await expect.poll(() => hits.textContent()).toMatch(said);
    };
    await search('coca cola', /^21 productos\.$/);
    expect(await results.count()).toBe(21);
    for (const name of await results.locator('bdi').allTextContents()) expect(name).toMatch(/coca.?cola/i);
    const listed = await page.locator('.list bdi').allTextContents();
    expect(listed.filter((name) => /coca cola/i.test(name))).toEqual([]);

    await search('  ANOS 18  johnnie ', /^1 producto$/);
    expect((await results.textContent())?.normalize('NFC')).toContain('Whisky Johnnie Walker 18 Años');
    for (const text of ['coca 2,25', 'COCA 2.25', 'cocacola 2,25', '2,25lt coca-cola']) {
      await search('', /^$/);
      await search(text, /^2 productos\.$/);
    }
    await search('', /^$/);
    await search('cocacola', /^21 productos\.$/);
    await search('ocacola', /^No se encontró nada: buscá por /);
    await search('a', /^[\d.]+ productos\. Se ven los primeros 50\.$/);
    expect(await results.count()).toBe(50);
    await page.getByRole('button', { name: 'Mostrar 50 más' }).click();
    expect(await results.count()).toBe(100);
    expect(await hits.textContent()).toMatch(/^[\d.]+ productos\. Se ven los primeros 100\.$/);
    await search('whisky jameson', /^\d productos\.$/);
    expect(await page.locator('#more').isVisible()).toBe(false);
    await search('nada que se llame así', /^No se encontró nada: buscá por /);
    expect(await results.count()).toBe(0);
    await search('', /^$/);
    expect(await results.count()).toBe(0);
    expect([errors, requests]).toEqual([[], []]);
    await close();
  });

  test('buttons, and their words where they are typed, leave only what is out of stock, unsent, refused or to correct', async () => {
    const { page, errors, close } = await open('es');
    const hits = page.locator('#hits');
    const type = (text: string) => page.locator('#search').fill(text);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const pressed = () => page.locator('[aria-pressed=true]').allTextContents();
    expect(await page.getByRole('group', { name: 'Solo estos productos' }).getByRole('button').count()).toBe(
      4,
    );
    const counts: Record<string, string | null> = {};
    for (const name of ['Sin stock', 'Sin enviar', 'Rechazados', 'Para corregir']) {
      await button(name).click();
      await expect.poll(() => hits.textContent()).toMatch(/productos/);
      expect(await pressed()).toEqual([name]);
      counts[name] = await hits.textContent();
      await button(name).click();
      await expect.poll(() => hits.textContent()).toBe('');
      await type(name.toUpperCase());
      await expect.poll(() => hits.textContent()).toBe(counts[name]);
      await type('');
      await expect.poll(() => hits.textContent()).toBe('');
    }
    expect(counts['Sin enviar']).toMatch(/^608 productos/);
    expect(counts['Rechazados']).toBe('32 productos.');
    expect(counts['Para corregir']).toBe('6 productos.');

    await button('Rechazados').click();
    await type('para corregir');
    await expect.poll(() => hits.textContent()).toBe('1 producto');
    await button('Rechazados').click();
    await type('a sin stock');
    await expect.poll(() => hits.textContent()).toMatch(/^[\d.]+ productos?\b/);
    for (const facts of await page.locator('#results .facts').allTextContents()) {
      expect(facts).toContain('sin stock');
    }
    await close();
    const english = await open('en');
    await english.page.locator('#search').fill('given up');
    await expect.poll(() => english.page.locator('#hits').textContent()).toBe('32 products.');
    await english.page.locator('#search').fill('refused in quarantine');
    await expect.poll(() => english.page.locator('#hits').textContent()).toBe('1 product');
    expect([errors, english.errors]).toEqual([[], []]);
    await english.close();
  });

  test('a result has price and stock, what happened lately and what waits, and a number is found first', async () => {
    const { page, close } = await open('es');
    const resultOf = async (id: number): Promise<string> => {
      await page.locator('#search').fill(String(id));
      const first = page.locator('#results > li').first();
      await expect.poll(() => first.locator('small').textContent()).toMatch(new RegExp(`^${id} · \\d+$`));
      return first.innerText();
    };
    const { ids } = pages.month;
    expect(await resultOf(ids.ranOut)).toMatch(/precio [\d.]+,\d\d\s+sin stock\s[^]*stock 8 → 0/);
    expect(await resultOf(ids.thereAndBack)).toMatch(/precio 120,00 → 100,00[^]*precio 100,00 → 120,00/);
    expect(await resultOf(ids.new)).toContain('nuevo en la lista');
    expect(await resultOf(ids.gone)).toContain('dado de baja');
    expect(await resultOf(100_001)).toMatch(/cambio rechazado[^]*para corregir/);
    expect(await resultOf(100_002)).toContain('cambio sin enviar');
    await close();
  });

  test('a product with more changes than are seen says how many', async () => {
    for (const [language, said] of [
      ['es', 'y 4 más de antes'],
      ['en', 'and 4 more before that'],
    ] as const) {
      const { page, close } = await open(language);
      await page.locator('#search').fill(String(pages.month.ids.sevenTimes));
      const changes = page.locator('#results > li').first().locator('ul li');
      await expect.poll(() => changes.count()).toBe(4);
      expect(await changes.last().textContent()).toBe(said);
      await close();
    }
  });

  test('what is out of stock is counted as above, with since when, and what ran out last comes first', async () => {
    for (const [language, name, counted, since] of [
      [
        'es',
        'Sin stock',
        /([\d.]+) productos de la lista de precios están sin stock ahora/,
        'sin stock desde ',
      ],
      ['en', 'Out of stock', /([\d,]+) products of the price list have no stock now/, 'out of stock since '],
    ] as const) {
      const { page, close } = await open(language);
      const count = counted.exec((await page.locator('#today').textContent()) ?? '')?.[1];
      await page.getByRole('button', { name, exact: true }).click();
      await expect.poll(() => page.locator('#hits').textContent()).toContain(`${count} product`);
      const listed = await page.locator('#sold-out tbody tr').count();
      const today = await page.locator('#results .out').allTextContents();
      expect(listed).toBeGreaterThan(0);
      for (const each of today.slice(0, Math.min(listed, 50))) {
        expect(each).toMatch(new RegExp(`^${since}\\d\\d:\\d\\d$`));
      }
      await page.locator('#search').fill(String(pages.month.ids.gone));
      await expect.poll(() => page.locator('#hits').textContent()).toMatch(/^(No se encontró|Nothing)/);
      await close();
    }
  });

  test('what a browser fills in again after going back is searched for', async () => {
    const { page, close } = await open('en');
    await page.locator('#search').fill('fernet');
    await expect.poll(() => page.locator('#hits').textContent()).toMatch(/products/);
    const said = await page.locator('#hits').textContent();
    await page.goto('about:blank');
    await page.goBack();
    expect(await page.locator('#search').inputValue()).toBe('fernet');
    await expect.poll(() => page.locator('#hits').textContent()).toBe(said);
    await close();
  });

  test('everything can be reached and worked by keyboard', async () => {
    const { page, close } = await open('en');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName.toLowerCase() || '');
    const tabTo = async (wanted: string): Promise<void> => {
      for (let steps = 0; steps < 100 && (await focused()) !== wanted; steps += 1)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe(wanted);
    };
    await tabTo('button');
    await page.keyboard.press('Enter');
    expect(await page.locator('#moves th').first().getAttribute('aria-sort')).toBe('ascending');
    await tabTo('search');
    await page.keyboard.type('whisky');
    await expect.poll(() => page.locator('#hits').textContent()).toMatch(/^\d+ products\./);
    await page.locator('figure summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('figure details[open]').count()).toBe(1);
    for (const opened of [true, false]) {
      await page.locator('#moves summary').focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('#moves tbody tr:visible').count()).toBe(opened ? 250 : 5);
      expect(await page.locator('#moves summary').innerText()).toContain(
        opened ? 'Show fewer' : 'Show all 250',
      );
    }
    await close();
  });

  test('a column sorts its list, numbers by their value and names as the language does', async () => {
    const { page, close } = await open('es');
    const heading = (column: number) => page.locator('#moves thead th').nth(column);
    const valuesOf = (column: number): Promise<(number | undefined)[]> =>
      page.locator(`#moves tbody tr > :nth-child(${column + 1})`).evaluateAll((cells) =>
        cells.map((cell) => {
          const value = (cell as HTMLElement).dataset['v'];
          return value === '' || value === undefined ? undefined : Number(value);
        }),
      );
    for (const column of [1, 2]) {
      const before = (await valuesOf(column)).filter((value) => value !== undefined);
      for (const [order, sign] of [
        ['descending', -1],
        ['ascending', 1],
      ] as const) {
        await heading(column).getByRole('button').click();
        expect(await heading(column).getAttribute('aria-sort')).toBe(order);
        const after = await valuesOf(column);
        expect(after.slice(0, before.length)).toEqual(before.toSorted((one, other) => sign * (one - other)));
      }
    }
    await heading(0).getByRole('button').click();
    expect(await page.locator('#moves th[aria-sort]').count()).toBe(1);
    const names = await page.locator('#moves tbody th').allTextContents();
    const { compare } = new Intl.Collator('es-AR', { numeric: true });
    expect(names.map((name) => name.trim())).toEqual(names.map((name) => name.trim()).toSorted(compare));
    await close();
  });
});
