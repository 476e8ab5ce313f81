import { expect, test } from 'vitest';
import { dayLists } from '../../src/dashboard/model/day-lists.ts';
import type { DayMove } from '../../src/runs/questions/day-changes.ts';

const move = (itemId: number, differing: Partial<DayMove>): DayMove => ({
  ...{ itemId, firstKind: 'changed', kind: 'changed', changedAt: '2026-11-22 12:00:00.000' },
  ...{ oldPrice: 1, newPrice: 1, oldStock: 1, newStock: 1 },
  ...differing,
});
const idsOf = ({ rows }: { rows: readonly DayMove[] }) => rows.map(({ itemId }) => itemId);

test('lists have one order, whichever the server gives the rows in', () => {
  const moves = [
    ...[4, 1, 3].map((id) => move(id, { oldPrice: 100, newPrice: 150 })),
    move(2, { oldPrice: 100, newPrice: 90 }),
    ...[7, 5].map((id) => move(id, { oldStock: 0, newStock: 4 })),
    move(6, { oldStock: 0, newStock: 40 }),
    ...[9, 8].map((id) => move(id, { kind: 'gone' })),
  ];
  for (const rows of [moves, moves.toReversed()]) {
    const { prices, back, gone } = dayLists(rows, 10);
    expect([idsOf(prices), idsOf(back), idsOf(gone)]).toEqual([
      [1, 3, 4, 2],
      [6, 5, 7],
      [8, 9],
    ]);
  }
});
