import { Column } from '../platform/column.ts';
import type { PriceListPage } from '../sources/source.ts';
import type { Products } from './compare.ts';

/** Pages taken together: a join costs about as much for 20,000 rows as for 1,000. */
export interface Batch extends Products {
  pages: readonly { page: PriceListPage; firstRow: number }[];
}

/** The JSON of one product of a batch. */
export function textOf({ pages }: Batch, row: number): Buffer {
  const { page, firstRow } = pages.findLast(({ firstRow: first }) => first <= row) as Batch['pages'][number];
  return page.attributes([row - firstRow])[0] as Buffer;
}

const BATCH_ROWS = 20_000;

/** Gathers pages into batches. The pages of a batch are held; those of the one before are free by then. */
export async function* inBatches(
  pages: AsyncIterable<PriceListPage>,
): AsyncGenerator<Batch, void, undefined> {
  let held: PriceListPage[] = [];
  let rows = 0;
  for await (const page of pages) {
    held.push(page);
    rows += page.productIds.length;
    if (rows < BATCH_ROWS) continue;
    yield together(held, rows);
    held = [];
    rows = 0;
  }
  if (held.length > 0) yield together(held, rows);
}

function together(pages: readonly PriceListPage[], rows: number): Batch {
  const productIds = new Column(rows);
  const prices = new Column(rows);
  const fingerprints = new Column();
  const placed = pages.map((page) => {
    const firstRow = productIds.length;
    productIds.append(page.productIds);
    prices.append(page.prices);
    fingerprints.append(page.fingerprints);
    return { page, firstRow };
  });
  return {
    pages: placed,
    productIds: productIds.view(),
    prices: prices.view(),
    fingerprints: fingerprints.view(),
  };
}
