import { keepTimesTrue } from './age.ts';
import type { PageData } from '../page/page-data.ts';
import { openSearch } from './search.ts';
import { makeSortable } from './sort.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;

makeSortable(data.locale);
openSearch(data);
keepTimesTrue(data);
