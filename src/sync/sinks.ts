import type { Store } from './store.ts';
import type { ExtractionSink } from './extraction.ts';

/** Where a real run puts what it finds. */
export function stagingSink(store: Store, runId: string): ExtractionSink {
  return {
    restart: () => store.staging.open(),
    stage: (items, count) => store.staging.add(items, count),
    reject: (rejections) => store.quarantine.record(runId, rejections),
  };
}

/** A dry run only remembers which products it would have staged. */
export function forecastSink(): ExtractionSink & { readonly stagedIds: readonly number[] } {
  let stagedIds: number[] = [];
  return {
    get stagedIds() {
      return stagedIds;
    },
    restart() {
      stagedIds = [];
      return Promise.resolve();
    },
    stage(items) {
      for (const { productId } of items) stagedIds.push(productId);
      return Promise.resolve();
    },
    reject: () => Promise.resolve(),
  };
}
