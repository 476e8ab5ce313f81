import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCheckout } from '../../dev/simulate/bitcram.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { everything } from '../support/goods.ts';
import { jobOnTerminal, runJob } from '../support/job.ts';
import { hasTerminal } from '../../dev/terminal.ts';
import { openShop, type Shop } from '../support/shop.ts';

interface Finding {
  check: string;
  ok: boolean;
  exit_code: number | null;
  detail: string;
  hint: string | null;
}

let shop: Shop;
let application: TestSchema;
beforeAll(async () => {
  [shop, application] = await Promise.all([openShop(), openSchema()]);
  shop.bitcram.checkouts.push(openCheckout(2, { warehouse: null, is_open: false }));
  await application.query('CREATE PROCEDURE rebuild() DO 1');
  shop.env['POST_LOAD_PROCEDURES'] = `${application.name}.rebuild`;
});
afterAll(() => Promise.all([shop.close(), application.drop()]));

async function examine(differing: Record<string, string> = {}) {
  const { exitCode, stdout } = await runJob(['doctor', '--json'], { ...shop.env, ...differing });
  const findings = JSON.parse(stdout) as Finding[];
  return { exitCode, findings, failed: findings.filter(({ ok }) => !ok) };
}

test('where all is well every check says so, for a person and as JSON, and nothing is written', async () => {
  const before = await everything(shop);
  const { exitCode, findings, failed } = await examine();
  expect({ exitCode, failed }).toEqual({ exitCode: 0, failed: [] });
  expect(findings.map(({ check }) => check)).toEqual([
    'configuration: source',
    'configuration: database',
    'configuration: load',
    'configuration: publications',
    'configuration: run',
    'configuration: log',
    'token',
    'Bitcram and checkout',
    'database: log-in and version',
    'database: migrations',
    'database: raw_item_data',
    'database: rights',
    'procedures',
    'publications service',
    'last whole run',
  ]);
  expect(findings.at(-1)?.detail).toBe('no run yet');
  const told = await runJob(['doctor'], shop.env);
  expect(told.stdout.match(/^ok /gm)).toHaveLength(findings.length);
  expect(told.stdout).toMatch(new RegExp(`\\n\\n${findings.length} ok\\n$`));
  expect(await everything(shop)).toEqual(before);
  expect(shop.publications.attempts()).toEqual([]);
});

test.each<[string, Record<string, string>, string, number]>([
  ['an unknown source', { SOURCE: 'constructor' }, 'configuration: source', 78],
  ['a wrong token', { BITCRAM_TOKEN: 'wrong-token' }, 'Bitcram and checkout', 78],
  ['an unknown checkout', { CHECKOUT: '9' }, 'Bitcram and checkout', 78],
  ['a checkout without a warehouse', { CHECKOUT: '2' }, 'Bitcram and checkout', 78],
  ['a procedure that does not exist', { POST_LOAD_PROCEDURES: 'nowhere.rebuild' }, 'procedures', 78],
  [
    'a table of published items that does not exist',
    { PUBLISHED_ITEMS_TABLE: 'no.where' },
    'database: rights',
    78,
  ],
  ['a form of alerts that there is not', { ALERT_TEMPLATE: 'sms' }, 'configuration: alert', 78],
  ['a receiver that is down', { URL_PUBLICATIONS: 'http://127.0.0.1:9/' }, 'publications service', 69],
])('%s is the one check that fails, with what to do about it', async (_what, differing, check, code) => {
  const { exitCode, failed } = await examine(differing);
  expect(exitCode).toBe(code);
  expect(failed).toMatchObject([{ check, exit_code: code, hint: expect.any(String) as string }]);
});

test('what stands on a check that failed is not tried, and the rest is', async () => {
  const { exitCode, findings, failed } = await examine({ PASSWORD_DB: 'wrong', CHECKOUT: 'one' });
  expect(exitCode).toBe(78);
  const skipped = failed.filter(({ exit_code }) => exit_code === null).map(({ check }) => check);
  expect(skipped).toEqual([
    'token',
    'Bitcram and checkout',
    'database: migrations',
    'database: raw_item_data',
    'database: rights',
    'procedures',
    'last whole run',
  ]);
  expect(findings.at(-2)).toMatchObject({ check: 'publications service', ok: true });
});

