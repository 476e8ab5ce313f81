import { describe, expect, test } from 'vitest';
import { changed, goods, offer, seed, without } from '../support/goods.ts';
import { jobOnTerminal } from '../support/job.ts';
import { hasTerminal } from '../../dev/terminal.ts';
import { sharedShop } from '../support/test-shop.ts';

const ESCAPE = '\u001b';

const shop = await sharedShop();

/** What was said, whatever the width of the terminal. */
const unwrapped = (lines: readonly string[]): string => lines.join('\n').replaceAll(/\n {2,}/g, ' ');

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('a person sees each phase with its count, rate and time left, and then what happened in one sentence', async () => {
    offer(shop, goods(300));
    shop.env['PAGE_SIZE'] = '30';
    shop.env['FETCH_CONCURRENCY'] = '1';
    shop.bitcram.latencyMs = 150;
    const { exitCode, lines } = await jobOnTerminal(['sync'], shop.env);
    shop.bitcram.latencyMs = 0;
    expect(exitCode, lines.join('\n')).toBe(0);
    const seen = lines.join('\n');
    expect(seen).toContain('Find the place');
    expect(seen).toMatch(/and stock: \d+ of 300 products, \d+ a second, \d+ s left/);
    expect(seen).toMatch(/Read prices and stock: 300 products \([\d.]+ s\)/);
    expect(seen).toMatch(/Send the webhooks: 300 webhooks \([\d.]+ s\)/);
    const end = lines.filter((line) => line !== '').slice(-3);
    expect(end[0]).toMatch(
      /^Done in [\d.]+ s: 300 products are new; 300 webhooks delivered, none pending\.$/,
    );
    expect(end[1]).toBe('300 products read, 0 unchanged.');
    expect(end[2]).toMatch(/^run \S+, exit 0, \d+ MB$/);
  });

  test.each([{ LANG: 'es_AR.UTF-8' }, { LANG: 'en_US.UTF-8', flags: ['--lang', 'es'] }])(
    'a reader of Spanish reads Spanish: %o',
    async ({ LANG, flags = [] }) => {
      for (const table of ['raw_item_data', 'sync_missing', 'channel_outbox']) {
        await shop.schema.query(`DELETE FROM ${table}`);
      }
      await seed(shop, goods(300));
      const later = changed(goods(303), ({ id }) => (id <= 12 ? { price: 770 } : undefined));
      offer(shop, without(later, 1, 2));
      const { exitCode, lines } = await jobOnTerminal(['sync', ...flags], { ...shop.env, LANG });
      expect(exitCode, lines.join('\n')).toBe(0);
      const seen = unwrapped(lines);
      expect(seen).toMatch(/Leer precios y stock: 301 productos \([\d,]+ s\)/);
      expect(seen).toMatch(
        /Listo en [\d,]+ s: cambió el precio de 10 productos, 3 productos nuevos, 2 fuera de la lista; 13 cambios enviados, ninguno sin enviar\./,
      );
    },
  );

  test('what went wrong stands under the phase that failed', async () => {
    offer(shop, goods(10));
    shop.bitcram.intercept(() => ({ status: 418, body: 'tea' }));
    const { exitCode, lines } = await jobOnTerminal(['sync'], shop.env);
    shop.bitcram.intercept(() => undefined);
    expect(exitCode).toBe(65);
    const seen = lines.join('\n');
    expect(seen).toMatch(/ERROR: Bitcram answers GET \S+ with 418/);
    expect(seen).toMatch(/Stopped after [\d.]+ s, nothing was loaded\./);
  });

  test('the phase that failed has the cross, whatever is done after it', async () => {
    for (const table of ['raw_item_data', 'sync_run', 'channel_outbox']) {
      await shop.schema.query(`DELETE FROM ${table}`);
    }
    await seed(shop, goods(30));
    offer(
      shop,
      changed(goods(30), ({ id }) => (id <= 2 ? { price: 7000 } : undefined)),
    );
    await shop.run('sync', '--no-notify');
    offer(shop, goods(2));
    const { exitCode, lines } = await jobOnTerminal(['sync'], shop.env);
    expect(exitCode, lines.join('\n')).toBe(77);
    const markOf = (phase: string): string | undefined =>
      lines
        .findLast((line) => line.includes(phase))
        ?.trim()
        .split(' ')[0];
    expect(markOf('Read prices and stock')).toBe('✔');
    expect(markOf('Look for what must not happen')).toBe('✖');
    expect(markOf('Send the webhooks')).toBe('✔');
  });

  test('a dry run lists what it would do, marked by colours unless NO_COLOR is set', async () => {
    offer(
      shop,
      changed(goods(30), ({ id }) => (id <= 2 ? { price: 8000 } : undefined)),
    );
    const coloured = await jobOnTerminal(['sync', '--dry-run'], shop.env);
    expect(coloured.raw).toContain(
      `${ESCAPE}[33m~${ESCAPE}[39m  1  Producto 1  7,000.00 → 8,000.00 (+14.3%)`,
    );
    const seen = coloured.lines.join('\n');
    expect(seen.indexOf('~  2  Producto 2')).toBeGreaterThan(seen.indexOf('Look for what must not happen'));
    expect(seen.indexOf('A run would do this')).toBeGreaterThan(seen.indexOf('~  2  Producto 2'));
    const plain = await jobOnTerminal(['sync', '--dry-run'], { ...shop.env, NO_COLOR: '1' });
    expect(plain.lines.join('\n')).toContain('~  1  Producto 1');
    expect(plain.raw).not.toContain(`${ESCAPE}[3`);
  });

  test('no line is wider than the terminal, and none is broken within a word', async () => {
    offer(shop, goods(30), {
      product_id: 99,
      product_name: 'Yerba mate suave con palo de un kilo',
      price: '1.234,56',
    });
    for (const args of [
      ['sync'],
      ['runs'],
      ['quarantine'],
      ['history', '1'],
      ['runs', 'show', 'last', '--lang', 'es'],
    ]) {
      const { lines } = await jobOnTerminal(args, shop.env);
      const end =
        args[0] === 'sync' ? lines.slice(lines.findIndex((line) => line.startsWith('Done in'))) : lines;
      expect(end.length).toBeGreaterThan(2);
      expect(end.filter((line) => line.length > 80)).toEqual([]);
    }
  });

  test('in CI there is JSON on a terminal too', async () => {
    const { raw } = await jobOnTerminal(['sync'], { ...shop.env, CI: 'true' });
    expect(raw).not.toContain(ESCAPE);
    for (const line of raw.split(/\r?\n/).filter((text) => text.startsWith('{'))) JSON.parse(line);
    expect(raw).toContain('"event":"run.finished"');
  });
});

