import { fingerprint } from '../platform/canonical.ts';
import { Column } from '../platform/column.ts';
import { MOST_DIGITS, POWERS_OF_TEN } from '../platform/decimal.ts';
import { chunks } from '../mysql/chunks.ts';
import type { Session, Value } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { ItemLimits } from '../sources/source.ts';
import type { KnownRow, Snapshot } from './store.ts';

/** Rows that no product can have, such as one with id 0 or NULL, are somebody else's. */
const OF_PRODUCTS = `id BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}`;

/** `data` itself stays where it is: a NULL of it shows as a price that is no number. */
const NARROW_SQL = `
  SELECT id, stock, CASE WHEN data IS NULL THEN 'no data' ELSE JSON_VALUE(data, '$.price') END
    FROM raw_item_data WHERE ${OF_PRODUCTS} ORDER BY id`;

const WHOLE_SQL = `SELECT id, stock, data FROM raw_item_data WHERE ${OF_PRODUCTS} ORDER BY id`;

/**
 * A retired product is as if it were not there. JSON_TYPE is an error where there is no JSON to have a type. The ids in quarantine are
 * read once and not for each row, which no key of theirs leads to. A patch is written with a space after each mark, which may make of
 * data more than the column takes, and with escapes as the characters that they stand for, which it may lack.
 */
const ROWS_SQL = `
  SELECT r.id, r.stock, JSON_VALUE(r.data, '$.price') AS price,
         COALESCE(CASE WHEN JSON_VALID(r.data) THEN JSON_TYPE(r.data) END = 'OBJECT', FALSE)
           AND m.item_id IS NULL AND q.item_id IS NULL AND OCTET_LENGTH(r.data) * 2 <= ?
           AND (? OR LOCATE('\\\\u', r.data) = 0) AS isSound
    FROM raw_item_data r
    LEFT JOIN sync_missing m ON m.item_id = r.id
    LEFT JOIN (SELECT DISTINCT item_id FROM sync_quarantine WHERE settled_at IS NULL) q ON q.item_id = r.id
   WHERE r.id IN (?) AND m.settled_at IS NULL`;
export const IDS_PER_QUESTION = 5000;

const MISSING_SQL = 'SELECT item_id AS itemId, runs, settled_at IS NOT NULL AS settled FROM sync_missing';

const DECIMAL = /^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;

export async function readSnapshot(session: Session, fingerprints: boolean): Promise<Snapshot> {
  const attempt = phrase('read_previous');
  const productIds = new Column();
  const stocks = new Column();
  const prices = new Column();
  const hashes = new Column();
  await session.stream(attempt, fingerprints ? WHOLE_SQL : NARROW_SQL, (row) => {
    // By index: taken apart as a pattern, each of a hundred thousand rows would be iterated over.
    const stock = row[1] as Value;
    const data = row[2] as Value;
    productIds.push(Number(row[0]));
    stocks.push(stock === null ? NaN : Number(stock));
    if (fingerprints) {
      const previous = readData(data);
      prices.push(previous.price);
      hashes.push(previous.hash);
    } else {
      prices.push(previousPrice(data));
    }
  });
  return {
    productIds: productIds.view(),
    stocks: stocks.view(),
    prices: prices.view(),
    fingerprints: hashes.view(),
    missing: await readMissing(session),
  };
}

export async function readMissing(session: Session): Promise<Snapshot['missing']> {
  const rows = await session.read<{ itemId: number | string; runs: number; settled: number }>(
    phrase('read_previous'),
    MISSING_SQL,
  );
  return new Map(rows.map(({ itemId, runs, settled }) => [Number(itemId), { runs, settled: settled === 1 }]));
}

export async function readRows(
  session: Session,
  productIds: readonly number[],
  { maxDataBytes, holds }: Pick<ItemLimits, 'maxDataBytes' | 'holds'>,
): Promise<ReadonlyMap<number, KnownRow>> {
  const known = new Map<number, KnownRow>();
  for (const ids of chunks(productIds, IDS_PER_QUESTION)) {
    const rows = await session.read<{ id: number | string; stock: Value; price: Value; isSound: number }>(
      phrase('read_previous'),
      ROWS_SQL,
      [maxDataBytes, holds === undefined ? 1 : 0, ids],
    );
    for (const { id, stock, price, isSound } of rows) {
      known.set(Number(id), {
        stock: stock === null ? NaN : Number(stock),
        price: previousPrice(price),
        isSound: isSound === 1,
      });
    }
  }
  return known;
}

/** NaN: no price. Infinity: nothing that a usable price could equal. */
export function previousPrice(stored: unknown): number {
  if (stored === null || stored === undefined || stored === 'null') return NaN;
  if (typeof stored === 'number') return stored === 0 ? 0 : stored;
  if (typeof stored !== 'string') return Infinity;
  const plain = plainDecimal(stored);
  if (!Number.isNaN(plain)) return plain;
  if (!DECIMAL.test(stored)) return Infinity;
  const price = Number(stored);
  return price === 0 ? 0 : price;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const POINT = 0x2e;

/** Digits with at most one point among them, as nearly every price is, read at a fraction of what pattern and `Number` take; else NaN. */
function plainDecimal(text: string): number {
  const { length } = text;
  if (length === 0 || length > MOST_DIGITS) return NaN;
  let digits = 0;
  let decimals = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= DIGIT_0 && code <= DIGIT_9) digits = digits * 10 + code - DIGIT_0;
    else if (code === POINT && at > 0 && at < length - 1 && decimals === 0) decimals = length - 1 - at;
    else return NaN;
  }
  return digits / (POWERS_OF_TEN[decimals] as number);
}

function readData(text: Value): { price: number; hash: number } {
  const data = parseObject(text);
  if (data === undefined) return { price: Infinity, hash: NaN };
  const { price, ...rest } = data;
  return { price: previousPrice(price), hash: fingerprint(rest) };
}

function parseObject(text: Value): Record<string, unknown> | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
