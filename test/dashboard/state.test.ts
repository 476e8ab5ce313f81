import { describe, expect, test } from 'vitest';
import type { Backlog } from '../../src/alerts/late.ts';
import { enCauses } from '../../src/alerts/words/causes.en.ts';
import { esCauses } from '../../src/alerts/words/causes.es.ts';
import { enText } from '../../src/dashboard/words/en.ts';
import { esText } from '../../src/dashboard/words/es.ts';
import { enText as enRuns } from '../../src/runs/words/en.ts';
import { esText as esRuns } from '../../src/runs/words/es.ts';
import { inEnglish as english, inSpanish as spanish } from '../support/words.ts';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { stateSentence } from '../../src/dashboard/page/sentence.ts';
import { wordingOf } from '../../src/dashboard/page/wording.ts';
import { zoneOf } from '../../src/dashboard/model/zone.ts';
import type { Overview } from '../../src/dashboard/model/overview.ts';
import type { RunFacts } from '../../src/dashboard/questions/runs.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';

const NOW = '2026-11-22 17:09:00.000';
const GOOD = '2026-11-22 17:05:00.000';
const BEFORE = '2026-11-22 16:50:00.000';
const zone = zoneOf('America/Argentina/Buenos_Aires');

const options = { target: null, zone, days: 30, maxTold: 200, readRejected };

function said(overview: Overview, lateness = LATENESS): { level: string; en: string; es: string } {
  const model = modelOf(overview, { ...options, lateness });
  const inEnglish = wordingOf(enText, { ...enRuns, causes: enCauses }, english, zone, model.made_at);
  const inSpanish = wordingOf(esText, { ...esRuns, causes: esCauses }, spanish, zone, model.made_at);
  return {
    level: model.state.level,
    en: stateSentence(model, inEnglish),
    es: stateSentence(model, inSpanish),
  };
}

const failed = { status: 'failed', exitCode: 69, committedAt: null, fetched: 0 };

/** As `alerts/late.ts` finds it. */
function lacking(differing: Partial<Backlog>): Pick<Overview, 'backlogs'> {
  const none = {
    channel: 'publications',
    pending: 0,
    since: null,
    waitedMs: 0,
    earlier: 0,
    mostSince: null,
    mostWaitedMs: 0,
    runs: 0,
    dead: 0,
  };
  return { backlogs: [{ ...none, ...differing }] };
}

const error = (code: string) => JSON.stringify({ code, params: { count: 12, why: '' } });
const storiesOf = (run: RunFacts | undefined, of: { reason?: string; error?: string }) =>
  new Map([[run?.runId ?? '', { runId: '', reason: null, error: null, report: null, ...of }]]);

