import Table from 'cli-table3';
import { printable } from './text.ts';

const MAX_CELL_CHARS = 100;

export type Cell = string | number | boolean | null | undefined;

/** Rows under headings, for a person. Every cell is made harmless: it may hold what came from outside. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const drawn = new Table({
    head: [...headings],
    style: { head: [], border: [], compact: true },
    chars: BARE,
  });
  for (const row of rows) drawn.push(row.map((cell) => printable(String(cell ?? ''), MAX_CELL_CHARS)));
  return drawn.toString();
}

/** Columns by space alone: it pastes well and needs no wide terminal. */
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
  middle: ' ',
};
