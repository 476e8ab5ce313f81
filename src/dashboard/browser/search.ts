import type { PageData } from '../page-data.ts';

/** Rows of a list that are seen before anybody asks for more. */
const FIRST_ROWS = 10;

interface List {
  box: HTMLElement;
  rows: { element: HTMLTableRowElement; text: string }[];
  button: HTMLButtonElement | undefined;
  isOpen: boolean;
}

/** Shortens long lists, and narrows them to what is typed. */
export function openSearch({ words, locale }: PageData): void {
  const number = new Intl.NumberFormat(locale);
  const input = document.querySelector<HTMLInputElement>('#search');
  const hits = document.getElementById('hits');
  const lists = [...document.querySelectorAll<HTMLElement>('.list')].map(listOf);
  if (input === null || hits === null || lists.every(({ rows }) => rows.length === 0)) return;

  const show = (): void => {
    const wanted = plain(input.value).split(' ').filter(Boolean);
    let found = 0;
    for (const list of lists) found += wanted.length === 0 ? showFirst(list) : narrow(list, wanted);
    hits.textContent = wanted.length === 0 ? '' : said(found);
  };
  const said = (count: number): string => {
    if (count === 0) return words.none;
    return count === 1 ? words.one : words.many.replace('{count}', number.format(count));
  };
  const showFirst = ({ box, rows, button, isOpen }: List): number => {
    box.hidden = false;
    rows.forEach(({ element }, index) => (element.hidden = !isOpen && index >= FIRST_ROWS));
    if (button !== undefined) {
      button.hidden = false;
      button.setAttribute('aria-expanded', String(isOpen));
      button.textContent = isOpen
        ? words.showFewer
        : words.showAll.replace('{count}', number.format(rows.length));
    }
    return rows.length;
  };

  for (const list of lists) {
    if (list.rows.length <= FIRST_ROWS) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => {
      list.isOpen = !list.isOpen;
      show();
      if (!list.isOpen) list.box.scrollIntoView({ block: 'nearest' });
    });
    list.box.append(button);
    list.button = button;
  }
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
  return { box, rows, button: undefined, isOpen: false };
}

function narrow({ box, rows, button }: List, wanted: readonly string[]): number {
  let found = 0;
  for (const { element, text } of rows) {
    const fits = wanted.every((word) => text.includes(word));
    element.hidden = !fits;
    if (fits) found += 1;
  }
  box.hidden = found === 0;
  if (button !== undefined) button.hidden = true;
  return found;
}

/** Without accents and case, and with one space where there are several. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
