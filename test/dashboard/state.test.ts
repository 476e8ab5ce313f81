import { describe, expect, test } from 'vitest';
import { enText } from '../../src/dashboard/words/en.ts';
import { esText } from '../../src/dashboard/words/es.ts';
import { enText as enRuns } from '../../src/runs/words/en.ts';
import { esText as esRuns } from '../../src/runs/words/es.ts';
import { inEnglish as english, inSpanish as spanish } from '../support/words.ts';
import { modelOf } from '../../src/dashboard/model.ts';
import { stateSentence } from '../../src/dashboard/sentence.ts';
import { wordingOf } from '../../src/dashboard/wording.ts';
import { zoneOf } from '../../src/dashboard/zone.ts';
import type { Overview } from '../../src/dashboard/overview.ts';
import type { OutboxRow } from '../../src/dashboard/questions/pending.ts';
import { overviewOf, quietRun } from '../support/overview.ts';

const NOW = '2026-11-22 17:09:00.000';
const GOOD = '2026-11-22 17:05:00.000';
const BEFORE = '2026-11-22 16:50:00.000';
const zone = zoneOf('America/Argentina/Buenos_Aires');

function said(overview: Overview): { level: string; en: string; es: string; reason: unknown } {
  const model = modelOf(overview, { target: null, zone, days: 30, maxTold: 200 });
  const { state, made_at: madeAt } = model;
  const inEnglish = stateSentence(state, wordingOf(enText, enRuns, english, zone, madeAt));
  const inSpanish = stateSentence(state, wordingOf(esText, esRuns, spanish, zone, madeAt));
  return { level: state.level, en: inEnglish, es: inSpanish, reason: state.reason };
}

const failed = { status: 'failed', exitCode: 69, committedAt: null, fetched: 0 };
const story = { runId: '', reason: 'Bitcram does not answer', error: null, report: null };

function outbox(count: number, owedAt: string): { count: number; rows: OutboxRow[] } {
  return { count, rows: [{ itemId: 1, attempts: 0, lastError: null, owedAt, deadAt: null }] };
}

describe('the sentence says whether the stock is right', () => {
  test('before the first sync', () => {
    expect(said(overviewOf(NOW, []))).toEqual({
      level: 'attention',
      en: 'No sync has ended yet, so nothing can be said of the stock.',
      es: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock.',
      reason: null,
    });
  });

  test('after one that went well', () => {
    expect(said(overviewOf(NOW, [quietRun(GOOD)]))).toEqual({
      level: 'good',
      en: 'The stock is up to date: the last sync ended well 4 minutes ago (14:05); no webhook is pending.',
      es: 'El stock está al día: la última sincronización terminó bien hace 4 minutos (14:05); no hay cambios sin enviar.',
      reason: null,
    });
  });

  test('just after one that went well', () => {
    const { en, es } = said(overviewOf(NOW, [quietRun(NOW)]));
    expect(en).toContain('the last sync ended well now (');
    expect(es).toContain('la última sincronización terminó bien ahora (');
  });

  test('after one that failed, with the one that loaded last and the reason', () => {
    const runs = [quietRun(GOOD, failed), quietRun(BEFORE)];
    const stories = new Map([[runs[0]?.runId ?? '', story]]);
    expect(said(overviewOf(NOW, runs, { stories }))).toEqual({
      level: 'trouble',
      en: 'The stock is that of 13:50: the last sync (14:05) loaded nothing; no webhook is pending.',
      es: 'El stock quedó como estaba (13:50): la última sincronización (14:05) no cargó nada; no hay cambios sin enviar.',
      reason: 'Bitcram does not answer',
    });
  });

  test('after failures only', () => {
    const { level, en, es } = said(overviewOf(NOW, [quietRun(GOOD, failed)]));
    expect(level).toBe('trouble');
    expect(en).toContain('No stock has been loaded yet: the last sync (14:05) loaded nothing;');
    expect(es).toContain('Todavía no se cargó ningún stock: la última sincronización (14:05) no cargó nada;');
  });

  test('after one that loaded and left webhooks pending', () => {
    const runs = [quietRun(GOOD, { status: 'incomplete', exitCode: 69, pending: 12 })];
    expect(said(overviewOf(NOW, runs, { owed: outbox(12, '2026-11-21 15:00:00.000') }))).toMatchObject({
      level: 'attention',
      en: 'The stock was brought up to date 4 minutes ago (14:05), but that sync could not finish everything; 12 webhooks pending since 21 Nov, 12:00.',
      es: 'El stock se puso al día hace 4 minutos (14:05), pero esa sincronización no pudo terminar todo; 12 cambios sin enviar (desde 21 nov, 12:00).',
    });
  });

  test('with what was given up and what is in quarantine', () => {
    const beside = { dead: outbox(1, GOOD), quarantine: { count: 3, rows: [] } };
    expect(said(overviewOf(NOW, [quietRun(GOOD)], beside))).toMatchObject({
      level: 'attention',
      en: expect.stringContaining('; 1 webhook given up; 3 items in quarantine.') as string,
      es: expect.stringContaining('; 1 cambio rechazado; 3 artículos para corregir en Bitcram.') as string,
    });
  });

  test('while the next one is on its way, and not where that one shows no sign of life', () => {
    const running = { status: 'running', exitCode: null, committedAt: null, durationMs: null };
    const alive = quietRun('2026-11-22 17:08:00.000', { ...running, aliveAt: '2026-11-22 17:08:45.000' });
    const dead = quietRun('2026-11-22 17:06:00.000', { ...running, aliveAt: '2026-11-22 17:06:30.000' });
    expect(said(overviewOf(NOW, [alive, quietRun(GOOD)])).es).toContain(
      '; hay una sincronización en marcha (desde 14:08);',
    );
    expect(said(overviewOf(NOW, [dead, quietRun(GOOD)])).es).not.toContain('en marcha');
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
