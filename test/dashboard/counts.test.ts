import { expect, test } from 'vitest';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { runsSection } from '../../src/dashboard/page/story.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import type { RunFacts } from '../../src/dashboard/questions/runs.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const zone = zoneOf('UTC');
const NOW = '2026-11-22 15:00:00.000';

function told(...runs: Partial<RunFacts>[]) {
  const facts = runs.map((differing, index) => quietRun(`2026-11-22 14:0${9 - index}:00.000`, differing));
  const options = { target: null, zone, days: 1, maxTold: 0, lateness: LATENESS, readRejected };
  const model = modelOf(overviewOf(NOW, facts), options);
  const { en, es } = wordingsOf(zone, model.made_at);
  const words = (wording: typeof en) => runsSection(model, wording).text.replace(/<[^>]+>/g, ' ');
  return { model, en: words(en), es: words(es) };
}

test('what several runs changed is counted in changes: a product may be in each of them', () => {
  const { en, es } = told({ updated: 1 }, { updated: 1 }, { updated: 1 });
  expect(en).toContain('3 runs, 3 changes');
  expect(en).toContain('3 runs that went well, 3 changes');
  expect(es).toContain('3 sincronizaciones, 3 cambios');
  expect(`${en} ${es}`).not.toMatch(/products changed|productos cambiados/);
});

test('a product in quarantine whose stock falls is a change', () => {
  const { model, en, es } = told({ quarantined: 1, lowered: 1 });
  expect(model.by_day[0]).toMatchObject({ changed: 1, quarantined: 1 });
  expect(en).toContain('1 run, 1 change');
  expect(es).not.toContain('sin cambios');
});

test('a sync of some products says nothing of the others, and nothing of how long a sync takes', () => {
  const whole = quietRun('2026-11-22 14:00:00.000', { fetched: 100 });
  const some = quietRun('2026-11-22 14:05:00.000', { command: 'select', fetched: 3, durationMs: 50 });
  const options = { target: null, zone, days: 1, maxTold: 9, lateness: LATENESS, readRejected };
  const model = modelOf(overviewOf(NOW, [some, whole]), options);
  expect(model).toMatchObject({ products: 100, state: { last_run_id: whole.runId } });
  expect(model.by_day[0]).toMatchObject({ median_s: 3, longest_s: 3 });
});
