import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goods, offer, seed, without } from '../support/goods.ts';
import { sharedReceiver } from '../support/receiver.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(12);
const NAMELESS = { product_name: 'Sin código', price: 3 };

const shop = freshShop();
const receiver = await sharedReceiver();

test('while an item has no id nobody is missing: the run warns, and report, page and an alert say so, until it has one', async () => {
  shop.env['ALERT_URL'] = receiver.url;
  await seed(shop, ALL);
  offer(shop, [...without(ALL, 3), { id: 13, price: 1 }], NAMELESS, { ...NAMELESS, price: 4 });
  expect((await shop.run('sync', '--dry-run')).report).toMatchObject({ missing_blocked: 2, missing: 0 });
  const first = await shop.run('sync');
  expect(first.report).toMatchObject({ exit_code: 0, quarantined: 2, missing: 0, missing_blocked: 2 });
  expect(first.log.find(({ severity }) => severity === 'WARNING')?.['message']).toMatch(
    /^2 items of the price list without an id: .*none is counted as missing/,
  );
  expect(first.report['message']).toContain('nobody is counted as missing, because of 2 items without an id');
  const folder = mkdtempSync(join(tmpdir(), 'blocked-test-'));
  await shop.run('report', '--out', join(folder, 'index.html'));
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('because of 2 items without an id');
  rmSync(folder, { recursive: true });

  await shop.run('sync');
  expect(receiver.alerts.map(({ body }) => body)).toMatchObject([
    {
      event: 'sync.trouble',
      exit_code: 0,
      troubles: [{ kind: 'missing_blocked', runs: 1 }],
      text: expect.stringContaining('2 items without an id') as string,
    },
  ]);
  expect(await shop.schema.query('SELECT trouble, runs FROM sync_alert')).toEqual([
    { trouble: 'missing_blocked', runs: 2 },
  ]);

  offer(shop, [...without(ALL, 3), { id: 13, price: 1 }]);
  expect((await shop.run('sync')).report).toMatchObject({ missing: 1, missing_blocked: 0 });
  expect(receiver.alerts.at(-1)?.body).toMatchObject({ event: 'sync.well' });
});

test('a product that a stock list with a row without an id does not mention keeps its stock, and the run warns', async () => {
  await seed(shop, ALL);
  offer(shop, ALL);
  shop.bitcram.setStock(
    ALL.map(({ id, balance }) => ({
      product_id: id === 5 ? null : id,
      product_balance: id === 6 ? 0 : balance,
    })),
  );
  for (const updated of [1, 0]) {
    const { report, log } = await shop.run('sync');
    expect(report).toMatchObject({ exit_code: 0, updated });
    expect(log.find(({ severity }) => severity === 'WARNING')?.['message']).toMatch(
      /^the stock list has 1 item without an id/,
    );
  }
  expect((await shop.rows()).filter(({ id }) => id === 5 || id === 6)).toMatchObject([
    { stock: 5 },
    { stock: 0 },
  ]);
});
