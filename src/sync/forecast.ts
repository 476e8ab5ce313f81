import type { PendingRule } from '../channels/channel.ts';
import type { MissingPlan, Store } from './store.ts';
import type { Extraction } from './extraction.ts';
import type { Ledger } from '../runs/ledger.ts';
import { isInStock } from './missing.ts';

/** What a load would count beyond the extraction's own ledger, without writing anything. */
export async function forecast(
  store: Pick<Store, 'forecastPending'>,
  { snapshot, falls }: Extraction,
  stagedIds: readonly number[],
  missing: MissingPlan,
  rule: PendingRule,
): Promise<Pick<Ledger, 'missing' | 'removed' | 'owed' | 'pending'>> {
  const leaving = missing.settled.filter((productId) => isInStock(snapshot, productId));
  const falling = falls.map(({ productId }) => productId);
  const changing = [...stagedIds, ...leaving, ...falling];
  const owed = rule.notify ? await store.forecastPending(changing, rule) : 0;
  return { missing: missing.marked.length, removed: missing.settled.length, owed, pending: owed };
}
