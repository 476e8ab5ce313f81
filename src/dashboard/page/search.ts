import type { PackedCatalogue } from './catalogue.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import { FILTERS } from './page-data.ts';
import type { Wording } from './wording.ts';

/** Any product, by its name, number or code. Where no script can search, it says how else. */
export function searchSection({ products, left }: PackedCatalogue, { page, number }: Wording): Markup {
  const { search } = page;
  return markup`<section id="find" aria-labelledby="find-h">
  <h2 id="find-h">${search.heading}</h2>
  <p class="note" id="no-search">${search.unable}</p>
  <div class="search" hidden>
    <label for="search">${search.label}</label>
    <input id="search" type="search" spellcheck="false" aria-describedby="search-of">
    <p class="note" id="search-of">${search.of(number(products))}${left > 0 ? ` ${search.left(number(left))}` : null}</p>
    <p class="filters" role="group" aria-label="${search.only}">${FILTERS.map(
      (name) =>
        markup`<button type="button" data-filter="${name}" aria-pressed="false">${search.filters[name].label}</button> `,
    )}</p>
    <p id="hits" role="status"></p>
    <ol id="results"></ol>
    <p class="filters"><button type="button" id="more" hidden></button></p>
  </div>
</section>`;
}
