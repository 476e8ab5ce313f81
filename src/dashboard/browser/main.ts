import type { PageData } from '../page/page-data.ts';
import { openSearch } from './search.ts';
import { makeSortable } from './sort.ts';

const DAY_MS = 86_400_000;

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;

makeSortable(data.locale);
openSearch(data);
tellAge();

function tellAge(): void {
  const note = document.getElementById('old');
  if (note === null || Date.now() - Date.parse(data.madeAt) < DAY_MS) return;
  note.textContent = note.dataset['text'] ?? '';
}
