import { describe, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { noteFault } from '../support/fault-table.ts';
import { goods, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ NOTIFY: 'off' });

function note(fault: string, outcome: string): void {
  noteFault({ fault: `hostile: ${fault}`, tried: 1, outcome, lost: 0, appliedTwice: 0 });
}

const NAMES: Record<string, string> = {
  SQL: `Robert'); DROP TABLE raw_item_data; -- /* ? ?? :id @x`,
  quotes: `"'\`´’“ \\' \\" \\\\ \\0 \\n \\Z %_ \\`,
  'NUL and control characters': `a\u0000b\u0001\u0008\u0009\u000a\u000d\u001a\u007f\u0085\u009fz`,
  emoji: `Yerba 🧉 👩‍👩‍👧‍👦 🇦🇷 𝄞 e\u0301`,
  'right-to-left marks': `abc\u202egnp.exe\u2066\u2069\u200f\u061c`,
  'terminal escapes': `\u001b[2J\u001b[31m\u001b]0;title\u0007\u001b]8;;http://x\u0007\u009b2J\u0090q\u009c`,
  'line separators': `one\u2028two\u2029three`,
  'what a template would fill in': '${process.exit(1)} {{x}} %s %d %o #{y} $1 $& \\u0041',
};
/** What can move a cursor, end a line or turn text round on a terminal; a table's own line ends aside. */
const HARMFUL = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('product names', () => {
  test('of every kind are stored and read back exactly, and found unchanged', async () => {
    const items = Object.entries(NAMES).map(([key, name], index) => ({
      product_id: index + 1,
      price: 10,
      product_name: name,
      [name]: key,
      tags: [name, { [name]: name }],
    }));
    shop.bitcram.setCatalogue(items);
    shop.bitcram.setStock(items.map(({ product_id }) => ({ product_id, product_balance: 1 })));
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ inserted: items.length, quarantined: 0 });
    const expected = items.map(({ product_id: _id, ...data }) => data);
    expect((await shop.rows()).map(({ data }) => data)).toEqual(expected);
    expect((await shop.run('sync', '--compare', 'deep')).report).toMatchObject({
      unchanged: items.length,
      updated: 0,
    });
    note('product names of every kind', 'stored and read back exactly');
  });

  test('of every kind are harmless where `quarantine` and `runs` show them', async () => {
    const unusable = Object.values(NAMES).map((name, index) => ({
      product_name: name,
      product_id: index + 1,
      price: name,
    }));
    offer(shop, goods(3));
    shop.env['QUARANTINE_MAX_PERCENT'] = '100';
    shop.bitcram.setCatalogue([...unusable, { product_id: 99, price: 1 }]);
    shop.env['LOG_FORMAT'] = 'pretty';
    const run = await shop.run('quarantine');
    expect(run.exitCode, run.stderr).toBe(0);
    const job = await shop.start('sync', '--json').done;
    const { run_id: runId, quarantined } = JSON.parse(job.stdout) as { run_id: string; quarantined: number };
    expect(quarantined).toBe(unusable.length);
    const shown = [job.stdout, job.stderr];
    for (const args of [['quarantine'], ['runs'], ['runs', 'show', runId]]) {
      const { exitCode, stdout, stderr } = await shop.run(...args);
      expect(exitCode, stderr).toBe(0);
      shown.push(stdout, stderr);
    }
    for (const text of shown) expect(text).not.toMatch(HARMFUL);
    const { stdout } = await shop.run('quarantine', '--json');
    expect(stdout).not.toMatch(HARMFUL);
    const listed = JSON.parse(stdout) as { product_id: number; raw: string }[];
    const raw = new Map(listed.map((entry) => [entry.product_id, entry.raw]));
    for (const item of unusable) expect(raw.get(item.product_id)).toBe(JSON.stringify(item));
    note('unusable items of every kind', 'shown harmless');
  });
});

describe('messages on a terminal', () => {
  const EVIL = Object.values(NAMES).join(' ');
  const place = (id: string): object => ({
    items: [{ id: 1001, checkout_number: 1, warehouse: { id }, price_list: { id: 701 } }],
  });

  test.each<[string, () => void, string[], number]>([
    ['an error', () => shop.bitcram.intercept(() => ({ status: 418, body: EVIL })), ['sync'], 65],
    ['an error inside a 200', () => shop.bitcram.intercept(() => json(200, { error: EVIL })), ['sync'], 65],
    ['HTML', () => shop.bitcram.intercept(() => ({ status: 200, body: `<${EVIL}>` })), ['sync'], 65],
    [
      'an error met by `doctor`',
      () => shop.bitcram.intercept(() => ({ status: 418, body: EVIL })),
      ['doctor'],
      65,
    ],
    [
      'the name of a warehouse, shown by `doctor`',
      () => shop.bitcram.intercept(() => json(200, place(EVIL))),
      ['doctor'],
      0,
    ],
    [
      'the name of a warehouse, shown by `discover`',
      () => shop.bitcram.intercept(() => json(200, place(EVIL))),
      ['discover'],
      0,
    ],
    [
      'the name of a warehouse, as JSON',
      () => shop.bitcram.intercept(() => json(200, place(EVIL))),
      ['discover', '--json'],
      0,
    ],
  ])('are harmless where Bitcram gives the worst in %s', async (_what, arrange, args, exitCode) => {
    shop.env['LOG_FORMAT'] = 'pretty';
    arrange();
    const job = await shop.start(...args).done;
    expect(job.exitCode, job.stderr).toBe(exitCode);
    expect(job.stdout + job.stderr).not.toMatch(HARMFUL);
  });

  test('are harmless where --force lets another warehouse pass whose name is the worst', async () => {
    // Without stock, because the simulator knows none of a warehouse that has no number.
    offer(shop, goods(3, 0));
    await shop.run('sync');
    shop.bitcram.intercept(({ endpoint }) =>
      endpoint === 'checkouts' ? json(200, place('\u001b[2J\u202e\u009b2J')) : undefined,
    );
    shop.env['LOG_FORMAT'] = 'pretty';
    const { exitCode, stdout, stderr } = await shop.start('sync', '--force', '--json').done;
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('let pass by --force');
    expect(stdout + stderr).not.toMatch(HARMFUL);
    const shown = await shop.run('runs', 'show', (JSON.parse(stdout) as { run_id: string }).run_id);
    expect(shown.stdout).not.toMatch(HARMFUL);
  });
});
