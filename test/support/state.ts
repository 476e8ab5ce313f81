import type { Backlog } from '../../src/alerts/late.ts';
import { modelOf, type PageModel } from '../../src/dashboard/model/model.ts';
import { stateSentence } from '../../src/dashboard/page/sentence.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import type { Overview } from '../../src/dashboard/model/overview.ts';
import type { RunFacts } from '../../src/dashboard/questions/runs.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { LATENESS } from './overview.ts';
import { wordingsOf } from './wordings.ts';

export const NOW = '2026-11-22 17:09:00.000';
export const GOOD = '2026-11-22 17:05:00.000';
export const BEFORE = '2026-11-22 16:50:00.000';
const zone = zoneOf('America/Argentina/Buenos_Aires');

/** What the page shows of it. */
export function shown(overview: Overview, lateness = LATENESS, hasSource = true): PageModel {
  return modelOf(overview, { target: null, zone, days: 30, maxTold: 200, readRejected, lateness, hasSource });
}

/** Its sentence about the stock. */
export function said(
  overview: Overview,
  lateness = LATENESS,
  hasSource = true,
): { level: string; en: string; es: string } {
  const model = shown(overview, lateness, hasSource);
  const { en, es } = wordingsOf(zone, model.made_at);
  return {
    level: model.state.level,
    en: stateSentence(model, en),
    es: stateSentence(model, es),
  };
}

export const failed = { status: 'failed', exitCode: 69, committedAt: null, fetched: 0 };

/** As `alerts/late.ts` finds it. */
export function lacking(differing: Partial<Backlog>): Pick<Overview, 'backlogs'> {
  const none = {
    channel: 'publications',
    pending: 0,
    since: null,
    waitedMs: 0,
    earlier: 0,
    pausedAt: null,
    mostSince: null,
    mostWaitedMs: 0,
    runs: 0,
    dead: 0,
    reason: null,
  };
  return { backlogs: [{ ...none, ...differing }] };
}

export const error = (code: string) => JSON.stringify({ code, params: { count: 12, why: '' } });
export const storiesOf = (run: RunFacts | undefined, of: { reason?: string; error?: string }) =>
  new Map([[run?.runId ?? '', { runId: '', reason: null, error: null, report: null, ...of }]]);
