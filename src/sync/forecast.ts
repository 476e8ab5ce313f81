import type { MissingPlan, Store } from '../store/store.ts';
import type { OweRule } from '../store/store.ts';
import { positionOf } from './delta.ts';
import type { Extraction } from './extract.ts';
import type { Ledger } from './ledger.ts';

/** What a load would count, without writing anything. */
export async function forecast(
  store: Pick<Store, 'forecastOwed'>,
  { snapshot }: Extraction,
  stagedIds: readonly number[],
  missing: MissingPlan,
  oweRule: OweRule,
): Promise<Pick<Ledger, 'inserted' | 'updated' | 'missing' | 'removed' | 'owed' | 'pending'>> {
  let inserted = 0;
  let updated = 0;
  for (const productId of stagedIds) {
    if (positionOf(snapshot.productIds, productId) < 0) inserted += 1;
    else updated += 1;
  }
  const stockOf = (productId: number): number =>
    snapshot.stocks[positionOf(snapshot.productIds, productId)] ?? 0;
  const owedForLeaving = missing.settled.filter((productId) => stockOf(productId) !== 0);
  const owed = oweRule.notify ? await store.forecastOwed([...stagedIds, ...owedForLeaving], oweRule) : 0;
  return {
    inserted,
    updated,
    missing: missing.marked.length,
    removed: missing.settled.length,
    owed,
    pending: owed,
  };
}
