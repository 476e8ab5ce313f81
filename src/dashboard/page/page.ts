import type { Language } from '../../platform/language.ts';
import { answerSection } from './answer.ts';
import type { PackedCatalogue } from './catalogue.ts';
import { chartsSection, type Drawings } from './charts.ts';
import { jsonText, Markup, markup, scriptText } from '../../platform/markup.ts';
import { pageHead, pagePolicy } from '../../platform/page.ts';
import type { PageModel } from '../model/model.ts';
import type { PageData, SearchWords } from './page-data.ts';
import { productsSection } from './products.ts';
import { searchSection } from './search.ts';
import { runsSection } from './story.ts';
import { stripSection } from './strip.ts';
import { todaySection } from './today.ts';
import type { Wording } from './wording.ts';

/** What the page brings along, made beforehand. */
export interface PageParts {
  program: string;
  style: string;
  drawings: Drawings;
  catalogue: PackedCatalogue;
}

/** Before the first sync has ended, and where none is to come, there is nothing that one brought. */
function isUnknown({ state }: PageModel): boolean {
  return state.stock === 'never' || state.stock === 'counted';
}

function known(model: PageModel, wording: Wording, parts: PageParts): Markup {
  return markup`${figures(model, wording)}
${stripSection(model, wording)}
${todaySection(model, wording)}
${productsSection(model, wording)}
${searchSection(parts.catalogue, wording)}
${chartsSection(model, wording, parts.drawings)}`;
}

/** The whole file: it needs nothing but itself, and the browser is told to let it have nothing else. */
export function pageOf(model: PageModel, wording: Wording, language: Language, parts: PageParts): string {
  const { page } = wording;
  const program = scriptText(parts.program);
  const policy = pagePolicy(program, parts.style, ["form-action 'none'"]);
  const head = pageHead({
    ...{ language, title: page.title(target(model, wording)), style: parts.style },
    more: markup`<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
`,
  });
  const body = markup`<body>
${header(model, wording)}
<main>
${answerSection(model, wording)}
${isUnknown(model) ? null : known(model, wording, parts)}
${isUnknown(model) && model.history.days.length === 0 ? null : runsSection(model, wording)}
</main>
${footer(wording, model)}
<script type="application/json" id="data">${new Markup(jsonText(dataOf(model, wording)))}</script>
<script type="text/plain" id="catalogue">${parts.catalogue.text}</script>
<script>${new Markup(program)}</script>
</body>
</html>
`;
  return `${head.text}\n${body.text}`;
}

function target(model: PageModel, wording: Wording): string | null {
  return model.target === null ? null : wording.foreign(model.target);
}

function header(model: PageModel, wording: Wording): Markup {
  const { page } = wording;
  const links: readonly [id: string, name: string][] = [
    ['days', page.strip.heading(model.by_day.length)],
    ['today', page.today.link],
    ['products', page.products.heading],
    ['find', page.search.heading],
    ['charts', page.charts.heading(model.by_day.length)],
    ['runs', page.runs.heading],
  ];
  return markup`<header>
  <div>
    <h1>${page.title(target(model, wording))}</h1>
    <p>${page.made(wording.fullMoment(model.made_at))} <time datetime="${model.made_at}" data-elapsed="ago"></time></p>
  </div>
  ${isUnknown(model) ? null : markup`<nav aria-label="${page.contents}">${links.map(([id, name]) => markup`<a href="#${id}">${name}</a> `)}</nav>`}
  <p id="old" class="note" role="status" data-text="${page.old}"></p>
</header>`;
}

function figures({ by_day: days, ...model }: PageModel, { page, number }: Wording): Markup {
  const today = days.at(-1);
  const all: readonly [count: number | null, name: string, list?: string][] = [
    [model.products, page.figures.products],
    [today === undefined ? null : today.new + today.changed, page.figures.changedToday, 'today'],
    [model.missing, page.figures.missing],
    [model.quarantine.count, page.figures.quarantine, 'quarantine'],
    [model.owed.count, page.figures.owed, 'owed'],
    [model.dead.count, page.figures.dead, 'dead'],
  ];
  return markup`<section class="glance" aria-labelledby="glance-h">
  <h2 id="glance-h" class="unseen">${page.figures.heading}</h2>
  <dl>${all.map(([count, name, list]) => {
    const shown = count === null ? '–' : number(count);
    const isLink = list !== undefined && count !== null && count > 0;
    return markup`<div><dt>${name}</dt><dd>${isLink ? markup`<a href="#${list}">${shown}</a>` : shown}</dd></div>`;
  })}</dl>
</section>`;
}

function footer({ page }: Wording, { time_zone: zone }: PageModel): Markup {
  return markup`<footer>
  <p>${page.footer.zone(zone)} ${page.footer.picture}</p>
</footer>`;
}

function dataOf(model: PageModel, { page }: Wording): PageData {
  const { search, products, locale } = page;
  const words: SearchWords = {
    filters: search.filters,
    none: search.none,
    one: search.one,
    many: search.many,
    first: search.first,
    more: search.more,
    unnamed: products.unnamed,
    price: search.price,
    noPrice: search.noPrice,
    stock: search.stock,
    noStock: search.noStock,
    noStockSince: search.noStockSince,
    stockUnknown: search.stockUnknown,
    owed: search.owed,
    dead: search.dead,
    quarantine: search.quarantine,
    missing: search.missing,
    new: search.new,
    retired: search.retired,
    earlier: search.earlier,
  };
  return { madeAt: model.made_at, locale, words };
}
