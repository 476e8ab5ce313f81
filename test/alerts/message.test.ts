import { expect, test } from 'vitest';
import { type AlertedRun, bodyOf } from '../../src/alerts/message.ts';
import { enText as en } from '../../src/alerts/words/en.ts';
import { esText as es } from '../../src/alerts/words/es.ts';
import { enCauses as enFor } from '../../src/alerts/words/causes.en.ts';
import { esCauses as esFor } from '../../src/alerts/words/causes.es.ts';
import { registerSecret } from '../../src/platform/redact.ts';
import { supplierOf } from '../../src/sources/index.ts';

const enCauses = enFor(supplierOf('bitcram'));
const esCauses = esFor(supplierOf('bitcram'));

const RUN: AlertedRun = {
  runId: '20261122-030000-1f9a2b',
  target: null,
  status: 'failed',
  exitCode: 69,
  family: '',
  onlyPending: false,
  missingBlocked: 0,
  reason: 'Bitcram answers 503',
  failure: { code: 'platform.failing', params: {} },
  cause: { name: 'source_failing', outcome: 'unchanged' },
  sold: undefined,
  till: undefined,
  databaseAwayMs: undefined,
  deadUploads: undefined,
  left: { owed: 206, dead: 1, lateRuns: 4 },
  channels: [
    {
      label: 'Mercado Libre',
      unit: 'product' as const,
      pending: 206,
      waitedMs: 47 * 60_000,
      earlier: 0,
      mostWaitedMs: 47 * 60_000,
      dead: 1,
      late: true,
    },
  ],
};
const DOWN = { kind: '69', runs: 1, told: false };
const OWED = { kind: 'owed', runs: 4, told: false };
const DEAD = { kind: 'dead', runs: 1, told: false };

const bodyIn = (
  template: 'generic' | 'slack' | 'google-chat' | 'whapi',
  run: Partial<AlertedRun>,
  ...tell: (typeof DOWN)[]
) => bodyOf(template, '1', { ...RUN, ...run }, tell, en, template === 'generic' ? undefined : enCauses);
const textOf = (run: Partial<AlertedRun>, ...tell: (typeof DOWN)[]): unknown =>
  (JSON.parse(bodyIn('slack', run, ...tell)) as { text: unknown }).text;

test('an alert says to people what happened, what it means and what to do, and then which run it was', () => {
  expect(textOf({ target: 'centro' }, DOWN)).toBe(
    'Inventory sync of centro: Bitcram answered with an error of its own. The stock stays as it was. What changed since then is not published yet. ' +
      "Nobody needs to do anything: the next sync tries again. If it goes on for an hour, call Bitcram's support. " +
      '(run 20261122-030000-1f9a2b failed (exit 69): Bitcram answers 503)',
  );
});

test('a program is told which run it was, and why', () => {
  expect(JSON.parse(bodyIn('generic', {}, DOWN))).toMatchObject({
    text: 'Inventory sync: run 20261122-030000-1f9a2b failed (exit 69): Bitcram answers 503.',
    owed: 206,
    dead: 1,
  });
});

test('an alert of a channel says how many products wait there and for how long, in the words of whoever reads it', () => {
  const body = bodyOf('whapi', '1', { ...RUN, target: 'centro' }, [OWED, DEAD], es, esCauses);
  expect(JSON.parse(body)).toMatchObject({
    body:
      'Sincronización de stock de centro: Mercado Libre está atrasado: 206 productos, desde hace 47 minutos. ' +
      'No se pierde nada: cada sincronización los envía de nuevo. Llamá hoy al proveedor del servicio que publica en Mercado Libre. ' +
      'Mercado Libre rechazó 1 producto, que no se vuelve a enviar solo. ' +
      '`npm run job -- dead list` muestra las respuestas; `npm run job -- dead retry --all` los envía otra vez.',
  });
  expect(textOf({ onlyPending: true, status: 'incomplete', reason: 'no answer' }, OWED)).toBe(
    'Inventory sync: Mercado Libre is behind: 206 products, for 47 minutes. Nothing is lost: each run sends again. ' +
      'Call the provider of the service that publishes to Mercado Libre today. ' +
      '(run 20261122-030000-1f9a2b is incomplete (exit 69): no answer)',
  );
  const [channel] = RUN.channels;
  const hours = channel === undefined ? [] : [{ ...channel, mostWaitedMs: 435 * 60_000 }];
  expect(textOf({ channels: hours }, OWED)).toContain('206 products, for 7 hours.');
  const few = channel === undefined ? [] : [{ ...channel, earlier: 1, waitedMs: 435 * 60_000 }];
  expect(textOf({ channels: few }, OWED)).toContain('205 products, for 47 minutes, and 1 for 7 hours.');
});

