import { expect, test } from 'vitest';
import { fitting } from '../../src/dashboard/fit.ts';
import { modelOf, type PageModel } from '../../src/dashboard/model/model.ts';
import { pageOf } from '../../src/dashboard/page/page.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, NOTHING, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const NOW = '2026-11-22 12:00:00.000';
const zone = zoneOf('UTC');
/** As long as the real ones. */
const PARTS = {
  program: ' '.repeat(12_000),
  style: ' '.repeat(13_000),
  drawings: new Map(),
};

function pageWith(rows: number, name: string, reason: string): string {
  const ids = Array.from({ length: rows }, (_, index) => index + 1);
  const webhook = {
    channel: 'publications',
    listing: null,
    attempts: 1,
    lastError: reason,
    owedAt: NOW,
    deadAt: NOW,
  };
  const listed = { count: rows, rows: ids.map((itemId) => ({ itemId, ...webhook })) };
  const kinds = { firstKind: 'changed', kind: 'changed' };
  const change = { oldPrice: 1, newPrice: 2, oldStock: 0, newStock: 1, ...kinds, changedAt: NOW };
  const changed = { count: rows, rows: ids.map((itemId) => ({ itemId, ...change })) };
  const runs = Array.from({ length: 200 }, (_, back) =>
    quietRun(`2026-11-21 12:00:00.${String(999 - back)}`, { status: 'failed', committedAt: null }),
  );
  const model: PageModel = modelOf(
    overviewOf(NOW, runs, {
      today: {
        ...NOTHING,
        moves: { prices: changed, back: changed, gone: { count: 0, rows: [] } },
      },
      owed: listed,
      dead: listed,
      names: new Map(ids.map((id) => [id, { name }])),
      stories: new Map(runs.map(({ runId }) => [runId, { runId, reason, error: null, report: null }])),
    }),
    { target: null, zone, days: 30, maxTold: 200, lateness: LATENESS, readRejected },
  );
  const { en: wording } = wordingsOf(zone, model.made_at);
  return fitting(
    model,
    (each, catalogue) => pageOf(each, wording, 'en', { ...PARTS, catalogue }),
    () => ({ text: '', products: 0, left: 0 }),
  ).toString();
}

test('a page that fits has every row of its lists', () => {
  const page = pageWith(300, 'Yerba Mate', 'answered 422');
  expect(page.length).toBeLessThan(700_000);
  expect(page.match(/<bdi>Yerba Mate<\/bdi>/g)).toHaveLength(1200);
  expect(page).not.toContain('The first 300 of');
});

test('the longest names and reasons make lists shorter, not the page larger, and it says so', () => {
  const page = pageWith(500, '“ñandú” & '.repeat(400), 'el recibidor contestó <nada>; '.repeat(100));
  expect(Buffer.byteLength(page)).toBeLessThan(700_000);
  expect(page).toMatch(/The first (25|100|250) of 500\./);
});
