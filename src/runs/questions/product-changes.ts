import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';

export interface Change {
  runId: string;
  kind: string;
  changedAt: string;
  oldPrice: number | null;
  newPrice: number | null;
  oldStock: number | null;
  newStock: number | null;
}

/** What is kept of a product, newest first: one look per kept run, which is quick and spares the table an index by product. */
export async function changesOf(session: Session, productId: number, limit: number): Promise<Change[]> {
  return session.read<Change>(
    phrase('read_product_changes'),
    `SELECT STRAIGHT_JOIN c.run_id AS runId, c.kind, c.changed_at AS changedAt, c.old_price AS oldPrice, c.new_price AS newPrice,
            c.old_stock AS oldStock, c.new_stock AS newStock
       FROM sync_run r JOIN sync_change c ON c.run_id = r.run_id AND c.item_id = ?
      WHERE r.committed_at IS NOT NULL ORDER BY c.changed_at DESC, c.run_id DESC LIMIT ?`,
    [productId, Math.min(limit, Number.MAX_SAFE_INTEGER)],
  );
}
