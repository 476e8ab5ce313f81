import { expect, test } from 'vitest';
import { answerSection } from '../../src/dashboard/page/answer.ts';
import { productsSection } from '../../src/dashboard/page/products.ts';
import { runsSection } from '../../src/dashboard/page/story.ts';
import type { Overview } from '../../src/dashboard/model/overview.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { overviewOf, quietRun } from '../support/overview.ts';
import { failed, lacking, NOW, shown, storiesOf } from '../support/state.ts';
import { wordingsOf } from '../support/wordings.ts';

const zone = zoneOf('America/Argentina/Buenos_Aires');

/** What the page says of its runs, and above all of how things stand. */
function pageOf(overview: Overview): Record<'runs' | 'now' | 'runsEn' | 'nowEn', string> {
  const model = shown(overview);
  const { es, en } = wordingsOf(zone, model.made_at);
  const words = ({ text }: { text: string }) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return {
    runs: words(runsSection(model, es)),
    now: words(answerSection(model, es)),
    runsEn: words(runsSection(model, en)),
    nowEn: words(answerSection(model, en)),
  };
}

const stopped = { status: 'stopped', exitCode: 77, committedAt: null, updated: 6538 };
const unsent = { status: 'incomplete', exitCode: 69, pending: 232 };
const failing = (count: number) =>
  JSON.stringify({
    code: 'channels.still_pending',
    params: { count, why: { code: 'publications.answers', params: { status: 503 } } },
  });

test('a run that was stopped, and after which another one loaded, is told in the past', () => {
  const runs = [
    quietRun('2026-11-22 17:05:00.000'),
    quietRun('2026-11-21 22:00:00.000', { updated: 40 }),
    quietRun('2026-11-21 21:30:00.000', stopped),
    quietRun('2026-11-21 21:00:00.000', { updated: 3 }),
  ];
  const page = pageOf(overviewOf(NOW, runs));
  expect(page.runs).toContain(
    'El stock siguió por un tiempo como estaba el 21 nov, 18:00. Ya se resolvió: la sincronización que empezó el 21 nov, 19:00 cargó bien.',
  );
  expect(page.runs).not.toMatch(/Qué hacer|todavía no se publicó/);
  expect(page.runsEn).toContain('It is solved: the sync that began on 21 Nov, 19:00 loaded well.');
  expect(page.runsEn).not.toMatch(/What to do|not published yet/);
});

test('a flash puts no end to what a whole reading missed, nor a sync of some products', () => {
  const runs = [
    quietRun('2026-11-22 17:05:00.000', { command: 'flash', updated: 1 }),
    quietRun('2026-11-22 17:00:00.000', { command: 'select', updated: 1 }),
    quietRun('2026-11-22 16:30:00.000', failed),
  ];
  expect(pageOf(overviewOf(NOW, runs)).runs).toContain('Qué hacer:');
  expect(shown(overviewOf(NOW, runs)).history.days[0]?.entries.at(-1)).toMatchObject({
    cause: { solved_at: null },
  });
});

test('what was not sent and was sent later is told in the past, with what the receiver was like', () => {
  const sent = quietRun('2026-11-22 13:40:00.000', { command: 'notify', committedAt: null, delivered: 232 });
  const outage = quietRun('2026-11-22 10:10:00.000', { ...unsent, updated: 232 });
  const paused = quietRun('2026-11-22 12:00:00.000');
  const runs = [quietRun('2026-11-22 17:05:00.000'), sent, paused, outage];
  const page = pageOf(overviewOf(NOW, runs, { stories: storiesOf(outage, { error: failing(232) }) }));
  expect(page.runs).toContain('el servicio que publica ahí respondía con errores propios.');
  expect(page.runs).toContain(
    'El stock se cargó. Ya se resolvió: lo que faltaba enviar se envió a las 10:40.',
  );
  expect(page.runs).not.toContain('Qué hacer');
  expect(page.runsEn).toContain('answered with errors of its own.');
  expect(page.runsEn).toContain('It is solved: what was left to be sent was sent at 10:40.');
});

test('what was refused for good until the rest was sent is not told as sent, and is over only where it was not', () => {
  const first = quietRun('2026-11-22 10:00:00.000', { ...unsent, pending: 38 });
  const between = quietRun('2026-11-22 10:10:00.000', { ...unsent, pending: 37, dead: 1 });
  const sent = quietRun('2026-11-22 10:30:00.000', { delivered: 37, dead: 1 });
  const later = quietRun('2026-11-22 17:05:00.000', { delivered: 2, dead: 5 });
  const stories = new Map([
    ...storiesOf(first, { error: failing(38) }),
    ...storiesOf(between, { error: failing(37) }),
  ]);
  const page = pageOf(overviewOf(NOW, [later, sent, between, first], { stories }));
  expect(page.runs).toContain(
    'Lo que faltaba enviar se envió a las 07:30, salvo 2 productos que Mercado Libre rechazó y no se vuelven a enviar solos: `npm run job -- dead list` dice si siguen rechazados.',
  );
  expect(page.runs).not.toContain('Ya se resolvió');
  expect(page.runsEn).toContain(
    'was sent at 07:30, except for 2 products that Mercado Libre refused for good: `npm run job -- dead list` says whether they are still refused.',
  );
});

