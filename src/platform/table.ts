import Table from 'cli-table3';
import { printable } from './text.ts';
import { PIPE_COLUMNS, words } from './wrap.ts';

const MAX_CELL_CHARS = 300;
const GAP = '  ';
const NARROWEST = 4;
/** To draw takes as long as the square of this. */
const ROWS_PER_BLOCK = 500;
/** A longer one, such as JSON, is broken where there is no room. */
const LONGEST_WORD = 24;

type Cell = string | number | boolean | null | undefined;

export interface Column {
  heading: string;
  cells: readonly Cell[];
  /** Of numbers. */
  right?: boolean;
  /** Of what is copied or read as one, such as a time: no line ends within it. */
  whole?: boolean;
  /** May be left out: where it says nothing, and where the table is too wide, the greatest first. */
  spare?: number;
}

/**
 * Columns for a person, as wide as the terminal at most: what is too long goes on below. Every cell is made harmless: it may hold what
 * came from outside.
 */
export function table(asked: readonly Column[], columns = PIPE_COLUMNS): string {
  const drawn = fitting(asked.map(written), columns);
  const widths = widthsOf(drawn, columns - GAP.length * (drawn.length - 1));
  const lines = (text: string, index: number): string =>
    words(text, widths[index] as number, { hard: true }).join('\n');
  const headings = drawn.map(({ heading }) => heading);
  const rows = (drawn[0]?.cells ?? []).map((_, row) => drawn.map(({ cells }) => cells[row] as string));
  const blocks = [...chunksOf(rows, ROWS_PER_BLOCK)].map((block, index) => {
    const head = index === 0 && headings.some(Boolean) ? headings.map(lines) : [];
    const shown = new Table({
      head,
      colWidths: widths,
      colAligns: drawn.map(({ right }) => (right ? 'right' : 'left')),
      style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
      chars: BARE,
    });
    for (const row of block) shown.push(row.map(lines));
    return shown.toString();
  });
  return blocks.join('\n').replaceAll(/ +$/gm, '');
}

function* chunksOf<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at === 0 || at < rows.length; at += size) yield rows.slice(at, at + size);
}

type Written = Omit<Column, 'cells'> & { cells: readonly string[]; widest: number; least: number };

function written({ cells: given, ...column }: Column): Written {
  const cells = given.map((cell) => printable(String(cell ?? ''), MAX_CELL_CHARS));
  const all = [column.heading, ...cells];
  const widest = most(all);
  return {
    ...column,
    cells,
    widest,
    least:
      column.whole === true ? widest : Math.min(LONGEST_WORD, most(all.flatMap((text) => text.split(' ')))),
  };
}

const most = (texts: readonly string[]): number =>
  texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0);

const NARROW = /^[ -\u024f]*$/;
const EMOJI = /\p{RGI_Emoji}/gv;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/gu;

/** On a terminal, as the table measures it, which cuts off what it finds too wide. */
function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  return text.replace(EMOJI, '  ').replace(WIDE, '  ').length;
}

/** Without the columns that say nothing, and those that there is no room for. */
function fitting(columns: readonly Written[], width: number): readonly Written[] {
  const saying = columns.filter(
    ({ spare, cells, widest }) =>
      widest > 0 && (spare === undefined || cells.some((cell) => cell !== '' && cell !== '0')),
  );
  const needed = saying.reduce((sum, { least }) => sum + least + GAP.length, -GAP.length);
  const last = saying.reduce(
    (one, each) => ((each.spare ?? 0) > (one.spare ?? 0) ? each : one),
    saying[0] as Written,
  );
  if (needed <= width || last.spare === undefined) return saying;
  return fitting(
    saying.filter((each) => each !== last),
    width,
  );
}

/** As wide as they would be; where that is too much, the widest give way, first as far as no word is broken. */
function widthsOf(columns: readonly Written[], width: number): number[] {
  const widths = columns.map(({ widest }) => widest);
  for (const floors of [columns.map(({ least }) => least), columns.map(() => NARROWEST)]) {
    while (widths.reduce((sum, each) => sum + each, 0) > width) {
      const given = widths.map((each, index) => (each > (floors[index] as number) ? each : 0));
      const widest = Math.max(...given);
      if (widest === 0) break;
      widths[given.indexOf(widest)] = widest - 1;
    }
  }
  return widths;
}

/** Columns by space alone: it pastes well. */
const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: GAP,
};
