import { expect, test } from 'vitest';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { runProducts } from '../../src/dashboard/page/run-products.ts';
import type { RunChange } from '../../src/dashboard/questions/run-products.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const NOW = '2026-11-22 12:00:00.000';
const zone = zoneOf('UTC');
const row = (
  itemId: number,
  kind: RunChange['kind'],
  prices: [old: number | null, now: number | null],
  stocks: [old: number | null, now: number | null],
): RunChange => ({
  ...{ itemId, kind },
  ...{ oldPrice: prices[0], newPrice: prices[1], oldStock: stocks[0], newStock: stocks[1] },
});
const rows = [
  row(1, 'changed', [100, 150], [4, 4]),
  row(2, 'changed', [5, 5], [3, 0]),
  row(3, 'new', [null, 75], [null, 4]),
  row(4, 'gone', [50, 50], [3, 0]),
  row(5, 'deleted', [50, null], [3, null]),
];

test('each product of a run says what happened to it: a price, a stock, that it is new or retired', () => {
  const run = quietRun(NOW, { updated: 2, inserted: 1, removed: 2 });
  const names = new Map(rows.map(({ itemId }) => [Number(itemId), { name: `P${itemId}` }]));
  const products = new Map([[run.runId, { count: 5, rows }]]);
  const options = { target: null, zone, days: 1, maxTold: 9, lateness: LATENESS, readRejected };
  const model = modelOf(overviewOf(NOW, [run], { products, names }), options);
  const [entry] = model.history.days[0]?.entries ?? [];
  if (entry?.kind !== 'run') throw new Error('the run is not told');
  const { en, es } = wordingsOf(zone, model.made_at);
  const lines = (wording: typeof en) =>
    [...(runProducts(entry, wording)?.text ?? '').matchAll(/<li>(.*)/g)].map(([, line = '']) =>
      line.replace(/<[^>]+>/g, ''),
    );
  expect(lines(en)).toEqual([
    'P1 1 · price 100.00 → 150.00 +50.0%',
    'P2 2 · stock 3 → 0',
    'P3 3 · new · price 75.00 · stock 4',
    'P4 4 · taken off sale · stock 3 → 0',
    'P5 5 · taken off sale',
  ]);
  expect(lines(es)).toEqual([
    'P1 1 · precio 100,00 → 150,00 +50,0 %',
    'P2 2 · stock 3 → 0',
    'P3 3 · nuevo · precio 75,00 · stock 4',
    'P4 4 · dado de baja · stock 3 → 0',
    'P5 5 · dado de baja',
  ]);
});
