import { expect, test } from 'vitest';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { dayInWords } from '../../src/dashboard/page/day-in-words.ts';
import { productsSection } from '../../src/dashboard/page/products.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const zone = zoneOf('America/Argentina/Buenos_Aires');
const NOW = '2026-11-22 15:00:00.000';
const options = { target: null, zone, maxTold: 200, lateness: LATENESS, readRejected };

test.each([
  [
    '2026-11-21T03:00Z',
    '2026-11-22T03:00Z',
    'Nothing was loaded all day.',
    'En todo el día no se cargó nada.',
  ],
  [
    '2026-11-21T03:00Z',
    '2026-11-21T04:05Z',
    'Nothing was loaded before 01:05.',
    'Hasta la 01:05 no se cargó nada.',
  ],
  [
    '2026-11-21T04:05Z',
    '2026-11-22T03:00Z',
    'Nothing was loaded after 01:05.',
    'Desde la 01:05 no se cargó nada más.',
  ],
  [
    '2026-11-21T04:05Z',
    '2026-11-21T05:10Z',
    'Nothing was loaded between 01:05 and 02:10.',
    'Entre la 01:05 y las 02:10 no se cargó nada.',
  ],
])(
  'the time in which nothing was loaded is told by the hours of its own day: from %s to %s',
  (from, to, english, spanish) => {
    const model = modelOf(overviewOf(NOW, []), { ...options, days: 2 });
    const { en, es } = wordingsOf(zone, model.made_at);
    const [day] = model.by_day;
    if (day === undefined) throw new Error('no day');
    const said = { ...day, unloaded: { from, to } };
    expect([dayInWords(said, en), dayInWords(said, es)]).toEqual([english, spanish]);
  },
);

test('a day without any load is told as a whole one', () => {
  const every = Array.from({ length: 600 }, (_, index) =>
    new Date(Date.parse('2026-11-18T12:00:00Z') + index * 300_000)
      .toISOString()
      .replace('T', ' ')
      .slice(0, 23),
  );
  const runs = every.map((moment) => quietRun(moment)).toReversed();
  const { by_day: days, made_at: madeAt } = modelOf(overviewOf(NOW, runs), { ...options, days: 2 });
  const { en } = wordingsOf(zone, madeAt);
  expect(days.map((day) => dayInWords(day, en))).toEqual([
    'Nothing was loaded all day.',
    'Nothing was loaded before 12:00.',
  ]);
});

test('a moment in a list stands in its sentence as one says it', () => {
  const owed = {
    channel: 'publications',
    listing: null,
    itemId: 1,
    attempts: 1,
    lastError: null,
    deadAt: null,
  };
  const quarantined = { itemId: 2, list: 'price_list', reason: 'bad_price', raw: '{}', runs: 1 };
  const model = modelOf(
    overviewOf(NOW, [quietRun(NOW)], {
      owed: { count: 1, rows: [{ ...owed, owedAt: '2026-11-22 04:05:00.000' }] },
      dead: {
        count: 1,
        rows: [{ ...owed, owedAt: NOW, deadAt: '2026-11-22 05:10:00.000' }],
      },
      quarantine: { count: 1, rows: [{ ...quarantined, firstSeenAt: '2026-11-21 12:00:00.000' }] },
    }),
    { ...options, days: 1 },
  );
  const { en, es } = wordingsOf(zone, model.made_at);
  const words = (wording: typeof en) => productsSection(model, wording).text.replace(/<[^>]+>/g, ' ');
  expect(words(es)).toMatch(/desde la 01:05[^]*rechazado a las 02:10[^]*desde el 21 nov, 09:00/);
  expect(words(en)).toMatch(/since 01:05[^]*given up at 02:10[^]*since 21 Nov, 09:00/);
});