test('what is over advises nothing, nor do its technical details', () => {
  const watch = { code: 'sync.vanish', params: { count: 200, of: 1000, limit: 5, examples: [] } };
  const guarded = JSON.stringify({ code: 'sync.guarded', params: { watches: [watch] } });
  const stop = quietRun('2026-11-21 21:30:00.000', stopped);
  const runs = [quietRun('2026-11-22 17:05:00.000'), stop, quietRun('2026-11-21 21:00:00.000')];
  const stories = storiesOf(stop, { error: guarded });
  const over = pageOf(overviewOf(NOW, runs, { stories }));
  expect(over.runs).toContain('sync.guarded');
  expect(over.runs + over.runsEn).not.toContain('--force');
  const goesOn = pageOf(overviewOf(NOW, runs.slice(1), { stories }));
  expect(goesOn.runs).toContain('--force');
});

test('once all was sent after it, the last sync leaves nothing to look at', () => {
  const sent = quietRun('2026-11-22 17:05:00.000', { command: 'notify', committedAt: null, delivered: 12 });
  const outage = quietRun('2026-11-22 16:50:00.000', { ...unsent, pending: 12 });
  const stories = storiesOf(outage, { error: failing(12) });
  expect(shown(overviewOf(NOW, [sent, outage], { stories })).state).toMatchObject({
    level: 'good',
    cause: null,
  });
});

test('the run of an outage that goes on says what to do by now, as the headline does', () => {
  const outage = quietRun('2026-11-22 14:00:00.000', { ...unsent, updated: 232 });
  const now = '2026-11-22 17:09:00.000';
  const late = { pending: 232, since: outage.startedAt, waitedMs: 3 * 3_600_000, runs: 4 };
  const stories = storiesOf(outage, { error: failing(232) });
  const page = pageOf(overviewOf(now, [outage], { stories, ...lacking(late) }));
  for (const said of [page.now, page.runs]) {
    expect(said).toContain('Qué hacer: Lleva 3 horas así: llamá hoy');
    expect(said).not.toContain('media hora');
  }
  for (const said of [page.nowEn, page.runsEn]) expect(said).toContain('like this for 3 hours');
});

test('what waits says what the receiver is like, and not that it has not answered yet', () => {
  const outage = quietRun('2026-11-22 16:50:00.000', { ...unsent, updated: 1 });
  const row = {
    channel: 'publications',
    listing: null,
    itemId: 7,
    attempts: 0,
    lastError: null,
    deadAt: null,
  };
  const owed = { count: 1, rows: [{ ...row, owedAt: outage.startedAt }] };
  const waiting = { pending: 1, since: outage.startedAt };
  const saidOf = (runs: (typeof outage)[], why: object, backlog = {}) => {
    const error = JSON.stringify({ code: 'channels.still_pending', params: { count: 1, why } });
    const stories = storiesOf(outage, { error });
    const model = shown(overviewOf(NOW, runs, { owed, stories, ...lacking({ ...waiting, ...backlog }) }));
    const { es, en } = wordingsOf(zone, model.made_at);
    return [es, en].map((each) => /<td[^>]*>([^<]*?)\s*<small>/.exec(productsSection(model, each).text)?.[1]);
  };
  const failure = { code: 'publications.answers', params: { status: 503 } };
  const failingWords = [
    'el servicio responde con errores propios',
    'the service answers with errors of its own',
  ];
  expect(saidOf([outage], failure)).toEqual(failingWords);
  const sourceAway = quietRun('2026-11-22 17:05:00.000', { ...failed, status: 'failed' });
  expect(saidOf([sourceAway, outage], failure)).toEqual(failingWords);
  expect(saidOf([outage], { code: 'publications.no_answer', params: {} })).toEqual([
    'el servicio no responde',
    'the service does not answer',
  ]);
  expect(saidOf([outage], failure, { pausedAt: outage.startedAt })).toEqual(['en pausa', 'paused']);
  const later = quietRun('2026-11-22 17:05:00.000', { delivered: 1 });
  expect(saidOf([later, outage], failure)).toEqual(['todavía sin respuesta', 'no answer yet']);
});

test('where all that is left was refused for good, nobody reads that it is still to be sent', () => {
  const page = pageOf(overviewOf(NOW, [quietRun('2026-11-22 17:05:00.000')], lacking({ dead: 1 })));
  expect(page.now).toContain(
    'Lo que fue rechazado una y otra vez no se vuelve a enviar solo. El stock está cargado. En Mercado Libre lo rechazado sigue como estaba.',
  );
  expect(page.now).not.toContain('queda por enviar');
  expect(page.nowEn).toContain('In Mercado Libre what was refused stays as it was.');
  expect(page.nowEn).not.toContain('still to be sent');
});
