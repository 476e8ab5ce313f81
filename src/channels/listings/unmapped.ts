import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import { type Reason, REASONS } from './results.ts';

export interface UnmappedListing {
  channel: string;
  remote_id: string;
  remote_variant: string;
  title: string | null;
  sku: string | null;
  reason: Reason;
  /** Those that have its SKU, or that nobody knows the stock of. */
  product_ids: readonly number[];
}

/** A listing that is ordered before it is pulled is known only by its name. */
const UNMAPPED = `
  (SELECT id, channel, remote_id, remote_variant, title, sku,
          CASE WHEN is_mapped THEN 'no_level' WHEN by_hand THEN 'by_hand'
               WHEN sku IS NULL AND status IS NULL THEN 'not_pulled' WHEN sku IS NULL THEN 'no_sku'
               WHEN items = 0 THEN 'no_product' WHEN items = 1 THEN 'not_mapped' ELSE 'sku_of_two' END AS reason
     FROM (SELECT c.*, EXISTS (SELECT 1 FROM channel_listing_part p WHERE p.listing_id = c.id) AS is_mapped,
                  (SELECT COUNT(*) FROM item i WHERE i.sku = c.sku) AS items
             FROM channel_listing c
            WHERE c.channel IN (?) AND NOT (c.status <=> 'gone')
              AND (NOT EXISTS (SELECT 1 FROM channel_listing_part p WHERE p.listing_id = c.id)
                   OR EXISTS (SELECT 1 FROM channel_listing_part p WHERE p.listing_id = c.id AND NOT EXISTS
                               (SELECT 1 FROM stock_level l WHERE l.item_id = p.item_id AND l.base IS NOT NULL)))) AS c) AS unmapped`;

export async function countUnmapped(
  session: Session,
  channels: readonly string[],
): Promise<Partial<Record<Reason, number>>> {
  const rows = await session.read<{ reason: Reason; n: number }>(
    phrase('read_unmapped'),
    `SELECT reason, COUNT(*) AS n FROM ${UNMAPPED} GROUP BY reason`,
    [channels],
  );
  const counts = new Map(rows.map(({ reason, n }) => [reason, n]));
  return Object.fromEntries(
    REASONS.flatMap((reason) => (counts.has(reason) ? [[reason, counts.get(reason)]] : [])),
  );
}

/** `limit` 0 is all. */
export async function readUnmapped(
  session: Session,
  channels: readonly string[],
  limit = 0,
): Promise<UnmappedListing[]> {
  const rows = await session.read<
    Omit<UnmappedListing, 'product_ids'> & { id: number; product_ids: string | null }
  >(
    phrase('read_unmapped'),
    `SELECT channel, remote_id, remote_variant, title, sku, reason,
            CASE reason
              WHEN 'sku_of_two' THEN (SELECT GROUP_CONCAT(i.id ORDER BY i.id) FROM item i WHERE i.sku = unmapped.sku)
              WHEN 'no_level' THEN
                (SELECT GROUP_CONCAT(p.item_id ORDER BY p.item_id) FROM channel_listing_part p
                  WHERE p.listing_id = unmapped.id AND NOT EXISTS
                        (SELECT 1 FROM stock_level l WHERE l.item_id = p.item_id AND l.base IS NOT NULL)) END AS product_ids
       FROM ${UNMAPPED} ORDER BY channel, title, id ${limit === 0 ? '' : 'LIMIT ?'}`,
    limit === 0 ? [channels] : [channels, limit],
  );
  return rows.map(({ product_ids: ids, ...row }) => ({
    ...row,
    product_ids: ids === null ? [] : ids.split(',').map(Number),
  }));
}
