import { expect, test } from 'vitest';
import type { Till } from '../../src/alerts/till.ts';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { answerSection } from '../../src/dashboard/page/answer.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { GOOD, NOW } from '../support/state.ts';
import { wordingsOf } from '../support/wordings.ts';

const zone = zoneOf('America/Argentina/Buenos_Aires');
const AT_WORK = { queue: 'ventas', waiting: 0, dead: 0, hasWorker: true };

/** The first card, without its markup, from where it speaks of the till. */
function shownOf(till: Till | undefined, { sales = 37, units = 52, isOn = true } = {}, more = {}) {
  const overview = overviewOf(NOW, [quietRun(GOOD)], { tillSales: { isOn, sales, units }, ...more });
  const options = { target: null, zone, days: 30, maxTold: 200, readRejected, lateness: LATENESS };
  const model = modelOf(overview, { ...options, till });
  const { en, es } = wordingsOf(zone, model.made_at);
  const [inEnglish = '', inSpanish = ''] = [en, es].map((wording) =>
    answerSection(model, wording)
      .text.replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  );
  return { level: model.state.level, till: model.till, en: inEnglish, es: inSpanish };
}

test('what the till sold today is said, and that none waits', () => {
  const shown = shownOf(AT_WORK);
  expect(shown).toMatchObject({
    level: 'good',
    en: expect.stringContaining('The till: 37 sales of 52 units recorded today. None waits.') as string,
    es: expect.stringContaining(
      'La caja: hoy se registraron 37 ventas de 52 unidades. No espera ninguna.',
    ) as string,
  });
  expect(shown.till).toEqual({
    ...{ sales: 37, units: 52, is_away: false },
    queue: { name: 'ventas', waiting: 0, dead: 0, has_worker: true },
  });
  const first = shownOf({ ...AT_WORK, waiting: 1 }, { sales: 0, units: 0 });
  expect(first.en).toContain('The till: no sale has been recorded today. 1 sale waits to be recorded.');
  expect(first.es).toContain('hoy todavía no se registró ninguna venta. 1 venta espera que se la registre.');
});

test('a page that knows of no till says nothing of it, and one without RABBITMQ_URL only what was recorded', () => {
  const none = shownOf(undefined, { sales: 0, units: 0, isOn: false });
  expect(none).toMatchObject({ level: 'good', till: null });
  expect(`${none.en} ${none.es}`).not.toMatch(/till|caja/);
  const recorded = shownOf(undefined);
  expect(recorded).toMatchObject({ level: 'good', till: { sales: 37, queue: null, is_away: false } });
  expect(recorded.en).toMatch(/The till: 37 sales of 52 units recorded today\. $/);
});

test('that nobody records them is trouble; many that wait, dead letters and a broker that is away are worth a look', () => {
  const left = shownOf({ ...AT_WORK, waiting: 113, hasWorker: false });
  expect(left.level).toBe('trouble');
  expect(left.en).toMatch(
    /no worker listens to ventas, and 113 sales wait\. What .* What to do: Nothing is lost: call/,
  );
  expect(left.es).toMatch(
    /ningún proceso escucha la cola ventas, y esperan 113 ventas\. .* Qué hacer: No se pierde nada/,
  );
  const crowded = shownOf({ ...AT_WORK, waiting: 101 });
  expect(crowded.level).toBe('attention');
  expect(crowded.en).toContain('101 sales of the till wait to be recorded: until they are');
  expect(shownOf({ ...AT_WORK, waiting: 100 }).level).toBe('good');
  const dead = shownOf({ ...AT_WORK, dead: 2 });
  expect(dead.level).toBe('attention');
  expect(dead.en).toMatch(
    /None waits\. 2 sales of the till could not be recorded and were put aside.*dead list --channel sales/,
  );
  expect(dead.es).toMatch(/2 ventas de la caja no se pudieron registrar y quedaron apartadas/);
  const away = shownOf('away');
  expect(away).toMatchObject({ level: 'attention', till: { queue: null, is_away: true } });
  expect(away.en).toContain(
    'RabbitMQ, which hands on the sales of the till, did not answer when this page was made',
  );
});

test('the SKUs of most units that no product has are named, whatever somebody typed into them', () => {
  const skus = [
    { sku: 'NEW-1', units: 3 },
    { sku: '<b>x</b>', units: 1 },
  ];
  const { en, es } = shownOf(AT_WORK, {}, { unmappedUnits: 4, unmappedSkus: skus });
  expect(en).toContain('4 units were sold under a SKU that no product has');
  expect(en).toContain('The most: NEW-1 (3), &lt;b&gt;x&lt;/b&gt; (1).');
  expect(es).toContain('Las que más: NEW-1 (3)');
});
