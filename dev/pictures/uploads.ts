import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { freePort } from '../database/throwaway.ts';
import type { Database } from '../database/server.ts';
import { startJob } from '../demo/job.ts';
import { openWorld } from '../demo/world.ts';
import { COLUMNS } from '../spreadsheets/products.ts';

const SIZE = { width: 960, height: 640 };
const LOOK_EVERY_MS = 100;
const WORLD = { purpose: 'pictures', signal: new AbortController().signal };

const PRODUCTS: readonly (readonly [name: string, group: string, box: string, price: string])[] = [
  ['Ibuprofeno 400 mg', 'Analgésicos', 'Caja x 20', '1.250,50'],
  ['Alcohol en gel 250 ml', 'Higiene', 'Frasco', '980'],
  ['Gasa estéril 10 x 10', 'Descartables', 'Sobre x 10', '640,25'],
  ['Paracetamol 500 mg', 'Analgésicos', 'Caja x 16', '1.090'],
  ['Guantes de látex M', 'Descartables', 'Caja x 100', '5.430,00'],
];

/** A supplier's list as Excel writes it as .csv, with some prices that could be read in two ways and a row without a code. */
function priceList(): Buffer {
  const rows = Array.from({ length: 240 }, (_each, index) => {
    const [name = '', group = '', box = '', price = ''] = PRODUCTS[index % PRODUCTS.length] ?? [];
    const code = index === 6 ? '' : `00779${12_345 + index}`;
    const text = price.includes(',') || index > 60 ? price.replace(/^1\.090$/, '1090') : price;
    const kept = ['ANMAT 45.123', 'Entre 15 y 30 °C', '3', '20', '8', 'sí', 'sí'];
    return [`PROD${index + 1}`, name, code, group, box, text, ...kept, 'oferta'];
  });
  const lines = [[...COLUMNS, 'Observaciones'], ...rows].map((cells) => cells.join(';'));
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** The page of uploads: what is understood of a file, and what became of it. */
export async function pictureUploads(
  database: Database,
  browser: Browser,
  folder: string,
): Promise<string[]> {
  await using scope = new AsyncDisposableStack();
  const { env } = await openWorld(database, scope, WORLD);
  const store = mkdtempSync(join(tmpdir(), 'pictures-'));
  scope.defer(() => rmSync(store, { recursive: true, force: true }));
  const url = `http://127.0.0.1:${await freePort()}`;
  const own = { LISTEN: new URL(url).host, UPLOAD_STORE: `folder:${store}` };
  const serve = startJob(['serve'], { ...env, ...own }, WORLD.signal);
  scope.defer(async () => {
    serve.stop();
    await serve.ended;
  });
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(LOOK_EVERY_MS);
  const page = await browser.newPage({ viewport: SIZE, locale: 'en-GB' });
  scope.defer(() => page.close());
  const pictures = ['uploads.png', 'uploads.result.png'] as const;
  await page.goto(`${url}/uploads`);
  await page.getByLabel('Supplier').fill('PROV001');
  await page.setInputFiles('#file', {
    name: 'lista de precios.csv',
    mimeType: 'text/csv',
    buffer: priceList(),
  });
  await page.locator('#preview table').waitFor();
  await page.locator('#preview-h').scrollIntoViewIfNeeded();
  await page.locator('#form').screenshot({ path: join(folder, pictures[0]), animations: 'disabled' });
  await page.locator('#submit').click();
  await page.locator('.groups li').first().waitFor();
  await page.locator('#task').screenshot({ path: join(folder, pictures[1]), animations: 'disabled' });
  return [...pictures];
}
