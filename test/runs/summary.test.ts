import { expect, test } from 'vitest';
import { summarize, type Told } from '../../src/runs/summary.ts';
import { enText as en } from '../../src/runs/words/en.ts';
import { esText as es } from '../../src/runs/words/es.ts';

const run = (of: Partial<Told>): Told => ({
  command: 'sync',
  status: 'succeeded',
  loaded: true,
  dry_run: false,
  duration_ms: 3210,
  fetched: 15_094,
  unchanged: 14_811,
  ...of,
});
const CHANGED = { updated: 253, price_changes: 253, stock_changes: 0, inserted: 30, missing: 14 };
const PAID = { owed: 283, delivered: 283, pending: 0, dead: 0 };

test.each<[what: string, report: Partial<Told>, english: string, spanish: string]>([
  [
    'a run with changes',
    { ...CHANGED, ...PAID },
    'Done in 3.21 s: 253 prices changed, 30 products are new, 14 are no longer listed; 283 webhooks delivered, none pending.',
    'Listo en 3,21 s: cambió el precio de 253 productos, 30 productos nuevos, 14 fuera de la lista; 283 cambios enviados, ninguno sin enviar.',
  ],
  ['a run without changes', {}, 'Done in 3.21 s: nothing changed.', 'Listo en 3,21 s: no cambió nada.'],
  [
    'one of each',
    {
      ...{ updated: 2, price_changes: 1, stock_changes: 1, sold_out: 1, other_changes: 1, inserted: 1 },
      ...{ missing: 1, removed: 1, quarantined: 1, owed: 3, delivered: 1, pending: 1, dead: 1 },
    },
    'Done in 3.21 s: 1 price changed, 1 stock changed, 1 sold out, 1 product changed in other ways, 1 product is new, ' +
      '1 is no longer listed, 1 was taken off sale, 1 in quarantine; ' +
      '1 webhook delivered, 1 pending, 1 given up.',
    'Listo en 3,21 s: cambió el precio de 1 producto, cambió el stock de 1 producto, 1 se quedó sin stock, 1 producto cambió en otros datos, ' +
      '1 producto nuevo, 1 fuera de la lista, 1 dado de baja, 1 para corregir; ' +
      '1 cambio enviado, 1 sin enviar, 1 rechazado.',
  ],
  [
    'a run that was stopped',
    { ...CHANGED, status: 'stopped', loaded: false },
    'Stopped after 3.21 s, nothing was loaded; 253 prices would have changed, 30 products would have been new, 14 are no longer listed.',
    'Se detuvo a los 3,21 s, no se cargó nada; habría cambiado el precio de 253 productos, se habrían agregado 30 productos, 14 fuera de la lista.',
  ],
  [
    'a run that failed before it read anything',
    { status: 'failed', loaded: false, fetched: 0 },
    'Failed after 3.21 s, nothing was loaded.',
    'Falló a los 3,21 s, no se cargó nada.',
  ],
  [
    'a run that left webhooks pending',
    { ...CHANGED, status: 'incomplete', owed: 1283, delivered: 1, pending: 1282 },
    'Loaded after 3.21 s, but not everything is done: 253 prices changed, 30 products are new, 14 are no longer listed; ' +
      '1 webhook delivered, 1,282 pending.',
    'Se cargó en 3,21 s, pero no está todo hecho: cambió el precio de 253 productos, 30 productos nuevos, 14 fuera de la lista; ' +
      '1 cambio enviado, 1.282 sin enviar.',
  ],
  [
    'a dry run',
    { ...CHANGED, loaded: false, dry_run: true, owed: 283, pending: 283 },
    'A run would do this: 253 prices would change, 30 products would be new, 14 are no longer listed; 283 products would be sent to Mercado Libre.',
    'Una sincronización haría esto: cambiaría el precio de 253 productos, se agregarían 30 productos, 14 fuera de la lista; se le avisarían 283 productos a Mercado Libre.',
  ],
  [
    'webhooks only',
    { command: 'notify', loaded: false, fetched: 0, ...PAID },
    'Done in 3.21 s: 283 webhooks delivered, none pending.',
    'Listo en 3,21 s: 283 cambios enviados, ninguno sin enviar.',
  ],
  [
    'webhooks that a receiver does not take',
    { command: 'notify', status: 'failed', loaded: false, fetched: 0, owed: 9, delivered: 0, pending: 9 },
    'Failed after 3.21 s; 0 webhooks delivered, 9 pending.',
    'Falló a los 3,21 s; 0 cambios enviados, 9 sin enviar.',
  ],
  [
    'webhooks of which a receiver takes some',
    { command: 'notify', status: 'incomplete', loaded: false, fetched: 0, owed: 9, delivered: 1, pending: 8 },
    'Ended after 3.21 s, but not everything was sent; 1 webhook delivered, 8 pending.',
    'Terminó en 3,21 s, pero no se envió todo; 1 cambio enviado, 8 sin enviar.',
  ],
  [
    'a run that was interrupted before it loaded',
    { ...CHANGED, status: 'interrupted', loaded: false, fetched: 0 },
    'Interrupted after 3.21 s, nothing was loaded.',
    'Se interrumpió a los 3,21 s, no se cargó nada.',
  ],
  [
    'a run that was interrupted while it sent webhooks',
    { ...CHANGED, status: 'interrupted', owed: 283, delivered: 3, pending: 280 },
    'Interrupted after 3.21 s: 253 prices changed, 30 products are new, 14 are no longer listed; 3 webhooks delivered, 280 pending.',
    'Se interrumpió a los 3,21 s: cambió el precio de 253 productos, 30 productos nuevos, 14 fuera de la lista; 3 cambios enviados, 280 sin enviar.',
  ],
  [
    'nothing to notify',
    { command: 'notify', loaded: false, fetched: 0 },
    'Done in 3.21 s: no webhook was pending.',
    'Listo en 3,21 s: no había cambios sin enviar.',
  ],
  [
    'one shop of many',
    { target: 'Palermo' },
    'Palermo: Done in 3.21 s: nothing changed.',
    'Palermo: Listo en 3,21 s: no cambió nada.',
  ],
  [
    'a run of a version that did not count prices and stocks apart',
    { updated: 7 },
    'Done in 3.21 s: 7 products changed.',
    'Listo en 3,21 s: 7 productos cambiaron.',
  ],
])('%s reads like a sentence', (_what, report, english, spanish) => {
  expect(summarize(run(report), en)[0]).toBe(english);
  expect(summarize(run(report), es)[0]).toBe(spanish);
});

