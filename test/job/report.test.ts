import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';
import { threeDays } from '../../dev/demo/three-days.ts';
import type { PageModel } from '../../src/dashboard/model/model.ts';
import { changed, goods, offer } from '../support/goods.ts';
import { type JobResult, runJob } from '../support/job.ts';
import { reportShop } from '../support/report.ts';

const { shop, out, model, words } = reportShop();

test('a shop without a run has a page that says so, in its language', async () => {
  const inSpanish = await shop.run('report', '--out', out, '--lang', 'es');
  expect(inSpanish.stdout).toBe(`La página está en ${out} (${sizeInSpanish()} kB).\n`);
  expect(words()).toContain('Todavía no terminó ninguna sincronización');
  expect(words()).toContain('Qué hacer:');
  expect(words()).not.toContain('No hay nada para corregir.');
  expect(await model('--days', '7')).toMatchObject({
    state: { stock: 'never' },
    products: null,
  });
  expect(words()).toContain('No sync has ended yet');
});

function sizeInSpanish(): string {
  return String(Math.ceil(readFileSync(out).length / 1000));
}

test('three real days: each run with what it changed, and the products by their names', async () => {
  const sync = async () => (await shop.run('sync')).report;
  for await (const { date } of threeDays({ ...shop, sync })) expect(date).toBeDefined();
  const [before, after] = await Promise.all([realCatalogue('2020-04-19'), realCatalogue('2020-04-26')]);
  const prices = new Map(before.priceList.map(({ product_id: id, price }) => [id, price]));
  const moved = after.priceList.filter(
    ({ product_id: id, price }) => ![undefined, price].includes(prices.get(id)),
  );
  const { state, products, history, by_day: days } = await model('--lang', 'es');
  expect(state).toMatchObject({ level: 'good', stock: 'current', owed: 0, dead: 0 });
  expect(products).toBe(15_081);
  const sum = (of: 'runs' | 'new' | 'changed'): number => days.reduce((total, day) => total + day[of], 0);
  expect([sum('runs'), sum('new'), sum('changed')]).toEqual([3, 15_078 + 30 + 9, 253 + 198 + 14]);
  const [last] = history.days[0]?.entries ?? [];
  expect(last).toMatchObject({ kind: 'run', counts: { updated: 198, price_changes: moved.length } });
  const [largest] = last?.kind === 'run' ? (last.products?.rows ?? []) : [];
  expect(largest).toMatchObject({ kind: 'gone', new_stock: 0 });
  const { priceList: first } = await realCatalogue(SURVEY_DATES[0]);
  expect(first.find(({ product_id: id }) => id === largest?.product_id)?.product_name).toBe(largest?.name);
  expect(words()).toContain('El stock está al día: la última sincronización terminó bien ');
  expect(words()).toContain(
    '15.081 productos leídos: cambió el precio de 198 productos, 9 productos nuevos, 22 fuera de la lista, 14 dados de baja',
  );
});

test('the page says how much a flash found first, and the rest of it speaks of whole runs', async () => {
  const flash = (): Promise<JobResult> => shop.run('sync', '--mode', 'flash');
  offer(shop, goods(12));
  await shop.run('sync');
  expect(await model()).toMatchObject({ found: null });
  const after = (last: number) => changed(goods(12), ({ id }) => (id <= last ? { price: 7 } : undefined));
  offer(shop, after(3));
  expect((await flash()).report).toMatchObject({ updated: 3 });
  shop.bitcram.forgets = (id) => id === 4;
  // Long before the window: the change is not in it.
  await shop.schema.query(
    "UPDATE sync_run SET started_at = started_at - INTERVAL 1 SECOND WHERE mode = 'flash'",
  );
  offer(shop, after(4));
  await shop.run('sync');
  // One that has nothing to tell does not stand among the runs.
  expect((await flash()).report).toMatchObject({ updated: 0, delivered: 0 });
  const { found, products, state, history } = await model('--lang', 'es');
  expect(found).toEqual({ by_flash: 3, later: 1 });
  expect(words()).toContain(
    'las sincronizaciones flash encontraron primero 3 de 4 cambios de precio o stock (75 %); las lecturas completas posteriores encontraron el otro.',
  );
  await model('--lang', 'en');
  expect(words()).toContain('a flash found 3 of 4 changes of price or stock first (75 %)');
  expect({ products, stock: state.stock }).toEqual({ products: 12, stock: 'current' });
  const commands = history.days[0]?.entries.map((entry) => entry.kind === 'run' && entry.command);
  expect(commands?.toSorted()).toEqual(['flash', 'sync', 'sync']);
  // A flash that fails leaves the stock as the last whole run made it.
  shop.bitcram.intercept(() => ({ status: 503 }));
  expect((await flash()).exitCode).toBe(69);
  expect((await model()).state).toMatchObject({ stock: 'current', last_status: 'succeeded' });
  expect((await shop.run('runs')).stdout).toMatch(/ flash .* failed/);
});

