import { chunks } from '../mysql/chunks.ts';
import type { Session, Value } from '../mysql/session.ts';
import { Column } from '../platform/column.ts';
import type { OwnTable } from '../sources/source.ts';
import { phrase } from './phrase.ts';
import { IDS_PER_QUESTION, previousPrice, readMissing } from './snapshot.ts';
import type { KnownRow, Snapshot } from './store.ts';

/** The rows of a source's own table, as `readSnapshot` reads those of raw_item_data. */
export async function readOwnSnapshot(session: Session, { everything }: OwnTable): Promise<Snapshot> {
  const [productIds, stocks, prices, fingerprints] = [new Column(), new Column(), new Column(), new Column()];
  await session.stream(phrase('read_previous'), everything, ([id, stock, price, hash]) => {
    productIds.push(Number(id));
    stocks.push(Number(stock));
    prices.push(previousPrice(price));
    fingerprints.push(numberOf(hash));
  });
  return {
    productIds: productIds.view(),
    stocks: stocks.view(),
    prices: prices.view(),
    fingerprints: fingerprints.view(),
    missing: await readMissing(session),
  };
}

interface Row {
  id: number | string;
  stock: number;
  price: Value;
  fingerprint: Value;
}

/** What a flash must know of these products. Each can take a price and a stock: no row of theirs is made by anybody else. */
export async function readOwnRows(
  session: Session,
  productIds: readonly number[],
  { some }: OwnTable,
): Promise<ReadonlyMap<number, KnownRow>> {
  const known = new Map<number, KnownRow>();
  for (const ids of chunks(productIds, IDS_PER_QUESTION)) {
    for (const { id, stock, price, fingerprint } of await session.read<Row>(phrase('read_previous'), some, [
      ids,
    ])) {
      known.set(Number(id), {
        stock,
        price: previousPrice(price),
        isSound: true,
        fingerprint: numberOf(fingerprint),
      });
    }
  }
  return known;
}

function numberOf(value: Value | undefined): number {
  return value === null ? NaN : Number(value);
}
