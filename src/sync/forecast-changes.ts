import { hasCodes } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import type { ProductChange } from '../runs/product-change.ts';
import { offersOf } from './changes.ts';
import { call, namesOf } from '../runs/names.ts';
import type { MissingPlan, StockFall } from './store.ts';

/** What a load writes to sync_change, by questions alone: what settling and falling do is chosen as the load's statements choose it. */
export async function forecastChanges(
  session: Session,
  staged: readonly ProductChange[],
  missing: MissingPlan,
  falls: readonly StockFall[],
): Promise<ProductChange[]> {
  const changes = [
    ...staged,
    ...(await settledChanges(session, missing)),
    ...(await fallenChanges(session, falls)),
  ];
  const lacksCode = ({ code }: ProductChange): boolean => code === undefined && hasCodes(session.products);
  const nameless = changes.filter((change) => change.name === null || lacksCode(change));
  const names = await namesOf(
    session,
    nameless.map(({ product_id: id }) => id),
  );
  for (const change of nameless) call(change, names.get(change.product_id));
  return changes;
}

async function settledChanges(
  session: Session,
  { settled, treatment }: MissingPlan,
): Promise<ProductChange[]> {
  if (treatment === 'keep') return [];
  const offers = await offersOf(session, settled);
  if (treatment === 'delete') {
    return offers.map((offer) => ({ ...asIs(offer), kind: 'deleted', new_price: null, new_stock: null }));
  }
  const inStock = offers.filter(({ stock }) => stock !== 0);
  return inStock.map((offer) => ({ ...asIs(offer), kind: 'gone', new_stock: 0 }));
}

async function fallenChanges(session: Session, falls: readonly StockFall[]): Promise<ProductChange[]> {
  const stocks = new Map(falls.map(({ productId, stock }) => [productId, stock]));
  const offers = await offersOf(session, [...stocks.keys()]);
  return offers
    .map((offer) => ({ ...asIs(offer), new_stock: stocks.get(offer.productId) as number }))
    .filter(({ old_stock: before, new_stock: after }) => after < (before ?? 1));
}

function asIs({ productId, price, stock }: Offers): ProductChange {
  return {
    product_id: productId,
    name: null,
    kind: 'changed',
    old_price: price,
    new_price: price,
    old_stock: stock,
    new_stock: stock,
  };
}

type Offers = Awaited<ReturnType<typeof offersOf>>[number];