test('where changes are not kept, the page says why', async () => {
  offer(shop, goods(3));
  await shop.run('sync');
  expect((await model()).today).toMatchObject({ recorded: false, gap: { why: 'first_load' } });
  expect(words()).toContain('The stock was loaded for the first time today');
  expect(words()).not.toContain('HISTORY_DAYS');
  offer(
    shop,
    changed(goods(3), ({ id }) => (id === 1 ? { price: 7 } : undefined)),
  );
  await runJob(['sync'], { ...shop.env, HISTORY_DAYS: '0' });
  expect((await model()).today).toMatchObject({ recorded: false, gap: { why: 'not_kept' } });
  expect(words()).toContain('was not kept product by product; with HISTORY_DAYS above 0 it is.');
  expect(words()).not.toContain('No price changed today.');
});

test('a sync of some products is not taken for one of all, whether it goes well, fails or still tells the channels', async () => {
  offer(shop, goods(5));
  const whole = (await shop.run('sync')).report;
  const { report } = await shop.run('sync', '--select', '1,2');
  expect([whole.selected, report.selected]).toEqual([null, 2]);
  const page = async () => {
    const { products, state, history } = await model();
    const commands = history.days[0]?.entries.map((entry) => entry.kind === 'run' && entry.command);
    return { products, last: state.last_run_id, level: state.level, commands };
  };
  const stays = { products: 5, last: whole.run_id, level: 'good' };
  expect(await page()).toEqual({ ...stays, commands: ['select', 'sync'] });
  expect(words()).toContain('Sync of some products: ended well');
  await shop.schema.query(
    `UPDATE sync_run SET status = 'running', report = '{"selected": 2}', alive_at = UTC_TIMESTAMP(3) WHERE run_id = '${String(report.run_id)}'`,
  );
  expect(await page()).toEqual({ ...stays, commands: ['select', 'sync'] });
  shop.bitcram.intercept(() => ({ status: 503 }));
  expect((await shop.run('sync', '--select', '1')).exitCode).toBe(69);
  expect(await page()).toMatchObject(stays);
  const { stdout } = await shop.run('doctor');
  expect(stdout).toContain(whole.run_id);
  // A row of an earlier version does not say which it was, and counts as before.
  await shop.schema.query('UPDATE sync_run SET report = NULL');
  expect((await page()).last).not.toBe(whole.run_id);
});

test('where only the stock of a product in quarantine falls, that is a change', async () => {
  offer(shop, goods(12));
  await shop.run('sync');
  offer(shop, goods(12).slice(1), { product_id: 1, product_name: 'Uno', price: '$ 10' });
  shop.bitcram.setStock(goods(12).map(({ id }) => ({ product_id: id, product_balance: id === 1 ? 2 : 5 })));
  expect((await shop.run('sync')).report).toMatchObject({ quarantined: 1, updated: 0, lowered: 1 });
  const { history } = await model('--lang', 'es');
  expect(history.days[0]?.entries[0]).toMatchObject({ counts: { lowered: 1 }, products: { count: 1 } });
  expect(words()).toContain(
    '12 productos leídos: bajó el stock de 1 producto para corregir, 1 para corregir.',
  );
});

test('a table of the field with texts, NULLs and no JSON in it has a page, with the names that there are', async () => {
  await shop.schema.query('ALTER TABLE raw_item_data MODIFY data TEXT');
  const data = [
    '{"name":"Uno"}',
    'no JSON',
    null,
    '{"product":{"name":"Cuatro"}}',
    '[]',
    '{"name":7}',
    '""',
    '{',
  ];
  await shop.schema.query('INSERT INTO raw_item_data (id, data, stock) VALUES ?', [
    data.map((each, index) => [index + 1, each, 1]),
  ]);
  await shop.schema.query('INSERT INTO channel_outbox (subject_id, `key`, owed_at) VALUES ?', [
    [...data, null].map((_, index) => [index + 1, 'k', '2026-01-01 00:00:00']),
  ]);
  const { owed } = await model();
  const names = owed.rows.map(({ name }) => name);
  expect(names).toEqual(['Uno', null, null, 'Cuatro', null, null, null, null, null]);
});

