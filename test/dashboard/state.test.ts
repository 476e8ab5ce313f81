import { describe, expect, test } from 'vitest';
import { overviewOf, quietRun } from '../support/overview.ts';
import { BEFORE, error, failed, GOOD, lacking, NOW, said, shown, storiesOf } from '../support/state.ts';

describe('the sentence says whether the stock is right', () => {
  test('before the first sync', () => {
    expect(said(overviewOf(NOW, []))).toEqual({
      level: 'attention',
      en: 'No sync has ended yet, so nothing can be said of the stock.',
      es: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock.',
    });
  });

  test('where no source is and somebody counts', () => {
    const counted = {
      level: 'good',
      en: 'The stock is what was counted here, less what was sold since. Nothing is left to be sent to Mercado Libre.',
      es: 'El stock es el que se contó acá, menos lo que se vendió desde entonces. No queda nada por enviar a Mercado Libre.',
    };
    expect(said(overviewOf(NOW, []), undefined, false)).toEqual(counted);
    // What its last sync left says nothing any more.
    expect(said(overviewOf(NOW, [quietRun(BEFORE, failed)]), undefined, false)).toEqual(counted);
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
    expect(es).toContain('El stock está al día, salvo 3 artículos para corregir: la última');
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
    const model = shown(overviewOf(NOW, [quietRun(BEFORE, running)]));
    expect(model.state).toMatchObject({ level: 'attention', last_status: 'lost', cause: { name: 'lost' } });
  });

  test('flashes that fail after a whole run that went well are to be looked at, with their cause', () => {
    const flash = quietRun(GOOD, { ...failed, command: 'flash', exitCode: 78 });
    const overview = overviewOf(NOW, [flash, quietRun(BEFORE)]);
    expect(shown(overview).state).toMatchObject({
      level: 'attention',
      stock: 'current',
      cause: { outcome: 'unchanged' },
    });
    const over = overviewOf(NOW, [quietRun(GOOD), quietRun(BEFORE, { ...failed, command: 'flash' })]);
    expect(said(over).level).toBe('good');
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
    ['now and then', every(6000, '2026-11-21 14:00:00.000', 2), 'trouble'],
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
