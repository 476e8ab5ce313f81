import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Count, SoldMinute } from '../../dev/demo/count.ts';
import { deviationsOfCounts } from '../../dev/demo/sales.ts';
import { wordsIn } from '../../dev/demo/words.ts';
import { openSchema } from '../support/database.ts';
import { BROKER_ROOT } from '../support/own-broker.ts';

const DEMO = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));
const TIMEOUT_MS = 180_000;

/** With a folder of its own for whatever it lays down. */
function startDemo(...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const demo = spawn(process.execPath, [DEMO, '--sales', '--products=400', ...flags], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void demo.kill('SIGKILL'));
  return { demo, ended: once(demo, 'close'), leaves: () => readdirSync(folder) };
}

test.runIf(BROKER_ROOT !== undefined)(
  'after a while of sales, orders and a broker that was killed, the shop, the ledger and both marketplaces agree',
  { timeout: TIMEOUT_MS },
  async () => {
    const { demo, ended, leaves } = startDemo('--seconds=6', '--json');
    const [stdout, stderr] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
    expect(await ended, stderr).toEqual([0, null]);
    const minute = JSON.parse(stdout) as SoldMinute;
    expect(minute.unitsSold).toBeGreaterThanOrEqual(120);
    expect(minute.orders).toBeGreaterThan(0);
    expect(minute.awayMs).toBeGreaterThan(0);
    const [shop, ledger, ...markets] = minute.counts;
    expect(shop).toMatchObject({ place: 'shop', sales: 120, wrong: 0 });
    expect(ledger).toMatchObject({ place: 'ledger', sales: 120, wrong: 0, unitsLeft: shop?.unitsLeft });
    expect(markets.map(({ place, wrong }) => [place, wrong])).toEqual([
      ['Shopify', 0],
      ['Mercado Libre', 0],
    ]);
    for (const { waits } of markets) {
      expect(waits?.medianMs).toBeGreaterThan(0);
      expect(waits?.longestMs).toBeGreaterThanOrEqual(waits?.longestElseMs ?? NaN);
    }
    expect(leaves()).toEqual([]);
  },
);

test.runIf(BROKER_ROOT !== undefined)(
  'a demo of sales that is stopped while its broker is away leaves no schema, no worker and no broker behind',
  { timeout: TIMEOUT_MS },
  async () => {
    const schema = await openSchema();
    onTestFinished(() => schema.drop());
    const { demo, ended, leaves } = startDemo('--seconds=6');
    let stderr = '';
    demo.stderr.setEncoding('utf8').on('data', (words: string) => (stderr += words));
    await expect.poll(() => stderr, { timeout: TIMEOUT_MS }).toContain('RabbitMQ is killed');
    const [, name = ''] = /schema (\w+)/.exec(stderr) ?? [];
    demo.kill('SIGINT');
    expect(await ended, stderr).toEqual([130, null]);
    expect(await schema.query('SHOW DATABASES LIKE ?', [name])).toEqual([]);
    expect(await schema.query('SELECT id FROM information_schema.processlist WHERE db = ?', [name])).toEqual(
      [],
    );
    expect(leaves()).toEqual([]);
  },
);

test('a count that differs is named, in both languages', () => {
  const agreed: Count[] = [
    { place: 'shop', sales: 3, unitsLeft: 9, wrong: 0 },
    { place: 'ledger', sales: 3, unitsLeft: 9, wrong: 0 },
    { place: 'Shopify', unitsLeft: 9, wrong: 0 },
  ];
  const differing = agreed.map((count) =>
    count.place === 'shop' ? count : { ...count, wrong: 1, ...(count.sales && { sales: 2 }) },
  );
  const { sales: english } = wordsIn('en');
  expect(deviationsOfCounts(agreed, english)).toEqual([]);
  expect(deviationsOfCounts(differing, english)).toEqual([
    'the ledger: 1 product has another count than the shop',
    'the ledger: 2 sales are recorded',
    'Shopify: 1 product has another count than the shop',
  ]);
  expect(deviationsOfCounts(differing, wordsIn('es').sales)).toEqual([
    'el registro: 1 producto tiene otra cantidad que el negocio',
    'el registro: hay 2 ventas registradas',
    'Shopify: 1 producto tiene otra cantidad que el negocio',
  ]);
});
