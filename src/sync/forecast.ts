import type { PendingRule } from '../channels/channel.ts';
import type { Ledger } from '../runs/ledger.ts';
import { largestFirst, type ProductChange } from '../runs/product-change.ts';
import type { Extraction } from './extraction.ts';
import { isInStock } from './missing.ts';
import type { ForecastSink } from './sinks.ts';
import type { MissingPlan, Store } from './store.ts';

export interface Forecast {
  /** What a load would count beyond the extraction's own ledger. */
  counts: Pick<Ledger, 'missing' | 'removed' | 'owed' | 'pending'>;
  /** What it would keep in the history of changes, the largest first. */
  changes: readonly ProductChange[];
}

/** What a load would do, without writing anything. */
export async function forecast(
  store: Pick<Store, 'forecastPending' | 'forecastChanges'>,
  { snapshot, falls }: Extraction,
  { stagedIds, changes }: ForecastSink,
  missing: MissingPlan,
  rule: PendingRule,
): Promise<Forecast> {
  const leaving = missing.settled.filter((productId) => isInStock(snapshot, productId));
  const falling = falls.map(({ productId }) => productId);
  const changing = [...stagedIds, ...leaving, ...falling];
  const owed = rule.notify ? await store.forecastPending(changing, rule) : 0;
  return {
    counts: { missing: missing.marked.length, removed: missing.settled.length, owed, pending: owed },
    changes: largestFirst(await store.forecastChanges(changes, missing, falls)),
  };
}
