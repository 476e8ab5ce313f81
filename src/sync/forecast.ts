import type { MissingPlan, OweRule, Store } from '../store/store.ts';
import { positionOf } from './delta.ts';
import type { Extraction } from './extraction.ts';
import type { Ledger } from './ledger.ts';

/** What a load would count beyond the extraction's own ledger, without writing anything. */
export async function forecast(
  store: Pick<Store, 'forecastOwed'>,
  { snapshot }: Extraction,
  stagedIds: readonly number[],
  missing: MissingPlan,
  oweRule: OweRule,
): Promise<Pick<Ledger, 'missing' | 'removed' | 'owed' | 'pending'>> {
  const stockOf = (productId: number): number =>
    snapshot.stocks[positionOf(snapshot.productIds, productId)] ?? 0;
  const owedForLeaving = missing.settled.filter((productId) => stockOf(productId) !== 0);
  const owed = oweRule.notify ? await store.forecastOwed([...stagedIds, ...owedForLeaving], oweRule) : 0;
  return { missing: missing.marked.length, removed: missing.settled.length, owed, pending: owed };
}
