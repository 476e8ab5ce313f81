import type { Day } from './three-days.ts';

const COLUMNS: readonly [heading: string, second: string, width: number, cell: (day: Day) => string][] = [
  ['date', '', -10, ({ date }) => date],
  ['listed', '', 6, ({ report }) => grouped(report.fetched)],
  ['inserted', '', 8, ({ report }) => grouped(report.inserted)],
  ['updated', '', 7, ({ report }) => grouped(report.updated)],
  ['missing', '', 7, ({ report }) => grouped(report.missing)],
  ['removed', '', 7, ({ report }) => grouped(report.removed)],
  ['un-', 'changed', 7, ({ report }) => grouped(report.unchanged)],
  ['webhooks', 'received', 8, ({ notifiedIds }) => grouped(notifiedIds.length)],
  ['time', '', 5, ({ report }) => seconds(report.duration_ms)],
  ['memory', '', 6, ({ report }) => `${report.peak_rss_mb} MB`],
];

/** The runs as a table of 80 columns. */
export function table(days: readonly Day[]): string {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const width = COLUMNS[at]?.[2] ?? 0;
        return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
      })
      .join(' ')
      .trimEnd();
  return [
    line(COLUMNS.map(([heading]) => heading)),
    line(COLUMNS.map(([, second]) => second)),
    ...days.map((day) => line(COLUMNS.map(([, , , cell]) => cell(day)))),
  ].join('\n');
}

/** What the table says, for whoever owns the shop. */
export function story(days: readonly Day[]): string {
  const [first, second, third] = days;
  if (first === undefined || second === undefined || third === undefined) return '';
  const told = third.notifiedIds.length - third.report.inserted - third.report.updated;
  return [
    `Day 1: all ${grouped(first.report.fetched)} products of a real supermarket came into the empty table.`,
    `Day 2: ${grouped(second.report.fetched)} were read. Only the ${writtenOn(second)} that are new or changed their price`,
    `       were written and announced. ${second.report.missing} left the list; they are waited for once more.`,
    `Day 3: ${writtenOn(third)} were written. The ${third.report.removed} are still gone, so their stock is now 0 and nobody`,
    `       can buy them; the ${told} of them that had stock were announced too.`,
  ].join('\n');
}

function writtenOn({ report }: Day): string {
  return grouped(report.inserted + report.updated);
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(durationMs < 9_950 ? 1 : 0)} s`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
