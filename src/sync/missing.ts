import { positionOf } from '../platform/column.ts';
import type { MissingPlan, Snapshot } from './store.ts';

/** What planning reads of the rows as they are. */
type Rows = Pick<Snapshot, 'productIds' | 'stocks' | 'missing'>;

export interface MissingRules {
  treatment: MissingPlan['treatment'];
  /** Complete runs in a row without the product before it is settled. */
  runs: number;
}

/**
 * Nothing is known of who is missing: the run was partial, or had items of which nobody knows whose they are. Who is back is
 * known all the same: left settled, a product that is sold again would never be zeroed when it leaves again.
 */
export function planNothingMissing(
  absentIds: readonly number[],
  known: Snapshot['missing'],
  selection: Pick<ReadonlySet<number>, 'has'> | undefined,
): MissingPlan {
  const returned = returnedOf(absentIds, known).filter((productId) => selection?.has(productId) ?? true);
  return { marked: [], settled: [], returned, treatment: 'keep' };
}

/** What becomes of the known products that a complete list lacks. One that is settled is due again once it has stock again. */
export function planMissing(
  absentIds: readonly number[],
  rows: Rows,
  { treatment, runs }: MissingRules,
): MissingPlan {
  const marked: number[] = [];
  const settled: number[] = [];
  for (const productId of absentIds) {
    const entry = rows.missing.get(productId);
    if (entry?.settled === true) {
      if (treatment !== 'keep' && isInStock(rows, productId)) settled.push(productId);
    } else if ((entry?.runs ?? 0) + 1 >= runs) settled.push(productId);
    else marked.push(productId);
  }
  return { marked, settled, returned: returnedOf(absentIds, rows.missing), treatment };
}

/** A NULL may be anything, and counts as stock. */
export function isInStock({ productIds, stocks }: Omit<Rows, 'missing'>, productId: number): boolean {
  return (stocks[positionOf(productIds, productId)] ?? 0) !== 0;
}

function returnedOf(absentIds: readonly number[], known: Snapshot['missing']): number[] {
  const absent = new Set(absentIds);
  return [...known.keys()].filter((productId) => !absent.has(productId));
}

/** A full load has no patience: the table gets exactly the list's content. */
export function planDeletion(absentIds: readonly number[], known: Snapshot['missing']): MissingPlan {
  return { marked: [], settled: absentIds, returned: returnedOf(absentIds, known), treatment: 'delete' };
}
