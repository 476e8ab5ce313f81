import { describe, expect, test } from 'vitest';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { BEFORE, error, failed, GOOD, lacking, NOW, said, shown, storiesOf } from '../support/state.ts';

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
      said(overviewOf(NOW, [quietRun(GOOD)], lacking(of)), { ...LATENESS, afterRuns }).level;
    expect([level(1), level(2)]).toEqual(['trouble', 'good']);
  });

  test('of none where nobody is told, unless something is still left for it', () => {
    const off = { ...LATENESS, webhooks: false };
    expect(said(overviewOf(NOW, [quietRun(GOOD)]), off).es).toBe(
      'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05).',
    );
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking(LATE)), off).es).toBe(
      'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05). 206 productos por enviar a Mercado Libre, desde hace 114 minutos.',
    );
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lacking({ ...LATE, dead: 2 })), off).level).toBe('good');
  });

  test('each by itself, and one of another version by its name', () => {
    const { backlogs } = lacking({ channel: 'elsewhere', dead: 2 });
    const overview = overviewOf(NOW, [quietRun(GOOD)], { backlogs });
    expect(said(overview).es).toBe(
      'elsewhere rechazó 2 productos. No queda nada por enviar a Mercado Libre. El stock se cargó bien hace 4 minutos (14:05).',
    );
    expect(shown(overview).channels).toEqual([
      {
        channel: 'publications',
        label: { code: 'publications.label', params: {} },
        unit: 'product',
        on: true,
        pending: 0,
        since: null,
        late: false,
        earlier: 0,
        most_since: null,
        dead: 0,
        reason: null,
        paused_at: null,
      },
      {
        channel: 'elsewhere',
        label: 'elsewhere',
        unit: 'product',
        on: true,
        pending: 0,
        since: null,
        late: false,
        earlier: 0,
        most_since: null,
        dead: 2,
        reason: null,
        paused_at: null,
      },
    ]);
  });

  test('one that is paused asks for attention, whatever waits and for how long, and is not behind', () => {
    const { backlogs } = lacking({
      pending: 206,
      since: '2026-11-20 15:15:00.000',
      waitedMs: 9e7,
      runs: 99,
      pausedAt: '2026-11-21 15:15:00.000',
    });
    const overview = overviewOf(NOW, [quietRun(GOOD)], { backlogs });
    expect(shown(overview).state.level).toBe('attention');
    expect(said(overview)).toMatchObject({
      es: expect.stringMatching(
        /^Mercado Libre está en pausa desde el 21 nov, 12:15: esperan 206 productos\. El stock se cargó bien/,
      ) as string,
      en: expect.stringMatching(
        /^Mercado Libre is paused since 21 Nov, 12:15: 206 products wait\. /,
      ) as string,
    });
  });
});