test('what runs left is told, and a channel that is late fails the check', async () => {
  const { schema } = shop;
  const left = async (differing: Record<string, string> = {}) => {
    const { exitCode, findings, failed } = await examine(differing);
    const from = findings.findIndex(({ check }) => check === 'last whole run');
    const told = findings.slice(from).map(({ check, detail }) => `${check}: ${detail}`);
    return { exitCode, told, failed: failed.map(({ check, exit_code: code }) => [check, code]) };
  };
  try {
    await schema.query(
      `INSERT INTO sync_run (run_id, command, mode, status, exit_code, forced, started_at, alive_at, finished_at)
       VALUES ('r1', 'sync', 'delta', 'incomplete', 69, 0, UTC_TIMESTAMP(3) - INTERVAL 5 MINUTE, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)),
              ('r2', 'sync', 'flash', 'failed', 69, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    );
    const at = String.raw`20\d\d-\d\d-\d\d \d\d:\d\d`;
    const run = expect.stringMatching(
      new RegExp(
        `^last whole run: ${at}, incomplete \\(exit 69\\): r1; \`npm run job -- runs show r1\` tells`,
      ),
    ) as string;
    expect(await left()).toEqual({
      exitCode: 0,
      told: [run, 'changes pending: none', 'in quarantine: none'],
      failed: [],
    });
    await schema.query(
      `INSERT INTO channel_outbox (subject_id, \`key\`, owed_at, dead_at)
       VALUES (1, 'a', UTC_TIMESTAMP(3) - INTERVAL 29 MINUTE, NULL), (2, 'b', UTC_TIMESTAMP(3), NULL),
              (3, 'c', UTC_TIMESTAMP(3) - INTERVAL 2 HOUR, UTC_TIMESTAMP(3))`,
    );
    await schema.query(
      `INSERT INTO sync_quarantine (list, subject, reason, item_id, raw, runs, first_seen_at, last_seen_at, last_run_id, settled_at)
       VALUES ('price_list', '1', 'x', 1, '{}', 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 'r1', NULL),
              ('price_list', '2', 'x', 2, '{}', 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 'r1', UTC_TIMESTAMP(3))`,
    );
    const waiting = await left();
    expect(waiting).toMatchObject({ exitCode: 0, failed: [] });
    expect(waiting.told.slice(1)).toEqual([
      'changes pending: 2, by channel below',
      expect.stringMatching(
        new RegExp(
          `^Mercado Libre: 2 pending, the first since ${at}; 1 given up: \`npm run job -- dead list\` says which, and why; the next run sends what is pending, or`,
        ),
      ) as string,
      expect.stringMatching(/^in quarantine: 1 item: /) as string,
    ]);
    await schema.query(
      `UPDATE channel_outbox SET owed_at = owed_at - INTERVAL 2 MINUTE WHERE subject_id = 1`,
    );
    expect(await left()).toMatchObject({ exitCode: 69, failed: [['Mercado Libre', 69]] });
    expect(await left({ NOTIFY: 'off' })).toMatchObject({ exitCode: 0, failed: [] });
    const spanish = await runJob(['doctor', '--lang', 'es'], shop.env);
    expect(spanish.exitCode).toBe(69);
    expect(spanish.stdout).toMatch(
      /ojo +última sincronización que leyó todo: .*cargó, pero quedó incompleta \(código 69\): r1; `npm run job -- runs show r1` cuenta/,
    );
    for (const each of [/ojo +cambios sin enviar: 2/, /ojo +para corregir: 1/])
      expect(spanish.stdout).toMatch(each);
    expect(spanish.stdout).not.toMatch(/bien +(?:cambios|última|para)/);
    expect(spanish.stdout).toMatch(/Mercado Libre: atrasado: 2 sin enviar, el primero desde .*; 1 rechazado/);
    expect(spanish.stdout).toMatch(
      /→ fijate si el servicio responde y, si no, llamá a su proveedor; .*dead list/,
    );
  } finally {
    for (const table of ['sync_run', 'channel_outbox', 'sync_quarantine'])
      await schema.query(`DELETE FROM ${table}`);
  }
});

test('`discover` lists every checkout that the token can see, without a CHECKOUT or a database', async () => {
  const { URL_BITCRAM = '', BITCRAM_TOKEN = '' } = shop.env;
  const env = { URL_BITCRAM, BITCRAM_TOKEN };
  const { exitCode, stdout } = await runJob(['discover', '--json'], env);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { checkout: 1, checkout_id: '1001', open: true, warehouse_id: '301', price_list_id: '701' },
    { checkout: 2, checkout_id: '1002', open: false, warehouse_id: null, price_list_id: '702' },
  ]);
  const told = await runJob(['discover'], env);
  expect(told.stdout).toMatch(/CHECKOUT .*warehouse/);
  expect(told.stdout).toMatch(/2 +1002 +no +none +702/);
});

test.skipIf(!hasTerminal)('on a terminal it has colours, and no line is longer than it is wide', async () => {
  const args = ['doctor', '--lang', 'es'];
  const env = { ...shop.env, CHECKOUT: '9' };
  const { exitCode, raw, lines } = await jobOnTerminal(args, env);
  expect(exitCode).toBe(78);
  expect(raw).toContain('\u001b[32mbien\u001b[39m');
  expect(raw).toContain('\u001b[31mFALLA\u001b[39m');
  expect(lines.join('\n')).toMatch(/^\d+ bien, 1 mal$/m);
  const tooLong = lines.filter((line) => line.length > 80 && !/\S{60}/.test(line));
  expect(tooLong).toEqual([]);
  const plain = await jobOnTerminal(args, { ...env, NO_COLOR: '1' });
  expect(plain.raw).not.toContain('\u001b[3');
});
