import type { Session, Values } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { StockText } from './words/en.ts';

/** A movement for a script; its keys are a contract. */
export interface MovementFields {
  id: number;
  source_key: string;
  line: string;
  kind: string;
  channel: string | null;
  order_id: string | null;
  listing_id: number | null;
  sku: string | null;
  product_id: number | null;
  location: string;
  /** What it does to the level: below 0 for what left. */
  quantity: number;
  received_at: string;
  ended_at: string | null;
  ended_run_id: string | null;
  end_reason: string | null;
}

/** As the driver has it: a number that is too large for one comes as a text. */
type Numbered = Omit<MovementFields, 'id' | 'quantity' | 'listing_id' | 'product_id'> &
  Record<'id' | 'quantity', number | string> &
  Record<'listing_id' | 'product_id', number | string | null>;

/** Newest first; a `limit` of 0 is all. */
export async function readMovements(
  session: Session,
  where: string,
  values: Values,
  limit: number,
): Promise<MovementFields[]> {
  const rows = await session.read<Numbered>(
    phrase('read_movements'),
    `SELECT id, source_key, line, kind, channel, order_id, listing_id, sku, item_id AS product_id, location, quantity, received_at,
            ended_at, ended_run_id, end_reason
       FROM stock_movement WHERE ${where} ORDER BY id DESC LIMIT ?`,
    [...values, limit === 0 ? Number.MAX_SAFE_INTEGER : limit],
  );
  const numberOrNull = (value: number | string | null): number | null =>
    value === null ? null : Number(value);
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    listing_id: numberOrNull(row.listing_id),
    product_id: numberOrNull(row.product_id),
    quantity: Number(row.quantity),
  }));
}

/** "order 1001 in shopify". */
export function whatOf({ kind, channel, order_id: order }: MovementFields, { kinds }: StockText): string {
  if (order !== null) return kinds.orderOf(order, channel ?? '');
  return kinds[kind as 'sale'] ?? kind;
}

/** Whether it still counts beside what was read, or why not. */
export function stateOf(
  { product_id: id, end_reason: why, ended_run_id: run }: MovementFields,
  text: StockText,
): string {
  const { states } = text;
  if (why === null) return id === null ? states.unmapped : states.held;
  if (why === 'reading') return states.reading(run ?? '');
  return states[why as 'closed'] ?? why;
}
