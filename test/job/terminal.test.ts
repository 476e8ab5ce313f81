import { describe, expect, test } from 'vitest';
import { changed, goods, offer, seed, without } from '../support/goods.ts';
import { jobOnTerminal } from '../support/job.ts';
import { hasTerminal } from '../../dev/terminal.ts';
import { sharedShop } from '../support/test-shop.ts';

const ESCAPE = '\u001b';

const shop = await sharedShop();

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
      const seen = lines.join('\n');
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
  expect(stdout).toMatch(/sincronización +empezó \(UTC\) +modo +resultado/);
  expect(stdout).toMatch(/cambios +[▁▂▃▄▅▆▇█]+ +de la más vieja a la más nueva, 30\d como máximo/);
  expect(stdout).toMatch(/segundos +[▁▂▃▄▅▆▇█]+/);
});

test("`runs show` tells a run's story in sentences, and why it went wrong", async () => {
  shop.bitcram.intercept(() => ({ status: 418, body: 'tea' }));
  const { report } = await shop.run('sync');
  shop.bitcram.intercept(() => undefined);
  const { stdout } = await shop.run('runs', 'show', String(report['run_id']), '--lang', 'es');
  const [began, ended, why] = stdout.split('\n');
  expect(began).toMatch(/^sync del \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/);
  expect(ended).toMatch(/^Se detuvo a los [\d,]+ s, no se cargó nada\.$/);
  expect(why).toContain('418');
});
