import { expect, test } from 'vitest';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { todaySection } from '../../src/dashboard/page/today.ts';
import { stripSection } from '../../src/dashboard/page/strip.ts';
import type { Reach } from '../../src/runs/questions/reach.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const zone = zoneOf('America/Argentina/Buenos_Aires');
const NOW = '2026-11-22 15:00:00.000';

function page(reach: Reach, days = 4, runs = [quietRun(NOW)]) {
  const options = { target: null, zone, days, maxTold: 200, lateness: LATENESS, readRejected };
  const model = modelOf(overviewOf(NOW, runs, { reach }), options);
  const { en, es } = wordingsOf(zone, model.made_at);
  const words = (section: typeof todaySection | typeof stripSection, wording: typeof en) =>
    section(model, wording)
      .text.replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  return {
    model,
    en: words(todaySection, en),
    es: words(todaySection, es),
    strip: { en: words(stripSection, en), es: words(stripSection, es) },
  };
}

const LONG_AGO = '2026-01-01 00:00:00.000';
const NONE =
  /No price changed today\.|Nothing came back in stock\.|No product is new\.|No product was taken off sale\./;

test('that nothing happened today is said only where all of the day is known', () => {
  const { model, en, es } = page({ firstRunAt: LONG_AGO, unkept: undefined });
  expect(model.today).toMatchObject({ recorded: true, gap: null, recorded_before: true });
  expect(en).toContain(
    'No price changed today. Nothing ran out of stock today. Of what ran out before today,',
  );
  expect(es).toContain('Hoy no cambió ningún precio.');
});

test('each number of the day says what it counts, where they differ', () => {
  const runs = [
    quietRun('2026-11-22 14:00:00.000', { updated: 200, removed: 22 }),
    quietRun('2026-11-22 13:00:00.000', { updated: 16 }),
  ];
  const gone = { count: 19, rows: [] };
  const { model, es, en } = page({ firstRunAt: LONG_AGO, unkept: undefined }, 4, runs);
  expect(es).toContain('238 cambios hoy, contados sincronización por sincronización. Cada lista tiene');
  expect(en).toContain('238 changes today, counted sync by sync. Each list has');
  expect(es).toContain('22 productos se dieron de baja hoy: ya no tenían stock, o volvieron');
  expect(es).not.toContain('Ningún producto se dio de baja');
  expect(en).not.toContain('No product was taken off sale');
  const row = { ...{ product_id: 1, name: 'Té', old_price: 1, new_price: 1 }, old_stock: 2, new_stock: 0 };
  const listed = {
    ...model,
    today: { ...model.today, gone: { ...gone, rows: [{ ...row, at: model.made_at }] } },
  };
  const wordings = wordingsOf(zone, model.made_at);
  expect(todaySection(listed, wordings.es).text).toContain('Otros 3 productos se dieron de baja hoy');
  expect(todaySection(listed, wordings.en).text).toContain('3 more products were taken off sale today');
});

test.each([
  [
    'first_load',
    { firstRunAt: '2026-11-22 04:00:00.000', unkept: { at: '2026-11-22 04:05:00.000', isFirstLoad: true } },
    'The stock was loaded for the first time today, at 01:05: what changed is known from then on.',
    'El stock se cargó por primera vez hoy, a la 01:05: lo que cambió se sabe desde entonces.',
  ],
  [
    'not_kept',
    { firstRunAt: LONG_AGO, unkept: { at: '2026-11-22 14:05:00.000', isFirstLoad: false } },
    'What changed until the sync that ended at 11:05 was not kept product by product; with HISTORY_DAYS above 0 it is.',
    'Lo que cambió hasta la sincronización que terminó a las 11:05 no quedó guardado producto por producto; con HISTORY_DAYS mayor que 0 queda guardado.',
  ],
  [
    'no_run',
    { firstRunAt: '2026-11-22 13:00:00.000', unkept: undefined },
    'There is no record of today before the sync that began at 10:00.',
    'De hoy no hay registro antes de la sincronización que empezó a las 10:00.',
  ],
] as const)(
  'where not all of the day is known, the page says why, and nothing of what did not happen: %s',
  (why, reach, english, spanish) => {
    const { model, en, es } = page(reach);
    expect(model.today).toMatchObject({ recorded: false, gap: { why }, recorded_before: false });
    expect(en).toContain(english);
    expect(es).toContain(spanish);
    expect(en).not.toMatch(NONE);
    expect(en).not.toContain('Of what ran out before today');
  },
);

test('what ran out before today is said to be back only where the days before are known, and asked about', () => {
  const begun = { firstRunAt: '2026-11-20 13:00:00.000', unkept: undefined };
  for (const { en } of [page(begun), page({ firstRunAt: LONG_AGO, unkept: undefined }, 1)]) {
    expect(en).toContain('No price changed today.');
    expect(en).not.toContain('Of what ran out before today');
  }
});

test('days before the first run that is kept are not days without a run', () => {
  const { model, strip } = page({ firstRunAt: '2026-11-21 13:00:00.000', unkept: undefined });
  expect(model.by_day.map(({ result }) => result)).toEqual(['unrecorded', 'unrecorded', 'none', 'good']);
  expect(strip.en).toContain('2 days without a record');
  expect(strip.en).toContain('no record: it was before the installation, or before what is kept.');
  expect(strip.es).toContain('2 días sin registro');
});
