import type { PageData } from '../page-data.ts';

interface List {
  box: HTMLElement;
  rows: { element: HTMLTableRowElement; text: string }[];
}

/** Narrows the lists to what is typed. */
export function openSearch({ words, locale }: PageData): void {
  const number = new Intl.NumberFormat(locale);
  const input = document.querySelector<HTMLInputElement>('#search');
  const hits = document.getElementById('hits');
  const lists = [...document.querySelectorAll<HTMLElement>('.list')].map(listOf);
  if (input === null || hits === null || lists.every(({ rows }) => rows.length === 0)) return;

  const show = (): void => {
    const wanted = plain(input.value).split(' ').filter(Boolean);
    let found = 0;
    for (const list of lists) found += narrow(list, wanted);
    hits.textContent = wanted.length === 0 ? '' : said(found);
  };
  const said = (count: number): string => {
    if (count === 0) return words.none;
    return count === 1 ? words.one : words.many.replace('{count}', number.format(count));
  };

  input.addEventListener('input', show);
  // What a browser filled in again after a reload counts as typed.
  show();
  for (const element of [input.parentElement, input.labels?.[0]]) element?.removeAttribute('hidden');
}

function listOf(box: HTMLElement): List {
  const rows = [...box.querySelectorAll<HTMLTableRowElement>('tbody tr')].map((element) => ({
    element,
    text: plain(element.querySelector('th')?.textContent ?? ''),
  }));
  return { box, rows };
}

function narrow({ box, rows }: List, wanted: readonly string[]): number {
  let found = 0;
  for (const { element, text } of rows) {
    const fits = wanted.every((word) => text.includes(word));
    element.hidden = !fits;
    if (fits) found += 1;
  }
  box.classList.toggle('narrowed', wanted.length > 0);
  box.hidden = wanted.length > 0 && found === 0;
  return found;
}

/** Without accents and case, and with one space where there are several. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
