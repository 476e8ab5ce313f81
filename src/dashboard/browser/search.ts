import type { Catalogue, Product } from '../page/catalogue-code.ts';
import { FILTERS, type PageData } from '../page/page-data.ts';
import { canRead, readCatalogue } from './catalogue.ts';
import { type Index, indexOf, matches, wantedOf } from './matches.ts';
import { resultsIn } from './results.ts';

/** At first, and with each press of the button for more. */
const RESULTS = 50;

/** Searches the whole catalogue, which is unpacked once somebody asks for it. */
export function openSearch(data: PageData): void {
  const input = document.querySelector<HTMLInputElement>('#search');
  const hits = document.getElementById('hits');
  const results = document.getElementById('results');
  const more = document.querySelector<HTMLButtonElement>('#more');
  if (input === null || hits === null || results === null || more === null || !canRead()) return;

  const number = new Intl.NumberFormat(data.locale);
  const counted = (text: string, count: number): string => text.replace('{count}', number.format(count));
  let loading: Promise<{ catalogue: Catalogue; index: Index }> | undefined;
  const load = async (): Promise<{ catalogue: Catalogue; index: Index }> => {
    const catalogue = await readCatalogue();
    return { catalogue, index: indexOf(catalogue.products, catalogue.isCoded) };
  };
  const buttonOf = (name: string) =>
    document.querySelector<HTMLButtonElement>(`button[data-filter="${name}"]`);
  let showMore = (): void => undefined;
  const show = async (): Promise<void> => {
    loading ??= load();
    const { catalogue, index } = await loading;
    // What is in the box by now.
    const pressed = FILTERS.filter((name) => buttonOf(name)?.getAttribute('aria-pressed') === 'true');
    const wanted = wantedOf(input.value, pressed, data.words);
    const isAsked = wanted.whole !== '' || wanted.filters.length > 0;
    const found = matches(index, wanted);
    const resultOf = resultsIn(catalogue, data);
    showMore = () => {
      const shown = results.childElementCount;
      results.append(...found.slice(shown, shown + RESULTS).map(resultOf));
      const left = Math.min(RESULTS, found.length - results.childElementCount);
      more.hidden = left === 0;
      more.textContent = counted(data.words.more, left);
      hits.textContent = isAsked ? said(found, results.childElementCount) : '';
    };
    results.replaceChildren();
    showMore();
  };
  const said = (found: readonly Product[], shown: number): string => {
    const { none, one, many, first } = data.words;
    if (found.length < 2) return found.length === 0 ? none : one;
    const all = counted(many, found.length);
    return found.length > shown ? `${all} ${counted(first, shown)}` : all;
  };

  more.addEventListener('click', () => showMore());
  input.addEventListener('input', () => void show());
  for (const name of FILTERS) {
    const button = buttonOf(name);
    button?.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      void show();
    });
  }
  input.addEventListener('focus', () => void (loading ??= load()));
  input.parentElement?.removeAttribute('hidden');
  document.getElementById('no-search')?.remove();
  // What a browser fills in again after a reload counts as typed; some do so only once the page is there.
  const refilled = (): void => {
    if (input.value !== '') void show();
  };
  refilled();
  addEventListener('pageshow', refilled);
}
