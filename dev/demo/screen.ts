import type { SoldDay } from './channels.ts';
import type { Count } from './count.ts';
import type { Day } from './three-days.ts';
import type { Uploaded } from './uploads.ts';
import type { UploadWords } from './uploads-words.ts';
import type { Words } from './words.ts';

/** Right-aligned, unless its width is below 0. */
type Column<Row> = readonly [width: number, cell: (row: Row, words: Words) => string];

const COLUMNS: readonly Column<Day>[] = [
  [-10, ({ date }) => date],
  [9, ({ report }, { number }) => number(report.fetched)],
  [7, ({ report }, { number }) => number(report.inserted)],
  [9, ({ report }, { number }) => number(report.updated)],
  [8, ({ report }, { number }) => number(report.missing)],
  [7, ({ report }, { number }) => number(report.removed)],
  [7, ({ report }, { number }) => number(report.unchanged)],
  [8, ({ notifiedIds }, { number }) => number(notifiedIds.length)],
  [6, ({ report }, { seconds }) => seconds(report.duration_ms)],
  [7, ({ report }) => `${report.peak_rss_mb} MB`],
];

const SOLD_COLUMNS: readonly Column<SoldDay>[] = [
  [-10, ({ date }) => date],
  [11, ({ soldInShop }, { number }) => number(soldInShop)],
  [10, ({ orders }, { number }) => number(orders)],
  [10, ({ cancelled }, { number }) => number(cancelled)],
  [13, ({ written }, { number }) => number(written)],
  [10, ({ requests }, { number }) => number(requests)],
  [14, ({ durationMs }, { seconds }) => seconds(durationMs)],
  [8, ({ wrong }, { number }) => number(wrong)],
];

const COUNT_COLUMNS: readonly Column<Count>[] = [
  [-13, ({ place }, { sales }) => sales.places[place] ?? place],
  [8, ({ sales }, { number }) => (sales === undefined ? '' : number(sales))],
  [11, ({ unitsLeft }, { number }) => number(unitsLeft)],
  [12, ({ wrong }, { number }) => number(wrong)],
  [9, ({ waits }, words) => wait(waits?.medianMs, words)],
  [10, ({ waits }, words) => wait(waits?.longestMs, words)],
  [13, ({ waits }, words) => wait(waits?.longestElseMs, words)],
];

const UPLOAD_COLUMNS: readonly Column<Uploaded>[] = [
  [-18, ({ file }) => file],
  [7, ({ total }, { number }) => number(total)],
  [7, ({ created }, { number }) => number(created)],
  [9, ({ updated }, { number }) => number(updated)],
  [8, ({ unchanged }, { number }) => number(unchanged)],
  [9, ({ failed }, { number }) => number(failed)],
  [10, ({ answeredMs }, words) => wait(answeredMs, words)],
  [9, ({ tookMs }, words) => wait(tookMs, words)],
];

function wait(durationMs: number | undefined, { number, seconds }: Words): string {
  if (durationMs === undefined) return '';
  return durationMs < 1000 ? `${number(durationMs)} ms` : seconds(durationMs);
}

/** The runs as a table, less than 90 columns wide. */
export function table(days: readonly Day[], words: Words): string {
  return tableOf(COLUMNS, words.headings, days, words);
}

/** The days of a shop in marketplaces. */
export function soldTable(days: readonly SoldDay[], words: Words): string {
  return tableOf(SOLD_COLUMNS, words.channels.headings, days, words);
}

/** What is counted after a while of sales. */
export function countTable(counts: readonly Count[], words: Words): string {
  return tableOf(COUNT_COLUMNS, words.sales.headings, counts, words);
}

/** What became of each spreadsheet. */
export function uploadTable(
  uploaded: readonly Uploaded[],
  words: Words,
  { headings }: Pick<UploadWords, 'headings'>,
): string {
  return tableOf(UPLOAD_COLUMNS, headings, uploaded, words);
}

function tableOf<Row>(
  columns: readonly Column<Row>[],
  headings: Words['headings'],
  rows: readonly Row[],
  words: Words,
): string {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const [width = 0] = columns[at] ?? [];
        return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
      })
      .join(' ')
      .trimEnd();
  return [
    line(headings.map(([first]) => first)),
    line(headings.map(([, second]) => second)),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row, words)))),
  ].join('\n');
}

/** What the table shows, in sentences. */
export function story([first, second, third]: readonly Day[], words: Words): string {
  if (first === undefined || second === undefined || third === undefined) return '';
  return words.story(first, second, third).join('\n');
}