test('in a pipe there are JSON lines without an escape code, in English whatever the language', async () => {
  offer(shop, goods(303));
  const { stderr, log } = await shop.start('sync', '--lang', 'es').done;
  expect(stderr).not.toContain(ESCAPE);
  expect(log).toHaveLength(stderr.trim().split('\n').length);
  expect(log.at(-1)?.['message']).toMatch(/^Done in/);
});

test('`runs` draws how changes and time went, in the language of the reader', async () => {
  const { stdout } = await shop.run('runs', '--lang', 'es');
  expect(stdout).toMatch(/sincronización +empezó +modo +resultado/);
  expect(stdout).toMatch(/cambios +[▁▂▃▄▅▆▇█]+ +de la más vieja a la más nueva, \d+ como máximo/);
  expect(stdout).toMatch(/segundos +[▁▂▃▄▅▆▇█]+/);
});

test("`runs show` tells a run's story in sentences, and why it went wrong", async () => {
  shop.bitcram.intercept(() => ({ status: 418, body: 'tea' }));
  const { report } = await shop.run('sync');
  shop.bitcram.intercept(() => undefined);
  const { stdout } = await shop.run('runs', 'show', String(report['run_id']), '--lang', 'es');
  const [began, ended, , why, todo, , details, reason] = stdout.split('\n');
  expect(began).toMatch(/^Sincronización del \d{4}-\d\d-\d\d \d\d:\d\d, hora de \S+\.$/);
  expect(ended).toMatch(/^Se detuvo a los [\d,]+ s, no se cargó nada\.$/);
  expect(why).toMatch(/^Bitcram respondió algo que no se puede usar\. El stock quedó como estaba/);
  expect(todo).toMatch(/^Qué hacer: /);
  expect(details).toMatch(/^Detalles técnicos: \S+ · código 65$/);
  expect(reason).toContain('418');
});
