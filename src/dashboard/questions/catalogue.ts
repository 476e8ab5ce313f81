import { hasCodes, pulseSql } from '../../mysql/products.ts';
import type { Session } from '../../mysql/session.ts';
import { type Product, type ProductChange, TROUBLE } from '../page/catalogue-code.ts';
import { CODES, codesIn, firstName, NAMES } from '../../runs/names.ts';
import { phrase } from '../phrase.ts';
import { type Big, count } from '../../runs/questions/listed.ts';
import { PENDING_SQL } from '../../runs/questions/pending.ts';
import { EACH_PRODUCT_SQL, PRODUCTS_JOIN } from '../../runs/questions/subjects.ts';

/** Every product that the shop's table has, or as many as a page could ever hold: those in stock or changed lately come first. */
export interface ReadCatalogue {
  count: number;
  /** By id. */
  products: ReadProduct[];
  /** As the page's catalogue has it. */
  isCoded?: true;
}

/** `moment` is the database's text yet. */
export type ReadProduct = Omit<Product, 'changes'> & { changes: ReadChange[] };
type ReadChange = Omit<ProductChange, 'moment'> & { moment: string };

const PRODUCTS_PER_QUESTION = 5000;
const MOST_PRODUCTS = 40_000;
const CHANGES_PER_PRODUCT = 3;

const OF_PRODUCTS = `id BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}`;
/** A run's id begins with its time, and the primary key with the id. */
const since = (days: number): string =>
  `run_id >= DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL ${days} DAY, '%Y%m%d-%H%i%s')`;
const ALIVE = (days: number): string =>
  `(COALESCE(stock, 0) > 0 OR id IN (SELECT item_id FROM sync_change WHERE ${since(days)}))`;

const productsSql = (products: string, condition: string): string => `
  SELECT id, stock, pulse,
         ${NAMES} AS names,
         ${CODES} AS codes,
         CASE WHEN JSON_VALID(text) THEN JSON_VALUE(text, '$.price') END AS price
    FROM (SELECT id, stock, CONVERT(data USING utf8mb4) AS text, ${pulseSql(products)} AS pulse FROM ${products} r
           WHERE ${OF_PRODUCTS} AND id > ? AND ${condition} ORDER BY id LIMIT ${PRODUCTS_PER_QUESTION}) AS item
   ORDER BY id`;

const changesSql = (days: number): string => `
  SELECT item_id, changed_at, kind, old_price, new_price, old_stock, new_stock, in_all
    FROM (SELECT sync_change.*, COUNT(*) OVER (PARTITION BY item_id) AS in_all,
                 ROW_NUMBER() OVER (PARTITION BY item_id ORDER BY changed_at DESC, run_id DESC) AS nth
            FROM sync_change WHERE ${since(days)}) AS numbered
   WHERE nth <= ${CHANGES_PER_PRODUCT} ORDER BY item_id, nth`;

export async function readCatalogue(session: Session, days: number): Promise<ReadCatalogue> {
  const all = await count(session, `${session.products} WHERE ${OF_PRODUCTS}`);
  const products: ReadProduct[] = [];
  for (const condition of all <= MOST_PRODUCTS ? ['TRUE'] : [ALIVE(days), `NOT ${ALIVE(days)}`]) {
    await readProducts(session, condition, products);
  }
  products.sort((one, other) => one.id - other.id);
  const byId = new Map(products.map((product) => [product.id, product]));
  await session.stream(phrase('read_changes'), changesSql(days), (row) => {
    const [id, moment, kind, ...values] = row;
    const [oldPrice = null, newPrice = null, oldStock = null, newStock = null, inAll] =
      values.map(numberOrNull);
    const change = { moment: String(moment), kind: String(kind), oldPrice, newPrice, oldStock, newStock };
    const product = byId.get(Number(id));
    if (product === undefined) return;
    product.changes.push(change);
    product.earlier = (inAll ?? 0) - product.changes.length;
  });
  await readTroubles(session, (id, trouble) => {
    const product = byId.get(id);
    if (product !== undefined) product.trouble |= trouble;
  });
  return { count: all, products, ...(hasCodes(session.products) ? { isCoded: true } : {}) };
}

interface Row {
  id: Big;
  stock: Big | null;
  names: string | null;
  codes: string | null;
  price: string | number | null;
  pulse: string | null;
}

async function readProducts(session: Session, condition: string, into: ReadProduct[]): Promise<void> {
  for (let after = 0; into.length < MOST_PRODUCTS;) {
    const rows = await session.read<Row>(phrase('read_catalogue'), productsSql(session.products, condition), [
      after,
    ]);
    for (const { id, stock, names, codes, price, pulse } of rows) {
      into.push({
        id: Number(id),
        name: firstName(names) ?? null,
        codes: codesIn(codes),
        price: numberOrNull(price),
        stock: numberOrNull(stock),
        trouble: 0,
        changes: [],
        earlier: 0,
        ...(pulse === null ? {} : { pulse }),
      });
    }
    after = Number(rows.at(-1)?.id);
    if (rows.length < PRODUCTS_PER_QUESTION) return;
  }
}

async function readTroubles(session: Session, found: (id: number, trouble: number) => void): Promise<void> {
  await session.stream(
    phrase('read_outbox'),
    `SELECT ${EACH_PRODUCT_SQL}, o.dead_at IS NOT NULL FROM channel_outbox o ${PRODUCTS_JOIN}
      WHERE o.dead_at IS NOT NULL OR ${PENDING_SQL}`,
    ([id, isDead]) => found(Number(id), isDead === 1 ? TROUBLE.dead : TROUBLE.owed),
  );
  await session.stream(
    phrase('read_quarantine'),
    'SELECT item_id FROM sync_quarantine WHERE settled_at IS NULL AND item_id IS NOT NULL',
    ([id]) => found(Number(id), TROUBLE.quarantine),
  );
  await session.stream(phrase('read_missing'), 'SELECT item_id FROM sync_missing', ([id]) =>
    found(Number(id), TROUBLE.missing),
  );
}

/** Null also for a price that is none. */
function numberOrNull(value: string | number | null): number | null {
  if (value === null || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
