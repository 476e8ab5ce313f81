import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changed, everything, goods, loaded, offer, seed } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ALL = goods(5);

let shop: Shop;
afterEach(() => shop.close());

interface Finding {
  check: string;
  ok: boolean;
  exit_code: number;
  detail: string;
  hint: string | null;
}

async function tableFinding(): Promise<Finding | undefined> {
  const { stdout } = await shop.run('doctor', '--json');
  return (JSON.parse(stdout) as Finding[]).find(({ check }) => check === 'database: raw_item_data');
}

describe('refused before anything is written', () => {
  const table = (columns: string, engine = 'InnoDB') =>
    `CREATE TABLE raw_item_data (id INT PRIMARY KEY, ${columns}) ENGINE = ${engine}`;
  const FIELD = 'data JSON, stock INT, updated_at DATETIME';

  test.each<[string, string, RegExp]>([
    [
      'a second unique key',
      table(`${FIELD}, sku VARCHAR(20), UNIQUE KEY by_sku (sku)`),
      /unique key by_sku \(sku\)/,
    ],
    [
      'a unique key of a generated column',
      table(`${FIELD}, sku VARCHAR(20) AS (JSON_VALUE(data, '$.sku')) STORED UNIQUE`),
      /unique key sku \(sku\)/,
    ],
    ['MyISAM', table(FIELD, 'MyISAM'), /raw_item_data is MyISAM and not InnoDB/],
    [
      'a generated stock',
      table(`data JSON, units INT, stock INT AS (units) STORED, updated_at DATETIME`),
      /column stock of raw_item_data is generated/,
    ],
    [
      'generated data',
      table(`text_data TEXT, data LONGTEXT AS (text_data) VIRTUAL, stock INT, updated_at DATETIME`),
      /column data of raw_item_data is generated/,
    ],
  ])('%s', async (_what, sql, named) => {
    shop = await openShop({ before: [sql] });
    offer(shop, ALL);
    const before = await everything(shop);
    for (const flags of [[], ['--dry-run'], ['--force', '--mode', 'full']]) {
      const { exitCode, report } = await shop.run('sync', ...flags);
      expect({ exitCode, ...report }).toMatchObject({ exitCode: 78, loaded: false, fetched: 0 });
      expect(report.reason).toMatch(named);
    }
    expect(await everything(shop)).toEqual(before);
    expect(shop.publications.attempts()).toEqual([]);
    const finding = await tableFinding();
    expect(finding).toMatchObject({ ok: false, exit_code: 78 });
    expect(finding?.detail).toMatch(named);
    expect(finding?.hint).not.toBeNull();
  });
});

describe('rows that the table refuses', () => {
  beforeEach(async () => {
    shop = await openShop();
    await seed(shop, ALL);
    await shop.schema.query('CREATE TABLE mirror (id BIGINT PRIMARY KEY, cost INT, place INT)');
    await shop.schema.query('INSERT INTO mirror (id) SELECT id FROM raw_item_data');
  });

  /** Products 1 cheaper and 5 gone: what each of the rules refuses. */
  async function expectRefused(named: RegExp, ...flags: string[]): Promise<void> {
    offer(shop, changed(ALL, ({ id }) => (id === 1 ? { price: 9, balance: 0 } : undefined)).slice(0, 4));
    shop.env['MISSING_RUNS'] = '1';
    const before = await loaded(shop);
    const { exitCode, report } = await shop.run('sync', ...flags);
    expect({ exitCode, ...report }).toMatchObject({ exitCode: 78, loaded: false, owed: 0 });
    expect(report.reason).toMatch(named);
    expect(report.reason).toContain('nothing was loaded');
    expect(await loaded(shop)).toEqual(before);
  }

  test.each<[string, string, RegExp, string | undefined]>([
    [
      'a CHECK',
      'ALTER TABLE raw_item_data ADD CONSTRAINT in_stock CHECK (stock > 0)',
      /[Cc]heck constraint 'in_stock' is violated|CONSTRAINT `in_stock` failed/,
      'the CHECK in_stock',
    ],
    [
      'a foreign key of the table',
      'ALTER TABLE raw_item_data ADD COLUMN supplier BIGINT AS (stock - 1) STORED, ADD CONSTRAINT known FOREIGN KEY (supplier) REFERENCES mirror (id)',
      /foreign key constraint fails .*`known`/,
      'the foreign key known',
    ],
    [
      'a foreign key to the table',
      'ALTER TABLE mirror ADD CONSTRAINT mirrored FOREIGN KEY (id) REFERENCES raw_item_data (id)',
      /foreign key constraint fails .*`mirrored`/,
      undefined,
    ],
    [
      'a trigger',
      `CREATE TRIGGER refuse BEFORE UPDATE ON raw_item_data FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no sale today'`,
      /no sale today/,
      'the trigger refuse',
    ],
    [
      'a trigger with a number of its own',
      `CREATE TRIGGER refuse BEFORE UPDATE ON raw_item_data FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no sale today', MYSQL_ERRNO = 30001`,
      /no sale today/,
      'the trigger refuse',
    ],
    [
      'a key of a table that a trigger writes',
      'CREATE TRIGGER refuse AFTER UPDATE ON raw_item_data FOR EACH ROW INSERT INTO mirror (id) VALUES (NEW.id)',
      /Duplicate entry '1'/,
      'the trigger refuse',
    ],
  ])('%s: the load is undone, named, and the doctor warns of it', async (_what, sql, named, warned) => {
    await shop.schema.query(sql);
    await expectRefused(named, ...(warned === undefined ? ['--mode', 'full'] : []));
    const finding = await tableFinding();
    expect(finding).toMatchObject({ ok: true, exit_code: 0 });
    if (warned !== undefined) {
      expect(finding?.detail).toContain(`rows may be refused by ${warned}`);
    }
  });

  test('what the table holds anyway is no warning', async () => {
    await shop.schema.query('ALTER TABLE raw_item_data MODIFY data LONGTEXT CHECK (json_valid(data))');
    expect((await tableFinding())?.detail).toMatch(/^id [^;]*, stock [^;]*$/);
  });
});
