import type { MissingPlan, Snapshot } from './store.ts';

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
  selection: ReadonlySet<number> | undefined,
): MissingPlan {
  const returned = returnedOf(absentIds, known).filter((productId) => selection?.has(productId) ?? true);
  return { marked: [], settled: [], returned, treatment: 'keep' };
}

/** What becomes of the known products that a complete list lacks. */
export function planMissing(
  absentIds: readonly number[],
  known: Snapshot['missing'],
  rules: MissingRules,
): MissingPlan {
  const marked: number[] = [];
  const settled: number[] = [];
  for (const productId of absentIds) {
    const entry = known.get(productId);
    if (entry?.settled === true) continue;
    if ((entry?.runs ?? 0) + 1 >= rules.runs) settled.push(productId);
    else marked.push(productId);
  }
  return { marked, settled, returned: returnedOf(absentIds, known), treatment: rules.treatment };
}

function returnedOf(absentIds: readonly number[], known: Snapshot['missing']): number[] {
  const absent = new Set(absentIds);
  return [...known.keys()].filter((productId) => !absent.has(productId));
}

/** A full load has no patience: the table gets exactly the list's content. */
export function planDeletion(absentIds: readonly number[], known: Snapshot['missing']): MissingPlan {
  return {
    ...planMissing(absentIds, known, { treatment: 'delete', runs: 1 }),
    marked: [],
    settled: absentIds,
  };
}
