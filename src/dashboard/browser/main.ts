import type { PageData } from '../page-data.ts';
import { drawCharts } from './charts.ts';
import { openSearch } from './search.ts';
import { makeSortable } from './sort.ts';

const DAY_MS = 86_400_000;

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;

makeSortable(data.locale);
openSearch(data);
tellAge();
drawCharts(data);
// Only now: a browser that could not do this still has the tables.
document.getElementById('plain')?.remove();
printNumbers();

function tellAge(): void {
  const note = document.getElementById('old');
  if (note === null || Date.now() - Date.parse(data.madeAt) < DAY_MS) return;
  note.textContent = note.dataset['text'] ?? '';
}

/** On paper nobody can open the tables of the charts. */
function printNumbers(): void {
  const closed = new Set<HTMLDetailsElement>();
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('figure details:not([open])')) {
      closed.add(details);
      details.open = true;
    }
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
    closed.clear();
  });
}
