import type { Day } from './three-days.ts';
import type { Words } from './words.ts';

type Cell = (day: Day, words: Words) => string;

const COLUMNS: readonly (readonly [width: number, cell: Cell])[] = [
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

/** The runs as a table, less than 90 columns wide. */
export function table(days: readonly Day[], words: Words): string {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const [width = 0] = COLUMNS[at] ?? [];
        return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
      })
      .join(' ')
      .trimEnd();
  return [
    line(words.headings.map(([first]) => first)),
    line(words.headings.map(([, second]) => second)),
    ...days.map((day) => line(COLUMNS.map(([, cell]) => cell(day, words)))),
  ].join('\n');
}

/** What the table shows, in sentences. */
export function story([first, second, third]: readonly Day[], words: Words): string {
  if (first === undefined || second === undefined || third === undefined) return '';
  return words.story(first, second, third).join('\n');
}
