import { Markup, markup } from '../../platform/markup.ts';
import type { Day } from '../model/days.ts';
import type { PageModel } from '../model/model.ts';
import type { Wording } from './wording.ts';

type ChartName = 'changes' | 'absent' | 'webhooks' | 'duration';

interface Kind {
  name: ChartName;
  kind: 'bars' | 'lines';
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

/** What is drawn of a chart: one value a day in each series, null where there is none. */
export interface Drawn {
  kind: 'bars' | 'lines';
  unit: string;
  days: string[];
  series: (number | null)[][];
  number(value: number): string;
}

/** The drawing of each chart that shows anything. */
export type Drawings = ReadonlyMap<string, Markup>;

export function drawingsOf(
  { by_day: days }: PageModel,
  wording: Wording,
  draw: (chart: Drawn) => string,
): Drawings {
  const shown = KINDS.filter((kind) => !isEmpty(kind, days));
  return new Map(
    shown.map(({ name, kind, inSeconds, values }) => [
      name,
      new Markup(
        draw({
          kind,
          unit: inSeconds === true ? wording.page.charts.seconds : '',
          days: days.map(({ day }) => wording.shortDay(day)),
          series: values.map((value) => days.map(value)),
          number: wording.number,
        }),
      ),
    ]),
  );
}

/** A figure a chart: its heading, its drawing, what it shows in words, and its numbers as a table. */
export function chartsSection(model: PageModel, wording: Wording, drawings: Drawings): Markup {
  const { charts } = wording.page;
  return markup`<section id="charts" aria-labelledby="charts-h">
    <h2 id="charts-h">${charts.heading(model.by_day.length)}</h2>
    <div class="figures">${KINDS.map((kind) => figure(kind, model, wording, drawings.get(kind.name) ?? null))}</div>
  </section>`;
}

function figure(kind: Kind, { by_day: days }: PageModel, wording: Wording, drawing: Markup | null): Markup {
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
    <div class="chart" id="${id}" role="img" aria-labelledby="${id}-h" aria-describedby="${id}-d">${drawing}</div>
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
  const { range, same, none } = wording.page.charts[name];
  const [main] = values;
  const known = days.flatMap((day) => {
    const value = main?.(day) ?? null;
    return value === null ? [] : [{ day: day.day, value: name === 'changes' ? value + day.new : value }];
  });
  const [first] = known;
  if (first === undefined) return none;
  const most = known.reduce((found, each) => (each.value > found.value ? each : found), first);
  const least = Math.min(...known.map(({ value }) => value));
  if (least === most.value) return same(wording.number(least));
  return range(wording.number(least), wording.number(most.value), wording.day(most.day));
}
