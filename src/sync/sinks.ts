import type { ProductChange } from '../runs/product-change.ts';
import type { ExtractionSink } from './extraction.ts';
import { calledBy } from '../runs/names.ts';
import type { StagedItem, Store } from './store.ts';

/** Where a real run puts what it finds. */
export function stagingSink(store: Store, runId: string): ExtractionSink {
  return {
    async restart() {
      await store.staging.open();
      await store.levels?.open();
    },
    stage: (items, count) => store.staging.add(items, count),
    reject: (rejections) => store.quarantine.record(runId, rejections),
    read: async (readings) => store.levels?.add(readings),
  };
}

/** Where a dry run puts it: what would be staged is not kept, only who, and what of price and stock would move. */
export interface ForecastSink extends ExtractionSink {
  readonly stagedIds: readonly number[];
  readonly changes: readonly ProductChange[];
}

/** `isCoded`: of products whose number says nothing to the shop. */
export function forecastSink({ isCoded }: { isCoded: boolean }): ForecastSink {
  let stagedIds: number[] = [];
  let changes: ProductChange[] = [];
  return {
    get stagedIds() {
      return stagedIds;
    },
    get changes() {
      return changes;
    },
    restart() {
      stagedIds = [];
      changes = [];
      return Promise.resolve();
    },
    stage(items) {
      for (const item of items) {
        stagedIds.push(item.productId);
        if (moves(item)) changes.push(changeOf(item, isCoded));
      }
      return Promise.resolve();
    },
    reject: () => Promise.resolve(),
    read: () => Promise.resolve(),
  };
}

function moves({ before, price, stock }: StagedItem): boolean {
  return before === null || before.price !== price || before.stock !== stock;
}

function changeOf({ productId, data, price, stock, before }: StagedItem, isCoded: boolean): ProductChange {
  const { name, code } = calledBy(data, isCoded);
  return {
    product_id: productId,
    ...(code === undefined ? {} : { code }),
    name: name ?? null,
    kind: before === null ? 'new' : 'changed',
    old_price: before?.price ?? null,
    new_price: price,
    old_stock: before?.stock ?? null,
    new_stock: stock,
  };
}