test('a channel that is late is red, and never reads as up to date; what it refused, at once', async () => {
  offer(shop, goods(3));
  shop.publications.intercept(() => ({ status: 503 }));
  const patience = { ALERT_AFTER_RUNS: '1' };
  const page = async () => {
    const { exitCode, stdout, stderr } = await runJob(
      ['report', '--out', out, '--json', '--lang', 'es', '--time-zone', 'UTC'],
      { ...shop.env, ...patience },
    );
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout) as PageModel;
  };
  await shop.run('sync');
  const calm = await page();
  expect(calm.channels).toEqual([
    {
      channel: 'publications',
      label: 'Mercado Libre',
      pending: 3,
      since: expect.stringMatching(/Z$/) as string,
      late: false,
      earlier: 0,
      most_since: null,
      dead: 0,
      reason: null,
      unit: 'product',
      on: true,
      paused_at: null,
    },
  ]);
  expect(words()).toMatch(
    /3 productos por enviar a Mercado Libre, desde hace (menos de un minuto|1 minuto)\./,
  );
  expect(words()).toContain(
    'Mercado Libre no tomó ningún producto: el servicio que publica ahí responde con errores propios. El stock está cargado.',
  );
  // Rounds are no whole runs.
  for (const _round of [1, 2]) await shop.run('sync', '--mode', 'flash');
  expect((await page()).channels).toMatchObject([{ late: false }]);
  await shop.run('sync');
  const late = await page();
  expect(late).toMatchObject({ state: { level: 'trouble', stock: 'current' }, channels: [{ late: true }] });
  expect(words()).toMatch(
    /Mercado Libre está atrasado: 3 productos desde las? \d\d:\d\d\. El stock se cargó bien /,
  );
  expect(words()).not.toContain('El stock está al día');
  expect(words()).toMatch(/Lleva .* así: llamá hoy al proveedor del servicio que publica en Mercado Libre\./);
  await shop.schema.query(
    `UPDATE channel_outbox SET last_error = 'answered 422 <b>no</b>', attempts = 8, dead_at = UTC_TIMESTAMP(3) WHERE subject_id = 2`,
  );
  shop.publications.intercept();
  await shop.run('sync');
  const { state, channels, owed, dead } = await page();
  expect(state).toMatchObject({ level: 'trouble', owed: 0, dead: 1, cause: { name: 'refused' } });
  expect(channels).toMatchObject([{ pending: 0, since: null, late: false, dead: 1 }]);
  expect([owed.rows.length, dead.rows.length]).toEqual([0, 1]);
  expect(words()).toContain('Mercado Libre rechazó 1 producto. El stock se cargó bien ');
  expect(readFileSync(out, 'utf8')).toContain('answered 422 &lt;b&gt;no&lt;/b&gt;');
});

test('where nobody is told, the page speaks of no channel', async () => {
  const quiet = { ...shop.env, NOTIFY: 'off' };
  offer(shop, goods(3));
  await runJob(['sync'], quiet);
  const { exitCode, stdout, stderr } = await runJob(['report', '--out', out, '--json'], quiet);
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ channels: [], state: { level: 'good' } });
  expect(words()).not.toContain('Mercado Libre');
});

test('a run that the guard stopped says in words what it saw, what it means and what to do; the rest is folded away', async () => {
  offer(shop, goods(20));
  await shop.run('sync');
  offer(
    shop,
    changed(goods(20), ({ id }) => (id <= 15 ? { balance: 0 } : undefined)),
  );
  const { report } = await shop.run('sync');
  expect(report.exit_code).toBe(77);
  const { state, history } = await model('--lang', 'es', '--time-zone', 'UTC');
  const cause = { name: 'guard', outcome: 'unchanged', stock_of: state.good_at };
  expect(state).toMatchObject({ level: 'trouble', last_exit_code: 77, cause });
  expect(history.days[0]?.entries[0]).toMatchObject({ kind: 'run', cause });
  expect(words()).toMatch(
    /La sincronización se detuvo antes de cargar: 15 de \d+ productos habrían quedado sin stock\. Los mayores: \d+ Producto \d+: \d+ → 0; /,
  );
  expect(words()).toMatch(
    /El stock quedó como estaba a las? \d\d:\d\d\. Lo que cambió desde entonces todavía no se publicó\./,
  );
  expect(words()).toContain('Qué hacer: Mirá los precios y el stock en Bitcram.');
  expect(readFileSync(out, 'utf8')).toMatch(
    /<details><summary>Detalles técnicos<\/summary>\s*<p class="reason"><bdi>detenida antes de cargar: [^]*?sync\.guarded · código de salida 77 · \d+-\d+-\w+/,
  );
  await model('--lang', 'en');
  expect(words()).toContain('15 of 20 products would have lost their stock.');
});

test('days and times are those of the zone that was asked for', async () => {
  await shop.schema.query(
    `INSERT INTO sync_run (run_id, command, status, started_at, alive_at, finished_at)
     VALUES ('r', 'sync', 'failed', UTC_DATE() - INTERVAL 30 MINUTE, UTC_DATE(), UTC_DATE())`,
  );
  const dayOf = async (zone: string) =>
    (await model('--time-zone', zone)).by_day.findLast(({ runs }) => runs > 0)?.day;
  const [utc, east] = [await dayOf('UTC'), await dayOf('Pacific/Kiritimati')];
  expect(Date.parse(east ?? '') - Date.parse(utc ?? '')).toBe(86_400_000);
  expect(words()).toContain('Days and times are those of Pacific/Kiritimati.');
});