describe('the sentence says whether the stock is right', () => {
  test('before the first sync', () => {
    expect(said(overviewOf(NOW, []))).toEqual({
      level: 'attention',
      en: 'No sync has ended yet, so nothing can be said of the stock.',
      es: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock.',
    });
  });

  test('after one that went well', () => {
    expect(said(overviewOf(NOW, [quietRun(GOOD)]))).toEqual({
      level: 'good',
      en: 'The stock is up to date: the last sync ended well 4 minutes ago (14:05). Nothing is left to be sent to Mercado Libre.',
      es: 'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05). No queda nada por enviar a Mercado Libre.',
    });
  });

  test('just after one that went well', () => {
    const { en, es } = said(overviewOf(NOW, [quietRun(NOW)]));
    expect(en).toContain('the last sync ended well now (');
    expect(es).toContain('la última sincronización terminó bien ahora (');
  });

  test('after one that failed, with the one that loaded last', () => {
    expect(said(overviewOf(NOW, [quietRun(GOOD, failed), quietRun(BEFORE)]))).toEqual({
      level: 'trouble',
      en: 'The stock is as it was at 13:50: the last sync (14:05) loaded nothing. Nothing is left to be sent to Mercado Libre.',
      es: 'El stock quedó como estaba a las 13:50: la última sincronización (14:05) no cargó nada. No queda nada por enviar a Mercado Libre.',
    });
  });

  test('after failures only', () => {
    const { level, en, es } = said(overviewOf(NOW, [quietRun(GOOD, failed)]));
    expect(level).toBe('trouble');
    expect(en).toContain('No stock has been loaded yet: the last sync (14:05) loaded nothing.');
    expect(es).toContain('Todavía no se cargó ningún stock: la última sincronización (14:05) no cargó nada.');
  });

  test('after one that loaded and did not come to its end', () => {
    const runs = [quietRun(GOOD, { status: 'incomplete', exitCode: 69 })];
    const stories = storiesOf(runs[0], { error: error('sync.procedure_failed') });
    expect(said(overviewOf(NOW, runs, { stories, ...lacking({ pending: 12, since: BEFORE }) }))).toEqual({
      level: 'attention',
      en: 'The stock was brought up to date 4 minutes ago (14:05), but that sync could not finish everything. 12 products to be sent to Mercado Libre, for 19 minutes.',
      es: 'El stock se puso al día hace 4 minutos (14:05), pero esa sincronización no pudo terminar todo. 12 productos por enviar a Mercado Libre, desde hace 19 minutos.',
    });
  });

  test('except for what has to be corrected in Bitcram', () => {
    const quarantine = { count: 3, rows: [] };
    const { level, en, es } = said(overviewOf(NOW, [quietRun(GOOD)], { quarantine }));
    expect(level).toBe('attention');
    expect(en).toContain(
      'The stock is up to date, except for 3 items in quarantine: the last sync ended well',
    );
    expect(es).toContain('El stock está al día, salvo 3 artículos para corregir en Bitcram: la última');
  });

  test('while the next one is on its way, and not where that one shows no sign of life', () => {
    const running = { status: 'running', exitCode: null, committedAt: null, durationMs: null };
    const alive = quietRun('2026-11-22 17:08:00.000', { ...running, aliveAt: '2026-11-22 17:08:45.000' });
    const dead = quietRun('2026-11-22 17:06:00.000', { ...running, aliveAt: '2026-11-22 17:06:30.000' });
    const now = said(overviewOf(NOW, [alive, quietRun(GOOD)]));
    expect(now.es).toContain(
      'terminó bien hace 4 minutos (14:05), y hay una en marcha desde las 14:08. No queda',
    );
    expect(now.en).toContain(
      'ended well 4 minutes ago (14:05), and one has been running since 14:08. Nothing is',
    );
    expect(said(overviewOf(NOW, [dead, quietRun(GOOD)])).es).not.toContain('en marcha');
  });
});

describe('a run that is under way, and a flash that fails', () => {
  const running = { status: 'running', exitCode: null, durationMs: null };

  test('one that has loaded and still tells the channels has brought the stock up to date', () => {
    const { level, es } = said(overviewOf(NOW, [quietRun(NOW, running), quietRun(BEFORE)]));
    expect(level).toBe('good');
    expect(es).toMatch(/^El stock está al día: se cargó ahora \(14:09\), y hay una en marcha/);
  });

  test('one that loaded and died before its end is trouble of its own', () => {
    const model = modelOf(overviewOf(NOW, [quietRun(BEFORE, running)]), { ...options, lateness: LATENESS });
    expect(model.state).toMatchObject({ level: 'attention', last_status: 'lost', cause: { name: 'lost' } });
  });

  test('flashes that fail after a whole run that went well are to be looked at, with their cause', () => {
    const flash = quietRun(GOOD, { ...failed, command: 'flash', exitCode: 78 });
    const overview = overviewOf(NOW, [flash, quietRun(BEFORE)]);
    expect(modelOf(overview, { ...options, lateness: LATENESS }).state).toMatchObject({
      level: 'attention',
      stock: 'current',
      cause: { outcome: 'unchanged' },
    });
    const over = overviewOf(NOW, [quietRun(GOOD), quietRun(BEFORE, { ...failed, command: 'flash' })]);
    expect(said(over).level).toBe('good');
  });
});

