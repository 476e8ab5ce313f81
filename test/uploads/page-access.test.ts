import { createHash } from 'node:crypto';
import { createServer, request } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { closeServer, listen } from '../support/tcp.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { serveBeforeAll } from '../support/uploads/serve.ts';

const TOKEN = 'a-token-of-acme';
const sha256 = createHash('sha256').update(TOKEN).digest('hex');
const entry = { name: 'acme', sha256, role: 'supplier', proveedores: ['P1', 'P2'] };
/** Nobody works on what is uploaded here. */
const server = serveBeforeAll({ UPLOAD_WORKERS: '0', API_TOKENS: JSON.stringify([entry]) });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-access-'));
  return () => rmSync(folder, { recursive: true });
});

describe.skipIf(noBrowser)('whoever uploads for some suppliers', () => {
  const browser = browserBeforeAll();

  /** Logs in there, as a supplier does. */
  async function enter(url: string) {
    const opened = await browser.openUrl(`${url}/uploads`, { language: 'es-AR' });
    const { page } = opened;
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await opened.violations()).toEqual([]);
    await page.getByLabel('Token').fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByText('Ingresaste como acme').waitFor();
    return opened;
  }

  test('logs in, has these suppliers to choose from, cancels an upload, and logs out', async () => {
    await server.empty();
    const opened = await enter(server.url);
    const { page } = opened;
    expect(await page.locator('#supplier option').allInnerTexts()).toEqual(['P1', 'P2']);
    expect(await opened.violations()).toEqual([]);
    await page.getByLabel('Proveedor').selectOption('P2');
    // Of a megabyte and more the beginning is looked at: the letter that is not in UTF-8 comes after it.
    const large = Buffer.concat([
      Buffer.from(csvOf(products(12_000, 1, { requiere_lote: 'no' })).replaceAll(/[^ -~\n]/g, 'n')),
      Buffer.from('\nPX;Ñandú\n', 'latin1'),
    ]);
    expect(large.length).toBeGreaterThan(1024 * 1024);
    const file = join(folder, 'grande.csv');
    writeFileSync(file, large);
    const asked = page.waitForRequest(/\/preview\?/);
    await page.setInputFiles('#file', file);
    const { searchParams } = new URL((await asked).url());
    expect(searchParams.get('encoding')).toBe('windows-1252');
    await saysOf(page, '#looking', /^Las primeras 50 filas están bien/);
    await page.getByRole('button', { name: 'Cargar', exact: true }).click();
    await saysOf(page, '#task-said', /^Espera su turno\.$/);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Cancelar la carga' }).click();
    await saysOf(page, '#task-said', /^Se canceló después de 0 filas\.$/);
    await saysOf(page, '#earlier', /grande\.csv\s+P2, .*\s+cancelada/);
    const [task] = await server.schema.query<{
      proveedor_id: string;
      size_bytes: number;
      encoding: string | null;
    }>('SELECT proveedor_id, size_bytes, encoding FROM upload_task');
    expect(task).toEqual({ proveedor_id: 'P2', size_bytes: large.length, encoding: null });
    await page.getByRole('button', { name: 'Salir' }).click();
    await page.waitForURL(/\/login/);
    expect([opened.errors, opened.requests]).toEqual([[], []]);
    await opened.close();
  });

  test('whose log-in has ended is told to log in again, and nothing of tokens', async () => {
    const opened = await enter(server.url);
    const { page } = opened;
    writeFileSync(join(folder, 'lista.csv'), csvOf([{}]));
    await page.setInputFiles('#file', join(folder, 'lista.csv'));
    await saysOf(page, '#looking', /^La única fila/);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Cargar', exact: true }).click();
    const ended = 'Tu sesión terminó. Ingresar de nuevo';
    await saysOf(page, '#trouble', new RegExp(`^${ended}$`));
    await page.locator('#form').waitFor();
    expect(await page.locator('#trouble').innerText()).toBe(ended);
    await page.setInputFiles('#file', join(folder, 'lista.csv'));
    await saysOf(page, '#file-wrong', /^Tu sesión terminó\.$/);
    expect(await page.locator('#trouble').innerText()).toBe(ended);
    await opened.close();
  });

  test('behind a proxy that passes no stream on, is told all the same', async () => {
    await server.empty();
    const proxy = createServer((asked, answer) => {
      if (asked.url?.endsWith('/events') === true) return;
      const { method, headers } = asked;
      const passed = request(server.url + asked.url, { method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    const port = await listen(proxy);
    const opened = await enter(`http://127.0.0.1:${port}`);
    const { page } = opened;
    writeFileSync(join(folder, 'lista.csv'), csvOf([{}]));
    await page.setInputFiles('#file', join(folder, 'lista.csv'));
    await saysOf(page, '#looking', /^La única fila/);
    await page.getByRole('button', { name: 'Cargar', exact: true }).click();
    await saysOf(page, '#task-said', /^Espera su turno\.$/);
    await server.schema.query(
      "UPDATE upload_task SET state = 'processing', created = 120, updated_at = NOW(6)",
    );
    await saysOf(page, '#task-said', /^120 filas listas/);
    expect(await page.locator('#connection').innerText()).toBe('');
    await opened.close();
    proxy.closeAllConnections();
    await closeServer(proxy);
  });
});

async function saysOf(page: Page, place: string, said: RegExp): Promise<void> {
  await expect.poll(() => page.locator(place).innerText(), { timeout: 20_000, interval: 50 }).toMatch(said);
}
