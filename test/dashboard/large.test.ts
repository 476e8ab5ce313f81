import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decode } from '../../src/dashboard/page/catalogue-code.ts';
import { openSchema } from '../support/database.ts';
import { runJob } from '../support/job.ts';
import { fillMonth } from '../support/month.ts';
import { migrateSchema } from '../support/session.ts';

const PRODUCTS = 45_000;
const LARGEST_ID = 900_000_000;

test('of 45,000 products the page has as many as 700 kB hold, those in stock first, beside shorter lists', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-test-'));
  const schema = await openSchema();
  await migrateSchema(schema);
  const now = new Date();
  const { products } = await fillMonth(schema, now);
  const added = Array.from({ length: PRODUCTS - products }, (_, index) => {
    const code = (index * 7_919_777_777) % 1e13;
    const data = {
      product_name: `Artículo ${code.toString(36)}`,
      code: String(code),
      price: (code % 1e6) / 100,
    };
    return [LARGEST_ID + index, JSON.stringify(data), index % 2, now];
  });
  for (let at = 0; at < added.length; at += 1000) {
    await schema.query('INSERT INTO raw_item_data (id, data, stock, updated_at) VALUES ?', [
      added.slice(at, at + 1000),
    ]);
  }
  const file = join(folder, 'page.html');
  const { exitCode, stderr } = await runJob(['report', '--out', file, '--lang', 'en'], schema.env);
  expect(exitCode, stderr).toBe(0);
  const page = readFileSync(file);
  expect(page.length).toBeLessThanOrEqual(700_000);
  expect(page.length).toBeGreaterThan(650_000);
  expect(page.toString()).toContain('The first 100 of');

  const [, packed = ''] = /id="catalogue">([^<]*)</.exec(page.toString()) ?? [];
  const kept = decode(inflateRawSync(Buffer.from(packed, 'base64')).toString()).products;
  const [, left = ''] = /Another ([\d,]+) do not fit/.exec(page.toString()) ?? [];
  const [all] = await schema.query<{ count: number }>('SELECT COUNT(*) AS count FROM raw_item_data');
  expect(kept.length + Number(left.replace(',', ''))).toBe(all?.count);
  // The last ones are known by their stock alone.
  const last = kept.filter(({ id }) => id >= LARGEST_ID);
  expect(last.length).toBeGreaterThan(1000);
  expect(last.every(({ stock }) => stock === 1)).toBe(true);
  rmSync(folder, { recursive: true });
  await schema.drop();
}, 180_000);