test('what the guard saw is told with its largest losses', () => {
  const guard = [
    {
      ...{ what: 'fall below half their price', count: 60, of: 1200, percent: 5.5, limit_percent: 5 },
      exceeded: true,
      examples: [{ product_id: 7, name: 'Yerba', before: 100, after: 1.5 }],
    },
  ];
  expect(summarize(run({ guard }), en).at(-1)).toBe(
    '  60 of 1,200 would fall below half their price (5.5 %, 5 % allowed), the largest 7 Yerba: 100 → 1.5',
  );
});

test('what is in quarantine or given up is followed by what to do', () => {
  expect(summarize(run({ quarantined: 1, owed: 1, dead: 1 }), en).slice(2)).toEqual([
    '`npm run job -- quarantine` shows what cannot be used, and why.',
    '`npm run job -- dead list` says why products were given up; once they are corrected, `npm run job -- dead retry --all` sends them again.',
  ]);
});

test('a run that would change nothing says so', () => {
  const report = run({ loaded: false, dry_run: true });
  expect(summarize(report, en)[0]).toBe('A run would do this: nothing would change.');
  expect(summarize(report, es)[0]).toBe('Una sincronización haría esto: no cambiaría nada.');
});

test('what a flash leaves to the next whole reading is said', () => {
  const flash = run({ mode: 'flash', fetched: 12, unchanged: 9, unknown: 3 });
  expect(summarize(flash, en)).toContain('3 products are left to the next whole reading.');
  expect(summarize(flash, es)).toContain('3 productos quedan para la próxima lectura completa.');
});