test('an alert speaks of the channels that it is about, and of no other', () => {
  const [late] = RUN.channels;
  const channels = late === undefined ? [] : [late, { ...late, label: 'Shopify', late: false, dead: 2 }];
  expect(textOf({ channels }, OWED)).not.toContain('Shopify');
  expect(textOf({ channels }, DEAD)).toMatch(
    /Mercado Libre refused 1 product, .*Shopify refused 2 products, /,
  );
});

test('an alert of items without an id says what they stop', () => {
  const blocked = { kind: 'missing_blocked', runs: 1, told: false };
  expect(textOf({ missingBlocked: 2 }, blocked)).toBe(
    'Inventory sync: no product is counted as missing, so none that left is taken off sale: ' +
      'the price list has 2 items without an id (run 20261122-030000-1f9a2b).',
  );
});

test('what would call people in a chat is only text there', () => {
  const reason = 'it says <!channel> & <users/all>';
  expect(textOf({ reason }, DOWN)).toContain('&lt;!channel&gt; &amp; &lt;users/all&gt;');
  const chat = bodyIn('google-chat', { reason }, DOWN);
  expect(JSON.parse(chat)).toMatchObject({ text: expect.stringContaining('‹users/all›') as string });
});

test('a secret that came this far goes no further', () => {
  registerSecret('s3cr3t-that-came-far');
  const reason = 'the header was s3cr3t-that-came-far';
  for (const template of ['generic', 'slack', 'google-chat', 'whapi'] as const) {
    expect(bodyIn(template, { reason }, DOWN)).not.toContain('s3cr3t');
  }
});

test('a long reason is cut', () => {
  expect(String(textOf({ reason: 'x'.repeat(5000) }, DOWN)).length).toBeLessThan(1400);
});

test('an alert says what was sold that no product has, and whose orders are not read', () => {
  const sold = { unmapped: 3, unread: [{ channel: 'shopify', unreadMs: 130 * 60_000 }] };
  const kinds = ['unmapped', 'orders'].map((kind) => ({ kind, runs: 1, told: false }));
  expect(textOf({ sold }, ...kinds)).toBe(
    'Inventory sync: 3 units were sold under a SKU that no product has, so that no stock falls for them. ' +
      '`npm run job -- movements --unmapped` lists them. ' +
      'The orders of Shopify have not been read for 2 hours: what it sold since may still be on offer. ' +
      '`npm run job -- doctor` says what keeps them.',
  );
});

test('of the till it says what it means and what to do, in the words of whoever reads it', () => {
  const till = { queue: 'ventas', waiting: 113, dead: 12, hasWorker: true };
  const now = { ...RUN, runId: null, status: null, exitCode: null, reason: null, failure: undefined, till };
  const said = (kind: string, lastsMs = 0) => {
    const tell = [{ kind, runs: 1, told: false, lastsMs }];
    return [en, es].map((words) => {
      const body = bodyOf('whapi', '1', now, tell, words, words === en ? enCauses : esCauses);
      return (JSON.parse(body) as { body: string }).body;
    });
  };
  expect(said('sales_waiting')).toEqual([
    expect.stringContaining('113 sales of the till have waited to be recorded for more than a minute'),
    expect.stringContaining('113 ventas de la caja esperan desde hace más de un minuto'),
  ]);
  expect(said('sales_dead')).toEqual([
    expect.stringContaining('12 sales of the till could not be recorded'),
    expect.stringContaining('12 ventas de la caja no se pudieron registrar'),
  ]);
  expect(said('sales_worker')).toEqual([
    expect.stringContaining('no worker listens to ventas, where 113 sales wait'),
    expect.stringContaining('ningún proceso escucha la cola ventas, donde 113 ventas esperan'),
  ]);
  expect(said('rabbitmq', 121_000)).toEqual([
    expect.stringContaining('has not been reached for 2 minutes'),
    expect.stringContaining('desde hace 2 minutos'),
  ]);
  const generic = JSON.parse(bodyOf('generic', undefined, now, 'well', en, undefined)) as object;
  expect(generic).toMatchObject({ run_id: null, exit_code: null, sales: { waiting: 113, dead: 12 } });
  expect(generic).toMatchObject({ text: 'Inventory sync: well again.' });
});
