import { changesInWords, webhooksInWords } from '../runs/telling.ts';
import type { DayOfRuns, Fold, RunEntry } from './history.ts';
import { type Markup, markup } from './markup.ts';
import type { PageModel } from './model.ts';
import type { Wording } from './wording.ts';

/** Each run with its story, a day at a time, those without one folded together. */
export function runsSection({ history }: PageModel, wording: Wording): Markup {
  const { runs } = wording.page;
  const { days, told, notable } = history;
  return markup`<section id="runs" aria-labelledby="runs-h">
    <h2 id="runs-h">${runs.heading}</h2>
    ${days.length === 0 ? markup`<p class="note">${runs.none}</p>` : null}
    ${days.map((day, index) => dayOf(day, index === 0, wording))}
    ${
      notable > told
        ? markup`<p class="note">${runs.bounded(wording.number(told), wording.number(notable))}</p>`
        : null
    }
  </section>`;
}

function dayOf({ day, runs, changed, entries }: DayOfRuns, isOpen: boolean, wording: Wording): Markup {
  const words = wording.page.runs;
  const unwell = entries.filter((entry) => entry.kind === 'run' && levelOf(entry) === 'trouble').length;
  const mark = markup` <i class="mark" aria-hidden="true">!</i> ${words.unwell(unwell)}`;
  return markup`<details class="card day"${isOpen ? markup` open` : null}>
    <summary>
      <h3>${wording.weekday(day)}</h3>
      <span>${words.day(runs, changed)}${unwell > 0 ? mark : null}</span>
    </summary>
    <ol>${entries.map((entry) => (entry.kind === 'quiet' ? foldOf(entry, wording) : runOf(entry, wording)))}</ol>
  </details>`;
}

function foldOf({ runs, first_at: first, last_at: last }: Fold, wording: Wording): Markup {
  const from = wording.time(first);
  const to = wording.time(last);
  return markup`<li class="quiet"><span class="when">${from === to ? from : `${from} – ${to}`}</span>
    <span>${wording.page.runs.quiet(runs)}</span></li>`;
}

function levelOf({ status }: RunEntry): 'good' | 'attention' | 'trouble' {
  if (status === 'succeeded' || status === 'running') return 'good';
  return status === 'incomplete' || status === 'interrupted' ? 'attention' : 'trouble';
}

function runOf(run: RunEntry, wording: Wording): Markup {
  const { runs, state } = wording.page;
  const took = run.duration_s === null ? '' : runs.took(wording.number(run.duration_s));
  return markup`<li class="${levelOf(run)}">
    <span class="when">${wording.time(run.at)}</span>
    <div>
      <p><strong>${runs.command[run.command] ?? run.command}: ${runs.status[run.status] ?? run.status}</strong>
        <small>${[took, run.run_id].filter((part) => part !== '').join(' · ')}</small></p>
      ${sentences(run, wording).map((sentence) => markup`<p>${sentence}</p>`)}
      ${run.reason === null ? null : markup`<p class="reason">${state.why} <bdi>${wording.said(run.reason)}</bdi></p>`}
    </div>
  </li>`;
}

function sentences(run: RunEntry, wording: Wording): string[] {
  const { runs } = wording.page;
  const said: string[] = [];
  if (run.fetched > 0) {
    const read = run.loaded ? runs.read(run.fetched) : runs.notLoaded(run.fetched);
    said.push(`${read}${changesInWords(run.counts, wording)}.`);
  }
  const webhooks = webhooksInWords(run.counts, wording);
  if (webhooks !== undefined) said.push(`${webhooks}.`);
  if (run.forced) {
    said.push(run.overridden === null ? runs.forced : runs.overridden(wording.said(run.overridden)));
  }
  if (run.not_found.length > 0) said.push(runs.notFound(run.not_found.join(', ')));
  return said;
}
