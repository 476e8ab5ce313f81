import { beforeEach, expect, test } from 'vitest';
import type { PageModel } from '../../src/dashboard/model/model.ts';
import { changed, type Good, goods, offer, seed, without } from '../support/goods.ts';
import { zoneAtNoon } from '../support/month.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(12);

const shop = freshShop();
beforeEach(() => {
  Object.assign(shop.env, { NOTIFY: 'off', MISSING_RUNS: '1', TZ: zoneAtNoon(new Date()) });
});

const sell = (offered: readonly Good[], each: Readonly<Record<number, Partial<Good>>>): Good[] =>
  changed(offered, ({ id }) => each[id]);

/** Each offer a run, all of them now. */
async function day(...offers: readonly (readonly Good[])[]): Promise<void> {
  for (const offered of offers) {
    offer(shop, offered);
    const { report, stderr } = await shop.run('sync');
    expect(report['exit_code'], stderr).toBe(0);
    // A run's id has whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
}

async function page(): Promise<PageModel> {
  const { stdout, stderr } = await shop.run('report', '--out', '/dev/null', '--json');
  expect(stderr).not.toContain('rror');
  return JSON.parse(stdout) as PageModel;
}

interface TodayJson {
  day: string;
  changes: Record<string, unknown>[];
  [count: string]: unknown;
}

async function today(): Promise<TodayJson> {
  return JSON.parse((await shop.run('history', '--today', '--json')).stdout) as TodayJson;
}

test('`history --today` has each product from how it was in the morning to how it is, as the page counts them', async () => {
  await seed(shop, sell(ALL, { 6: { balance: 0 }, 7: { balance: 0 } }));
  const first = sell(ALL, {
    1: { price: 99 },
    2: { price: 25, balance: 4 },
    3: { balance: 0 },
    6: { balance: 0 },
    7: { balance: 3 },
  });
  const news = [{ id: 13, price: 1234.5, balance: 1500, name: 'Jabón de tocador' }];
  // 1 is back at its price, 2 moves on, 4 leaves, 6 comes and sells out again.
  const second = without(
    sell([...first, ...news], { 1: { price: 10 }, 2: { price: 30 }, 6: { balance: 8 } }),
    4,
  );
  await day(first, second, sell(second, { 6: { balance: 0 }, 5: { balance: 2 } }));

  const told = await today();
  const { today: shown } = await page();
  expect(told.day).toBe(shown.day);
  expect(told).toMatchObject({
    recorded: shown.recorded,
    gap: shown.gap,
    price_changes: shown.prices.count,
    sold_out: shown.ran_out.count,
    inserted: shown.new.count,
    removed: shown.gone.count,
  });
  const moved = (id: number, name: string, kind: string, prices: unknown[], stocks: unknown[]) => ({
    ...{ product_id: id, name, kind },
    ...{ old_price: prices[0], new_price: prices[1], old_stock: stocks[0], new_stock: stocks[1] },
  });
  expect(told.changes).toEqual([
    moved(6, 'Producto 6', 'changed', [null, null], [8, 0]),
    moved(3, 'Producto 3', 'changed', [30, 30], [5, 0]),
    moved(4, 'Producto 4', 'gone', [40, 40], [5, 0]),
    moved(2, 'Producto 2', 'changed', [20, 30], [5, 4]),
    moved(5, 'Producto 5', 'changed', [50, 50], [5, 2]),
    moved(7, 'Producto 7', 'changed', [70, 70], [0, 3]),
    moved(13, 'Jabón de tocador', 'new', [null, 1234.5], [null, 1500]),
  ]);

  const { stdout } = await shop.run('history', '--today');
  expect(stdout).toMatch(
    /^Today, since \d{4}-\d\d-\d\d 00:00\.\nThere is no record of before the run that began at \d{4}-\d\d-\d\d \d\d:\d\d\.\n\n2 sold out\n~ +6 /,
  );
  const headings = stdout.split('\n').filter((line) => /^\d/.test(line));
  expect(headings).toEqual([
    '2 sold out',
    '1 price changed',
    '1 was taken off sale',
    '2 other stocks changed',
    '1 product is new',
  ]);
  expect(stdout).toMatch(/^~ +6 +Producto 6 +stock 8 → 0$/m);
  expect(stdout).toMatch(/^- +4 +Producto 4 +taken off sale +stock 5 → 0$/m);
  expect(stdout).toMatch(/^~ +2 +Producto 2 +20\.00 → 30\.00 \(\+50\.0%\) +stock 5 → 4$/m);
  expect(stdout).toMatch(/^\+ +13 +Jabón de tocador +1,234\.50 +stock 1,500$/m);
  expect(stdout).toMatch(/\n\nTimes of \S+\.\n$/);
  expect(
    Math.max(
      ...stdout
        .split('\n')
        .slice(1)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);

  const spanish = await shop.run('history', '--today', '--lang', 'es', '--limit', '1');
  expect(spanish.stdout).toMatch(/^Hoy, desde el \d{4}-\d\d-\d\d 00:00\.\n/);
  expect(spanish.stdout).toMatch(/2 se quedaron sin stock\n~ +6 [^\n]*\ny 1 más: --limit 0 lo muestra\n\n/);
  expect(spanish.stdout).toMatch(/cambió el precio de 1 producto\n~ +2 +Producto 2 +20,00 → 30,00/);
});

test('a change of yesterday by the shop’s clock is none of today, whatever the day is in UTC', async () => {
  await seed(shop, ALL);
  await day(sell(ALL, { 1: { price: 11 } }));
  const midnight = (await today())['from'] as string;
  await shop.schema.query('UPDATE sync_change SET changed_at = ? - INTERVAL 1 SECOND', [midnight]);
  await shop.schema.query('UPDATE sync_run SET started_at = ? - INTERVAL 1 SECOND', [midnight]);
  expect(await today()).toMatchObject({ recorded: true, gap: null, changes: [] });
  expect((await shop.run('history', '--today')).stdout).toMatch(/: nothing changed\.\nTimes of /);
  await shop.schema.query('UPDATE sync_change SET changed_at = ?', [midnight]);
  expect((await today()).changes).toMatchObject([{ product_id: 1, old_price: 10, new_price: 11 }]);
  // Where it is another day already, or still.
  const days = [];
  for (const TZ of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
    shop.env['TZ'] = TZ;
    days.push((await today()).day);
  }
  expect(days[0]).not.toBe(days[1]);
});

test('what HISTORY_DAYS does not keep is said to be not kept, not to be nothing', async () => {
  shop.env['HISTORY_DAYS'] = '0';
  await seed(shop, ALL);
  await day(sell(ALL, { 1: { price: 11 } }));
  expect(await today()).toMatchObject({ recorded: false, gap: { why: 'not_kept' }, changes: [] });
  expect((await shop.run('history', '--today')).stdout).toMatch(
    /^Today, since [^\n]*\nWhat changed until the load of [^\n]* was not kept product by product; [^\n]*\nTimes of /,
  );
  expect((await page()).today.recorded).toBe(false);
});

test('`history --out-of-stock` has what is out of stock and since when, what ran out last first, with what it had', async () => {
  shop.env['TZ'] = 'America/Argentina/Buenos_Aires';
  await seed(shop, sell(ALL, { 1: { balance: 0 }, 2: { balance: 1200, name: 'Azúcar 1 kg' } }));
  const first = sell(ALL, { 1: { balance: 0 }, 2: { balance: 0, name: 'Azúcar 1 kg' }, 3: { balance: 0 } });
  const second = without(sell(first, { 3: { balance: 4 }, 4: { balance: 0 } }), 5);
  await day(first, second);
  await shop.schema.query('UPDATE sync_change SET changed_at = ? WHERE item_id = 2 AND new_stock = 0', [
    '2026-11-22 17:05:00',
  ]);

  const { stdout, exitCode, stderr } = await shop.run('history', '--out-of-stock');
  expect(exitCode, stderr).toBe(0);
  const [heading, ...rows] = stdout.trimEnd().split('\n');
  expect(heading).toMatch(/^number +name +had +since$/);
  expect(rows[0]).toMatch(/^ +4 +Producto 4 +5 +20\d\d-\d\d-\d\d \d\d:\d\d$/);
  expect(rows[1]).toMatch(/^ +2 +Azúcar 1 kg +1,200 +2026-11-22 14:05$/);
  expect(rows[2]).toMatch(/^ +1 +Producto 1 +– +not kept$/);
  expect(rows.slice(3, 5)).toEqual(['', '3 products of the price list without stock.']);
  expect((await page()).today).toMatchObject({ out_of_stock: 3 });

  const few = await shop.run('history', '--out-of-stock', '--limit', '1', '--lang', 'es');
  expect(few.stdout).toContain('3 productos de la lista de precios sin stock, 2 sin mostrar: --limit 0');
  const all = JSON.parse((await shop.run('history', '--out-of-stock', '--json')).stdout) as object;
  expect(all).toMatchObject({
    count: 3,
    products: [
      { product_id: 4, name: 'Producto 4', old_stock: 5 },
      { product_id: 2, name: 'Azúcar 1 kg', old_stock: 1200, since: '2026-11-22 17:05:00.000' },
      { product_id: 1, old_stock: null, since: null },
    ],
  });
});

test('a name is found at the same places by every command', async () => {
  await seed(shop, ALL);
  await shop.schema.query(
    `UPDATE raw_item_data SET data = '{"product": {"name": "Fideos"}, "price": "30"}', stock = 0 WHERE id = 3`,
  );
  expect((await shop.run('history', '3')).stdout).toMatch(/^Product 3, Fideos: price 30\.00, stock 0/);
  expect((await shop.run('history', 'fideos')).stdout).toMatch(/^Product 3, Fideos: price 30/);
  expect((await shop.run('history', '--out-of-stock')).stdout).toMatch(/3 +Fideos +– +not kept/);
});

test.each([[[]], [['--today', '--out-of-stock']], [['7', '--today']]])(
  '`history` %j is wrong usage and says what there is',
  async (args) => {
    const { exitCode, stdout, stderr } = await shop.run('history', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toBe('error: one of these is needed: a product, --today or --out-of-stock\n');
  },
);
