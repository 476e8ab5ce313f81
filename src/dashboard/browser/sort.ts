/** Gives each column of the lists a heading that sorts by it: numbers by `data-v`, the largest first, all else by its text. */
export function makeSortable(locale: string): void {
  const collator = new Intl.Collator(locale, { numeric: true });
  for (const table of document.querySelectorAll<HTMLTableElement>('.list table')) {
    for (const [column, heading] of [...table.querySelectorAll<HTMLElement>('thead th')].entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      button.addEventListener('click', () => sortBy(table, heading, column, collator));
      heading.append(button);
    }
  }
}

function sortBy(
  table: HTMLTableElement,
  heading: HTMLElement,
  column: number,
  collator: Intl.Collator,
): void {
  const [body] = table.tBodies;
  if (body === undefined) return;
  const rows = [...body.rows].map((row) => ({ row, ...valueOf(row.cells[column]) }));
  const isNumeric = rows.some(({ number }) => number !== undefined);
  const turned = { ascending: 'descending', descending: 'ascending' }[heading.ariaSort ?? ''];
  const order = turned ?? (isNumeric ? 'descending' : 'ascending');
  const sign = order === 'ascending' ? 1 : -1;
  rows.sort((one, other) => {
    if (!isNumeric) return sign * collator.compare(one.text, other.text);
    // What has no number stays last in either order.
    if (one.number === undefined || other.number === undefined) {
      return Number(one.number === undefined) - Number(other.number === undefined);
    }
    return sign * (one.number - other.number);
  });
  body.append(...rows.map(({ row }) => row));
  for (const each of table.querySelectorAll('thead th')) each.removeAttribute('aria-sort');
  heading.ariaSort = order;
}

function valueOf(cell: HTMLTableCellElement | undefined): { text: string; number: number | undefined } {
  const value = cell?.dataset['v'];
  const number = value === undefined || value === '' ? undefined : Number(value);
  return { text: cell?.textContent?.trim() ?? '', number };
}
