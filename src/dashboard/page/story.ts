import { changesInWords, webhooksInWords } from '../../runs/telling.ts';
import { causeMarkup, lateSince } from './cause.ts';
import { dayInWords } from './day-in-words.ts';
import type { Day } from '../model/days.ts';
import { DAY_SIGNS } from '../model/outcome.ts';
import type { DayOfRuns, Fold, RunEntry } from '../model/history.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import type { PageModel } from '../model/model.ts';
import { runProducts } from './run-products.ts';
import type { Wording } from './wording.ts';

/** Each run with its story, a day at a time, those without one folded together. */
export function runsSection(model: PageModel, wording: Wording): Markup {
  const { runs } = wording.page;
  const { days, told, notable } = model.history;
  const late = lateSince(model);
  const factsOf = new Map(model.by_day.map((each) => [each.day, each]));
  return markup`<section id="runs" aria-labelledby="runs-h">
    <h2 id="runs-h">${runs.heading}</h2>
    ${days.length === 0 ? markup`<p class="note">${runs.none}</p>` : null}
    ${notable > told ? markup`<p class="note">${runs.bounded(wording.number(notable - told))}</p>` : null}
    ${days.map((day) => dayOf(day, factsOf.get(day.day), late, wording))}
  </section>`;
}

/** Inside what is folded: a browser opens that by itself where somebody goes there. */
export function dayId(day: string): string {
  return `day-${day}`;
}

function dayOf(
  { day, runs, changed, entries }: DayOfRuns,
  facts: Day | undefined,
  late: string | null,
  wording: Wording,
): Markup {
  const words = wording.page.runs;
  const result = facts?.result ?? 'none';
  const told = facts !== undefined && result !== 'good' && result !== 'none';
  return markup`<details class="card day">
    <summary>
      <h3>${wording.weekday(day)}</h3>
      <span class="${result}"><i class="sign" aria-hidden="true">${DAY_SIGNS[result]}</i> ${told ? `${wording.page.strip.result[result]} · ` : null}${runs === 0 ? words.noneThatDay : words.day(runs, changed)}</span>
    </summary>
    <ol id="${dayId(day)}">${told ? markup`<li class="what">${dayInWords(facts, wording)}</li>` : null}${
      entries.length === 0 ? markup`<li class="quiet">${words.noneThatDay}</li>` : null
    }${entries.map((entry) => (entry.kind === 'quiet' ? foldOf(entry, wording) : runOf(entry, late, wording)))}</ol>
  </details>`;
}

function foldOf(fold: Fold, wording: Wording): Markup {
  return markup`<li class="quiet"><span class="when">${spanOf(fold, wording)}</span>
    <span>${wording.page.runs.quiet(fold.runs, fold.changed)}</span></li>`;
}

function spanOf(
  { first_at: first, last_at: last }: { first_at: string; last_at: string },
  wording: Wording,
): string {
  const [from, to] = [wording.time(first), wording.time(last)];
  return from === to ? from : `${from} – ${to}`;
}

function levelOf({ status }: RunEntry): 'good' | 'attention' | 'trouble' {
  if (status === 'succeeded' || status === 'running') return 'good';
  return status === 'incomplete' || status === 'interrupted' ? 'attention' : 'trouble';
}

function runOf(run: RunEntry, late: string | null, wording: Wording): Markup {
  const { runs } = wording.page;
  const took = run.duration_s === null ? '' : runs.took(wording.number(run.duration_s));
  const { same } = run;
  return markup`<li class="${levelOf(run)}">
    <span class="when">${same === null ? wording.time(run.at) : spanOf(same, wording)}</span>
    <div>
      <p><strong>${headingOf(run, wording)}</strong>
        <small>${[same === null ? '' : runs.newest, took, run.run_id, pulseOf(run)].filter((part) => part !== '').join(' · ')}</small></p>
      ${sentences(run, wording).map((sentence) => markup`<p>${sentence}</p>`)}
      ${run.cause === null ? null : causeMarkup(run.cause, { reason: run.reason, exitCode: run.exit_code, runId: run.run_id }, wording, late)}
      ${runProducts(run, wording)}
    </div>
  </li>`;
}

/** When that was, stands beside it. */
function pulseOf({ pulse = '' }: RunEntry): string {
  return pulse.replace(/ \d{4}-.*/s, '');
}

function headingOf({ command, status, same }: RunEntry, wording: Wording): string {
  const { runs } = wording.page;
  const what = `${runs.command[command] ?? command}: ${runs.status[status] ?? status}`;
  if (same === null) return what;
  const { times, changed } = same;
  return `${what}, ${same.alike ? runs.same(same.runs, times) : runs.sameCause(same.runs, times, changed)}`;
}

function sentences(run: RunEntry, wording: Wording): string[] {
  const { runs } = wording.page;
  const said: string[] = [];
  if (run.fetched > 0) {
    const read = run.loaded ? runs.read(run.fetched) : runs.notLoaded(run.fetched);
    said.push(`${read}${changesInWords(run.counts, wording, run.loaded ? 'did' : 'wouldHave')}.`);
  }
  const webhooks = webhooksInWords(run.counts, wording);
  if (webhooks !== undefined) said.push(`${webhooks}.`);
  if (run.forced) {
    said.push(run.overridden === null ? runs.forced : runs.overridden(wording.said(run.overridden)));
  }
  if (run.not_found.length > 0) said.push(runs.notFound(run.not_found.join(', ')));
  return said;
}
