import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser, type OpenPage, type PageOptions } from '../support/browser.ts';
import { pageEn } from '../../src/uploads/words/page.en.ts';
import { pageEs } from '../../src/uploads/words/page.es.ts';
import { connectTo } from '../support/session.ts';
import { DOING } from '../support/words.ts';
import { csvOf, GOOD, HEADINGS, products } from '../support/uploads/rows.ts';
import { type ServeProcess, serveBeforeAll } from '../support/uploads/serve.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  return () => rmSync(folder, { recursive: true });
});
const fileOf = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const server: ServeProcess = serveBeforeAll({ UPLOAD_WORKERS: '1' });
beforeEach(() => server.empty());

describe.skipIf(noBrowser)('the page of uploads', () => {
  const browser = browserBeforeAll();
  const open = (options: PageOptions = {}, rest = ''): Promise<OpenPage> =>
    browser.openUrl(`${server.url}/uploads${rest}`, { language: 'es-AR', ...options });
  const expectSound = async (opened: OpenPage, expected = /^$/): Promise<void> => {
    expect(await opened.violations()).toEqual([]);
    expect(await overflow(opened.page)).toEqual([]);
    expect([opened.errors.filter((error) => !expected.test(error)), opened.requests]).toEqual([[], []]);
  };

  test('a broken file is shown, uploaded, corrected from its errors, and comes in', async () => {
    const opened = await open({ width: 360 });
    const { page } = opened;
    await expectSound(opened);
    const rows = [{}, { id: 'P2', codigo: 'C2', precio_unitario: 'abc' }, { id: 'P3', codigo: '' }];
    await page.getByLabel('Proveedor').fill('PROV001');
    await page.setInputFiles('#file', fileOf('lista.csv', csvOf(rows)));
    await expect
      .poll(() => page.locator('#looking').innerText())
      .toMatch(/^De las 3 filas, 2 tienen errores/);
    const preview = await page.locator('#preview').innerText();
    for (const fact of ['CSV, separado por punto y coma', '13 de 13 reconocidas', 'utf-8 (detectada)']) {
      expect(preview).toContain(fact);
    }
    expect(await server.schema.query('SELECT task_id FROM upload_task')).toEqual([]);
    await expectSound(opened);

    await page.getByRole('button', { name: 'Cargar', exact: true }).dblclick();
    await saidOf(page, 'Listo: se creó 1 producto. 2 filas tienen errores y no se cargaron.');
    expect(await server.schema.query('SELECT task_id FROM upload_task')).toHaveLength(1);
    expect(await page.locator('.groups li').allInnerTexts()).toEqual([
      expect.stringMatching(/^1 fila\s+precio_unitario: abc no es un número\s+fila 3$/),
      expect.stringMatching(/^1 fila\s+Campos obligatorios vacíos: codigo\s+fila 4$/),
    ]);
    expect(await page.locator('table.errors tbody tr').count()).toBe(2);
    await expectSound(opened);

    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'como CSV' }).click();
    const errors = readFileSync(await (await downloading).path(), 'utf8');
    const corrected = errors.replace('abc', '10,50').replace(/^(P3;[^;]*;);/m, '$1C3;');
    expect(corrected).not.toBe(errors);
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Elegir el archivo corregido' }).click();
    await (await chosen).setFiles(fileOf('corregida.csv', corrected));
    await expect
      .poll(() => page.locator('#looking').innerText())
      .toMatch(/^Las 2 filas del archivo están bien/);
    expect(await page.getByLabel('Proveedor').inputValue()).toBe('PROV001');
    await page.getByRole('button', { name: 'Cargar', exact: true }).click();
    await saidOf(page, 'Listo: se crearon 2 productos.');
    expect(await page.locator('#earlier li').count()).toBe(2);
    const catalogue = await server.schema.query('SELECT id, precio_unitario FROM catalog_item ORDER BY id');
    expect(catalogue).toMatchObject([
      { id: 'P2', precio_unitario: '10.5000' },
      { id: 'P3' },
      { id: GOOD['id'] },
    ]);
    await opened.close();
  });

  test('a reload in mid-upload and a lost connection change nothing, and the page says so', async () => {
    const opened = await open({ language: 'en-GB' });
    const { page } = opened;
    await page.getByLabel('Supplier').fill('PROV001');
    await page.setInputFiles('#file', fileOf('large.csv', csvOf(products(20_000))));
    await expect
      .poll(() => page.locator('#looking').innerText())
      .toMatch(/^Nothing is wrong with the first 50/);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const session = await connectTo(server.schema);
    const begun = 'SELECT task_id AS id FROM upload_task WHERE created > 0';
    const waiting = { timeout: 20_000, interval: 10 };
    await expect.poll(() => server.schema.query(begun), waiting).toHaveLength(1);
    const [{ id } = { id: '' }] = await server.schema.query<{ id: string }>(begun);
    // The worker waits for it, in the middle of its rows.
    await session.transaction(DOING, async () => {
      await session.read(DOING, 'SELECT task_id FROM upload_task WHERE task_id = ? FOR UPDATE', [id]);
      await saysOf(page, '#task-said', /^[\d,]+ rows done/);
      await page.reload();
      await saysOf(page, '#task-said', /^[\d,]+ rows done/);
      expect(await page.getByRole('heading', { name: 'large.csv' }).isVisible()).toBe(true);
      server.network.mode = 'refuse';
      server.network.cut();
      await saysOf(page, '#connection', /^The connection was lost\. The upload goes on/);
      server.network.mode = 'pass';
      await saysOf(page, '#connection', /^The connection is back/);
    });
    await session.close();
    await saysOf(page, '#task-said', /^Done: 20,000 products were created\.$/);
    await page.goBack();
    expect(await page.getByLabel('Supplier').isVisible()).toBe(true);
    await page.setInputFiles('#file', join(folder, 'large.csv'));
    await page.getByLabel('Supplier').fill('PROV001');
    await saysOf(page, '#known', /^This very file was uploaded on .*: done\. See that upload$/);
    await opened.close();
  });

  test('a file that is lost on its way is sent again by itself, and is one upload', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel('Proveedor').fill('PROV001');
    await page.setInputFiles('#file', fileOf('lista.csv', csvOf([{}])));
    await saysOf(page, '#looking', /^La única fila del archivo está bien/);
    // The server has all of it, and its answer never arrives.
    server.network.watch = (sent) => {
      if (!/^idempotency-key:/im.test(sent.toString('latin1'))) return;
      server.network.watch = undefined;
      server.network.cutAfterBytes = 0;
    };
    await page.getByLabel('Solo revisar').check();
    await page.getByRole('button', { name: 'Revisar' }).click();
    await saysOf(page, '#task-said', /^Listo, sin guardar nada: se crearía/);
    expect(await server.schema.query('SELECT task_id FROM upload_task')).toHaveLength(1);
    expect(await server.schema.query('SELECT id FROM catalog_item')).toEqual([]);
    await opened.close();
  });

  test.each([
    ['es-AR', 360, 'dark'],
    ['en-GB', 1280, 'light'],
  ] as const)(
    'what cannot be uploaded is said at once: %s, %i pixels wide',
    async (language, width, colorScheme) => {
      const words = language === 'es-AR' ? pageEs : pageEn;
      const opened = await open({ language, width, colorScheme });
      const { page } = opened;
      expect(await page.getAttribute('html', 'lang')).toBe(language.slice(0, 2));
      await page.getByRole('button', { name: words.upload, exact: true }).click();
      expect(await page.locator('#supplier-wrong').innerText()).toBe(words.needsSupplier);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('supplier');
      expect(await page.locator('#file-wrong').innerText()).toBe(words.needsFile);
      const some = HEADINGS.filter((heading) => heading !== 'codigo');
      await page.setInputFiles('#file', fileOf('sin.csv', csvOf([{}], [...some, 'Notas'])));
      await saysOf(page, '#looking', new RegExp(`^${words.preview.refused}: .*codigo`));
      expect(await page.locator('#preview').innerText()).toMatch(/Notas/);
      await page.getByLabel(words.supplier, { exact: true }).fill('P1');
      await page.keyboard.press('Enter');
      expect(await page.locator('#file-wrong').innerText()).toMatch(/codigo/);
      await expectSound(opened);
      await page.setInputFiles('#file', fileOf('foto.csv', '%PDF-1.7'));
      await saysOf(page, '#file-wrong', /Excel \(\.xlsx\)/);
      await expectSound(opened, /status of 400/);
      await opened.close();
    },
  );

  test('the keyboard alone is enough, in the order of the page', async () => {
    const opened = await open({}, '?lang=en');
    const { page } = opened;
    const focused: (string | undefined)[] = [];
    for (let stop = 0; stop < 9; stop += 1) {
      await page.keyboard.press('Tab');
      focused.push(
        await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent),
      );
    }
    expect(focused).toEqual([
      ...['Español', 'English', 'supplier', 'file', pageEn.template, pageEn.example],
      ...['replaces', 'dry-run', 'submit'],
    ]);
    await opened.close();
  });
});

test('the page has less than 60 kB, and may use nothing but itself and its own server', async () => {
  const response = await fetch(`${server.url}/uploads`);
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  expect(html).toMatch(/<html lang="es">/);
  const policy = response.headers.get('content-security-policy') ?? '';
  for (const rule of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(html.replace(/<script>.*<\/script>/s, '')).not.toMatch(/https?:|style=| on\w+=/);
});

async function saysOf(page: Page, place: string, said: RegExp): Promise<void> {
  await expect.poll(() => page.locator(place).innerText(), { timeout: 30_000, interval: 50 }).toMatch(said);
}

async function saidOf(page: Page, said: string): Promise<void> {
  await expect.poll(() => page.locator('#task-said').innerText(), { timeout: 20_000 }).toBe(said);
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
