import type { SoldDay } from './channels.ts';
import type { Day } from './three-days.ts';
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

/** The runs as a table, less than 90 columns wide. */
export function table(days: readonly Day[], words: Words): string {
  return tableOf(COLUMNS, words.headings, days, words);
}

/** The days of a shop in marketplaces. */
export function soldTable(days: readonly SoldDay[], words: Words): string {
  return tableOf(SOLD_COLUMNS, words.channels.headings, days, words);
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
