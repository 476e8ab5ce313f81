import { styleText } from 'node:util';
import { type Column, table } from '../platform/table.ts';
import { calledIn } from './names.ts';
import { percentMoved, type ProductChange } from './product-change.ts';
import type { RunText } from './words/en.ts';

type Text = Pick<RunText, 'number' | 'price' | 'change' | 'changes'>;

const MARKS = { new: '+', changed: '~', gone: '-', deleted: '-' } as const;
const COLOURS = { '+': 'green', '~': 'yellow', '-': 'red' } as const;

/** Changes of products a line each, in the manner of `terraform plan`; those beyond `limit` are counted, 0: none is. */
export function listChanges(
  changes: readonly ProductChange[],
  { limit, columns }: { limit: number; columns: number | undefined },
  text: Text,
): string {
  const shown = limit === 0 ? changes : changes.slice(0, limit);
  const of = (cell: (change: ProductChange) => string): Column => ({ heading: '', cells: shown.map(cell) });
  const drawn = table(
    [
      of(({ kind }) => MARKS[kind]),
      { ...of(calledIn), right: shown.every(({ code }) => code === undefined) },
      of(({ name }) => name ?? ''),
      { ...of((change) => priceOf(change, text)), whole: true },
      of((change) => stockOf(change, text)),
    ],
    columns,
  );
  const lines = drawn.replaceAll(/^[+~-](?= )/gm, (mark) => coloured(mark as keyof typeof COLOURS));
  const more = changes.length - shown.length;
  return more === 0 ? lines : `${lines}\n${text.changes.more(more)}`;
}

/** On a terminal alone, and there unless `NO_COLOR` is set. */
function coloured(mark: keyof typeof COLOURS): string {
  return styleText(COLOURS[mark], mark, { stream: process.stdout });
}

function priceOf({ kind, old_price: before, new_price: after }: ProductChange, text: Text): string {
  const { changes, price, change } = text;
  if (kind === 'gone') return changes.gone;
  if (kind === 'deleted') return changes.deleted;
  const written = (value: number | null): string => (value === null ? changes.noPrice : price(value));
  if (kind === 'new') return written(after);
  if (before === after) return '';
  const moved = percentMoved(before, after);
  return `${written(before)} → ${written(after)}${moved === undefined ? '' : ` (${change(moved)})`}`;
}

function stockOf({ kind, old_stock: before, new_stock: after }: ProductChange, text: Text): string {
  const { changes, number } = text;
  const written = (stock: number | null): string => (stock === null ? '–' : number(stock));
  if (kind === 'new') return changes.stock(written(after));
  return before === after ? '' : changes.stock(`${written(before)} → ${written(after)}`);
}
