import { type Markup, markup } from './markup.ts';
import type { Day } from './days.ts';
import type { PageModel } from './model.ts';
import type { ChartData } from './page-data.ts';
import type { Wording } from './wording.ts';

type ChartName = 'changes' | 'absent' | 'webhooks' | 'duration';

interface Kind {
  name: ChartName;
  kind: ChartData['kind'];
  inSeconds?: boolean;
  values: readonly ((day: Day) => number | null)[];
}

const KINDS: readonly Kind[] = [
  { name: 'changes', kind: 'bars', values: [changedOn, newOn] },
  { name: 'absent', kind: 'lines', values: [({ missing }) => missing, ({ quarantined }) => quarantined] },
  { name: 'webhooks', kind: 'lines', values: [({ owed }) => owed, ({ dead }) => dead] },
  {
    name: 'duration',
    kind: 'lines',
    inSeconds: true,
    values: [({ median_s: median }) => median, ({ longest_s: longest }) => longest],
  },
];

function changedOn({ runs, changed }: Day): number | null {
  return runs === 0 ? null : changed;
}

function newOn({ runs, new: added }: Day): number | null {
  return runs === 0 ? null : added;
}

export function chartData({ by_day: days }: PageModel, { page }: Wording): ChartData[] {
  return KINDS.map(({ name, kind, inSeconds, values }) => ({
    id: `chart-${name}`,
    kind,
    unit: inSeconds === true ? page.charts.seconds : '',
    series: values.map((value, index) => ({
      name: page.charts[name].series[index] ?? '',
      values: days.map(value),
    })),
  }));
}

/** A figure a chart: its heading, what it shows in words, the place where it is drawn, and its numbers as a table. */
export function chartsSection(model: PageModel, wording: Wording): Markup {
  const { charts } = wording.page;
  return markup`<section id="charts" aria-labelledby="charts-h">
    <h2 id="charts-h">${charts.heading(model.by_day.length)}</h2>
    <p class="note" id="plain">${charts.noScript}</p>
    <div class="figures">${KINDS.map((kind) => figure(kind, model, wording))}</div>
  </section>`;
}

function figure(kind: Kind, { by_day: days }: PageModel, wording: Wording): Markup {
  const { charts } = wording.page;
  const { title, series, none } = charts[kind.name];
  const id = `chart-${kind.name}`;
  if (isEmpty(kind, days)) return markup`<div class="card empty"><h3>${title}</h3><p>${none}</p></div>`;
  const shown = (value: number | null): string => (value === null ? '–' : wording.number(value));
  return markup`<figure class="card">
    <h3 id="${id}-h">${title}</h3>
    <ul class="legend" aria-hidden="true">
      ${series.map((name, index) => markup`<li><i class="${kind.kind} s${index}"></i>${name}</li>`)}
    </ul>
    <div class="chart" id="${id}" role="img" aria-labelledby="${id}-h" aria-describedby="${id}-d"></div>
    <figcaption>
      <p id="${id}-d">${describe(kind, days, wording)}</p>
      <details>
        <summary>${charts.numbers}<span class="unseen">: ${title}</span></summary>
        <table>
          <thead>
            <tr>
              <th scope="col">${charts.day}</th>
              ${series.map((name) => markup`<th scope="col">${name}${kind.inSeconds ? ' (s)' : ''}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${days.map(
              (day) =>
                markup`<tr><th scope="row">${wording.shortDay(day.day)}</th>${kind.values.map(
                  (value) => markup`<td>${shown(value(day))}</td>`,
                )}</tr>`,
            )}
          </tbody>
        </table>
      </details>
    </figcaption>
  </figure>`;
}

/** An empty frame says less than a sentence. */
function isEmpty({ values }: Kind, days: readonly Day[]): boolean {
  return values.every((value) => days.every((day) => (value(day) ?? 0) === 0));
}

function describe({ name, values }: Kind, days: readonly Day[], wording: Wording): string {
  const { range, none } = wording.page.charts[name];
  const [main] = values;
  const known = days.flatMap((day) => {
    const value = main?.(day) ?? null;
    return value === null ? [] : [{ day: day.day, value: name === 'changes' ? value + day.new : value }];
  });
  const [first] = known;
  if (first === undefined) return none;
  const most = known.reduce((found, each) => (each.value > found.value ? each : found), first);
  const least = Math.min(...known.map(({ value }) => value));
  return range(wording.number(least), wording.number(most.value), wording.day(most.day));
}
