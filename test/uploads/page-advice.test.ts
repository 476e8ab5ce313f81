import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { inlineRows, xlsxOf } from '../../dev/spreadsheets/xlsx.ts';
import { csvOf, GOOD, HEADINGS, products } from '../support/uploads/rows.ts';
import { type ServeProcess, serveBeforeAll } from '../support/uploads/serve.ts';

const server: ServeProcess = serveBeforeAll({ UPLOAD_WORKERS: '1' });
beforeEach(() => server.empty());

describe.skipIf(noBrowser)('what the page advises is enough to go on with', () => {
  const browser = browserBeforeAll();
  const open = (): ReturnType<typeof browser.openUrl> =>
    browser.openUrl(`${server.url}/uploads`, { language: 'es-AR' });

  test('where the columns of a sheet are not found: what stands above them, their names, the other sheets', async () => {
    const opened = await open();
    const { page } = opened;
    const titled = inlineRows([['LISTA DE PRECIOS'], HEADINGS, Object.values(GOOD)]);
    const list = inlineRows([HEADINGS, Object.values(GOOD)]);
    await choose(page, 'lista.xlsx', xlsxOf({ sheets: { Portada: titled, Productos: list } }));
    await saysOf(page, '#looking', /borrá lo que haya arriba, y corregí los títulos que se llamen de otra/);
    await saysOf(page, '#looking', /\. Si los productos están en otra hoja, elegila más abajo\.$/);
    await page.getByLabel('Hoja').selectOption('Productos');
    await saysOf(page, '#looking', /^La única fila del archivo está bien/);
    await choose(page, 'lista.xlsx', xlsxOf({ sheets: { Portada: titled } }));
    await saysOf(page, '#looking', /de otra manera$/);
    await opened.close();
  });

  test('a code that a spreadsheet made a number of is said to have lost its zeros', async () => {
    const opened = await open();
    const { page } = opened;
    const text = inlineRows([HEADINGS, Object.values({ ...GOOD, codigo: '{code}' })]);
    const number = text.replace('<c t="inlineStr"><is><t>{code}</t></is></c>', '<c><v>77912</v></c>');
    await choose(page, 'lista.xlsx', xlsxOf({ sheets: { Productos: number } }));
    await saysOf(page, '#preview', /En la planilla, codigo es un número: ahí se pierden los ceros/);
    await choose(page, 'lista.xlsx', xlsxOf({ sheets: { Productos: text } }));
    await saysOf(page, '#preview', /\{code\}/);
    expect(await page.locator('#preview').innerText()).not.toContain('ceros');
    await opened.close();
  });

  test('a code that is there twice: before the upload nobody says it is not, after it what the tick would do', async () => {
    const opened = await open();
    const { page } = opened;
    const rows = [{}, { id: 'P2', nombre: 'Otro' }, { id: 'P3', codigo: 'C3', precio_unitario: 'x' }];
    await page.getByLabel('Proveedor').fill('P1');
    await choose(page, 'lista.csv', csvOf(rows.slice(0, 2)));
    await saysOf(page, '#looking', /^Las 2 filas .* están bien\. .* Si algún ID o código se repite/);
    await choose(page, 'lista.csv', csvOf(rows));
    await saysOf(page, '#preview', /Podés cargarlo igual: .* Si algún ID o código se repite/);
    await press(page, 'Cargar');
    await saysOf(page, '.groups', /Producto duplicado[^]*Si es otro, ponele un ID y un código/);
    await opened.close();
  });

  test('what was only checked is uploaded without being chosen again, as long as the page is open', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel('Proveedor').fill('P1');
    await page.getByLabel('Solo revisar').check();
    const ambiguous = (id: string, text: string) => ({ id, codigo: id, precio_unitario: text });
    const rows = [{}, ambiguous('P2', '1.234'), ambiguous('P3', '5.678')];
    await choose(page, 'lista.csv', csvOf(rows));
    await press(page, 'Revisar');
    await saysOf(page, '#errors', /las filas sin errores tampoco están en el catálogo todavía/);
    await saysOf(page, '.groups', /Por ejemplo, precio_unitario: 1\.234 [^]*Escribilo sin separar los miles/);
    await saysOf(page, '#earlier', /solo una revisión\s+terminada/);
    await press(page, 'Ahora cargarlo');
    await saysOf(page, '#task-said', /^Listo: se creó 1 producto\. 2 filas/);
    expect(await server.schema.query('SELECT id FROM catalog_item')).toEqual([{ id: GOOD['id'] }]);
    await page.goBack();
    await page.goBack();
    await saysOf(page, '#for-real', /^Ahora cargarlo$/);
    await page.reload();
    const chosen = page.waitForEvent('filechooser');
    await press(page, 'Elegirlo de nuevo y cargarlo');
    await (await chosen).setFiles([]);
    expect(await page.getByLabel('Solo revisar').isChecked()).toBe(false);
    expect(await page.getByLabel('Proveedor').inputValue()).toBe('P1');
    await opened.close();
  });

  test('an upload that ended before its last row says how the rest comes in', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel('Proveedor').fill('P1');
    // Its last row is read after others were written.
    const broken = `${csvOf(products(3_000))}\n"never closed`;
    await choose(page, 'lista.csv', broken);
    await saysOf(page, '#looking', /^Las primeras 50 filas están bien/);
    await press(page, 'Cargar');
    await saysOf(page, '#task-said', /^La carga falló: .* filas\) queda\. Para cargar lo que falta, cargá/);
    await opened.close();
  });

  test('a file that was being sent as the page was reloaded is chosen again, and is the same upload', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByLabel('Proveedor').fill('P1');
    await page.getByLabel('Actualizar').check();
    const content = csvOf([{ precio_unitario: '1.234' }]);
    await choose(page, 'lista.csv', content);
    await page.getByLabel('Decimales').selectOption('coma');
    await saysOf(page, '#looking', /^La única fila del archivo está bien/);
    // The server has all of it, and its answer never arrives.
    server.network.watch = (sent) => {
      if (!/^idempotency-key:/im.test(sent.toString('latin1'))) return;
      server.network.watch = undefined;
      server.network.mode = 'refuse';
      server.network.cutAfterBytes = 0;
    };
    await press(page, 'Cargar');
    await saysOf(page, '#sending-now', /^Se cortó la conexión/);
    expect(await server.schema.query('SELECT task_id FROM upload_task')).toHaveLength(1);
    page.once('dialog', (dialog) => void dialog.accept());
    server.network.mode = 'pass';
    await page.reload();
    await saysOf(page, '#trouble', /^lista\.csv se estaba mandando/);
    await choose(page, 'lista.csv', content);
    await saysOf(page, '#looking', /^La única fila del archivo está bien/);
    await press(page, 'Cargar');
    await saysOf(page, '#task-said', /^Listo: se creó 1 producto\.$/);
    expect(await server.schema.query('SELECT task_id FROM upload_task')).toHaveLength(1);
    await opened.close();
  });
});

function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  return page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}

async function saysOf(page: Page, place: string, said: RegExp): Promise<void> {
  await expect.poll(() => page.locator(place).innerText(), { timeout: 20_000, interval: 50 }).toMatch(said);
}