describe('and what the channels know of it', () => {
  const LATE = { pending: 206, since: '2026-11-22 15:15:00.000', waitedMs: 114 * 60_000, runs: 22 };

  test('calmly, where something is pending and not late', () => {
    const runs = [quietRun(GOOD)];
    const of = { pending: 206, since: GOOD, waitedMs: 4 * 60_000, runs: 1 };
    expect(said(overviewOf(NOW, runs, lacking(of)))).toEqual({
      level: 'good',
      en: 'The stock is up to date: the last sync ended well 4 minutes ago (14:05). 206 products to be sent to Mercado Libre, for 4 minutes.',
      es: 'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05). 206 productos por enviar a Mercado Libre, desde hace 4 minutos.',
    });
    expect(said(overviewOf(NOW, runs, lacking({ pending: 1, since: NOW }))).es).toContain(
      '1 producto por enviar a Mercado Libre, desde hace menos de un minuto.',
    );
  });

  test('in red and first, where one is late: nobody reads that all is up to date', () => {
    const late = said(overviewOf(NOW, [quietRun(GOOD)], lacking(LATE)));
    expect(late).toEqual({
      level: 'trouble',
      en: 'Mercado Libre is behind: 206 products since 12:15. The stock was loaded well 4 minutes ago (14:05).',
      es: 'Mercado Libre está atrasado: 206 productos desde las 12:15. El stock se cargó bien hace 4 minutos (14:05).',
    });
    const runs = [quietRun(GOOD, { status: 'incomplete', exitCode: 69 })];
    const stories = storiesOf(runs[0], { error: error('channels.still_pending') });
    expect(said(overviewOf(NOW, runs, { stories, ...lacking(LATE) }))).toEqual(late);
  });

  test('since a day that is not today, and since one in the night', () => {
    const since = (moment: string) =>
      said(overviewOf(NOW, [quietRun(GOOD)], lacking({ ...LATE, since: moment })));
    expect(since('2026-11-21 15:00:00.000').es).toContain('206 productos desde el 21 nov, 12:00.');
    expect(since('2026-11-21 15:00:00.000').en).toContain('206 products since 21 Nov, 12:00.');
    expect(since('2026-11-22 04:30:00.000').es).toContain('206 productos desde la 01:30.');
  });

  test('since when most of it waits, and since when the few that wait for longer', () => {
    const few = {
      pending: 119,
      earlier: 1,
      since: '2026-11-22 12:30:00.000',
      mostSince: '2026-11-22 15:15:00.000',
    };
    const overview = overviewOf(NOW, [quietRun(GOOD)], lacking({ ...LATE, ...few, dead: 8 }));
    expect(said(overview).es).toContain(
      'Mercado Libre está atrasado: 118 productos desde las 12:15 y 1 desde las 09:30, y rechazó 8 productos.',
    );
    expect(said(overview).en).toContain(
      'Mercado Libre is behind: 118 products since 12:15 and 1 since 09:30,',
    );
  });

  test('in red at once, where one refused products for good', () => {
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking({ dead: 3 })))).toEqual({
      level: 'trouble',
      en: 'Mercado Libre refused 3 products. The stock was loaded well 4 minutes ago (14:05).',
      es: 'Mercado Libre rechazó 3 productos. El stock se cargó bien hace 4 minutos (14:05).',
    });
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking({ ...LATE, dead: 1 }))).es).toBe(
      'Mercado Libre está atrasado: 206 productos desde las 12:15, y rechazó 1 producto. El stock se cargó bien hace 4 minutos (14:05).',
    );
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking({ pending: 2, since: GOOD, dead: 1 }))).es).toBe(
      'Mercado Libre rechazó 1 producto. 2 productos por enviar a Mercado Libre, desde hace 4 minutos. El stock se cargó bien hace 4 minutos (14:05).',
    );
  });

  test('after what makes the stock doubtful', () => {
    const runs = [quietRun(GOOD, failed), quietRun(BEFORE)];
    expect(said(overviewOf(NOW, runs, lacking(LATE))).es).toBe(
      'El stock quedó como estaba a las 13:50: la última sincronización (14:05) no cargó nada. Mercado Libre está atrasado: 206 productos desde las 12:15.',
    );
  });

  test('as patiently as ALERT_AFTER_RUNS says', () => {
    const of = { pending: 2, since: GOOD, waitedMs: 4 * 60_000, runs: 2 };
    const level = (afterRuns: number) =>
      said(overviewOf(NOW, [quietRun(GOOD)], lacking(of)), { afterRuns, webhooks: true }).level;
    expect([level(1), level(2)]).toEqual(['trouble', 'good']);
  });

  test('of none where nobody is told, unless something is still left for it', () => {
    const off = { afterRuns: 3, webhooks: false };
    expect(said(overviewOf(NOW, [quietRun(GOOD)]), off).es).toBe(
      'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05).',
    );
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking(LATE)), off).es).toContain('está atrasado: 206');
  });

  test('each by itself, and one of another version by its name', () => {
    const { backlogs } = lacking({ channel: 'elsewhere', dead: 2 });
    const overview = overviewOf(NOW, [quietRun(GOOD)], { backlogs });
    expect(said(overview).es).toBe(
      'elsewhere rechazó 2 productos. No queda nada por enviar a Mercado Libre. El stock se cargó bien hace 4 minutos (14:05).',
    );
    expect(modelOf(overview, { ...options, lateness: LATENESS }).channels).toEqual([
      {
        channel: 'publications',
        label: { code: 'publications.label', params: {} },
        pending: 0,
        since: null,
        late: false,
        earlier: 0,
        most_since: null,
        dead: 0,
      },
      {
        channel: 'elsewhere',
        label: 'elsewhere',
        pending: 0,
        since: null,
        late: false,
        earlier: 0,
        most_since: null,
        dead: 2,
      },
    ]);
  });
});

describe('what is not well has its cause', () => {
  const causeOf = (overview: Overview) => modelOf(overview, { ...options, lateness: LATENESS }).state.cause;

  test('of the last sync, with when the stock was loaded that is there', () => {
    const runs = [quietRun(GOOD, failed), quietRun(BEFORE)];
    const stories = storiesOf(runs[0], { error: error('mysql.lost') });
    expect(causeOf(overviewOf(NOW, runs, { stories, ...lacking({ dead: 2 }) }))).toEqual({
      name: 'database_down',
      outcome: 'unchanged',
      stock_of: '2026-11-22T16:50:00.000Z',
    });
  });

  test('of syncs that stay away, and of products that were refused, and none where all is well', () => {
    const long = quietRun('2026-11-20 12:00:00.000');
    expect(causeOf(overviewOf(NOW, [long]))).toMatchObject({ name: 'silent', outcome: 'unchanged' });
    expect(causeOf(overviewOf(NOW, [quietRun(GOOD)], lacking({ dead: 2 })))).toMatchObject({
      name: 'refused',
    });
    expect(causeOf(overviewOf(NOW, [quietRun(GOOD)], lacking({ pending: 2, since: GOOD })))).toBeNull();
  });

  test('of each run that is told, with the stock that it found', () => {
    const lost = { status: 'lost', exitCode: null, committedAt: null };
    const runs = [
      quietRun(GOOD, lost),
      quietRun(BEFORE, { updated: 1 }),
      quietRun('2026-11-22 16:45:00.000', failed),
    ];
    const { history } = modelOf(overviewOf(NOW, runs), { ...options, lateness: LATENESS });
    expect(history.days[0]?.entries).toMatchObject([
      { cause: { name: 'lost', outcome: 'unchanged', stock_of: '2026-11-22T16:50:00.000Z' } },
      { cause: null },
      { cause: { name: 'service_down', outcome: 'unchanged', stock_of: null } },
    ]);
  });
});

describe('silence is trouble', () => {
  const every = (minutes: number, last: string, count: number) =>
    Array.from({ length: count }, (_, back) =>
      quietRun(
        new Date(Date.parse(`${last}Z`) - back * minutes * 60_000)
          .toISOString()
          .replace('T', ' ')
          .slice(0, 23),
      ),
    );

  test.each([
    ['every 5 minutes', every(5, '2026-11-22 16:45:00.000', 20), 'good'],
    ['every 5 minutes', every(5, '2026-11-22 16:30:00.000', 20), 'trouble'],
    ['every 4 hours', every(240, '2026-11-22 06:00:00.000', 20), 'good'],
    ['every 4 hours', every(240, '2026-11-22 04:00:00.000', 20), 'trouble'],
    ['now and then', every(600, '2026-11-21 18:00:00.000', 2), 'good'],
    ['now and then', every(6000, '2026-11-21 16:00:00.000', 2), 'trouble'],
  ])('when syncs run %s: %#', (_how, runs, level) => {
    expect(said(overviewOf(NOW, runs)).level).toBe(level);
  });

  test('and says since when', () => {
    const runs = every(5, '2026-11-21 12:00:00.000', 20);
    expect(said(overviewOf(NOW, runs)).en).toContain(
      'The stock may be out of date: the last sync was 29 hours ago (21 Nov, 09:00), and none has ended since',
    );
  });
});
