import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import type { Big, Listed } from './listed.ts';
import { PENDING_SQL } from './pending.ts';
import { LISTED_AS_SQL, listedAs, type ListedAs, LISTING_JOIN } from './subjects.ts';

/** A product of which a channel may still sell more than there is: it was not told, or refused to hear it. */
interface Oversellable {
  channel: string;
  /** Of a kit the first. */
  itemId: Big;
  /** As a marketplace has it; null in a channel that knows products. */
  listing: ListedAs | null;
  isDead: boolean;
  /** Of a kit, how many can be made of what there is. */
  stock: Big;
  /** What the channel was told last; null where nothing is kept of that. */
  told: Big | null;
  owedAt: string;
}

/** Of one channel, what waits or what was given up. Never without rows. */
export interface OversellableOf extends Listed<Oversellable> {
  channel: string;
  isDead: boolean;
}

/** A product whose row was deleted has no stock. */
const untoldSql = (products: string): string => `
  SELECT o.*, IF(COALESCE(r.stock, 0) > 0, r.stock, 0) AS stock
    FROM (SELECT o.channel, o.subject_id, o.owed_at, o.dead_at IS NOT NULL AS isDead
            FROM channel_outbox o ${LISTING_JOIN} WHERE l.id IS NULL AND (dead_at IS NOT NULL OR ${PENDING_SQL})) o
    LEFT JOIN ${products} r ON r.id = o.subject_id
   WHERE o.isDead OR COALESCE(r.stock, 0) <= 0`;

/**
 * Before the first change that it was not told, a channel knew the stock. The change of a product that was given up begins a new
 * count, before which the channel knew something else: of those without stock none is left out. A new product was nowhere for sale.
 * The changes are read run by run, and each finds its rows by their key: MariaDB would compare all with all.
 */
const oversellableSql = (products: string): string => `
  WITH untold AS (${untoldSql(products)}),
       first_change AS (
         SELECT o.channel, o.subject_id, MIN(c.run_id) AS run_id
           FROM sync_run r STRAIGHT_JOIN sync_change c ON c.run_id = r.run_id
           STRAIGHT_JOIN (SELECT DISTINCT channel FROM untold) h
           STRAIGHT_JOIN channel_outbox o ON o.channel = h.channel AND o.subject_id = c.item_id AND o.owed_at <= r.committed_at
          WHERE r.committed_at >= (SELECT MIN(owed_at) FROM untold)
          GROUP BY o.channel, o.subject_id),
       known AS (
         SELECT u.*, IF(c.kind = 'new', 0, c.old_stock) AS told
           FROM untold u
           LEFT JOIN first_change f ON f.channel = u.channel AND f.subject_id = u.subject_id
           LEFT JOIN sync_change c ON c.run_id = f.run_id AND c.item_id = u.subject_id),
       numbered AS (
         SELECT known.*, COUNT(*) OVER (PARTITION BY channel, isDead) AS inAll,
                ROW_NUMBER() OVER (PARTITION BY channel, isDead
                                   ORDER BY stock > 0, told IS NULL, told - stock DESC, subject_id) AS nth
           FROM known WHERE CASE WHEN isDead AND stock = 0 THEN TRUE ELSE COALESCE(told, stock = 0) > stock END)
  SELECT channel, subject_id AS itemId, isDead, stock, told, owed_at AS owedAt, inAll
    FROM numbered WHERE nth <= ? ORDER BY channel, isDead, nth`;

/** How many of a listing can be made of what there is; an item that nothing is known of says nothing. */
const STOCK_OF_LISTING = `
  GREATEST((SELECT MIN(FLOOR(v.units / p.units)) FROM channel_listing_part p
              JOIN (SELECT item_id, SUM(base + held) AS units FROM stock_level GROUP BY item_id) v ON v.item_id = p.item_id
             WHERE p.listing_id = l.id), 0)`;

/**
 * What a marketplace was told last is known of each listing, and what is there follows from the levels: units that are held back from it
 * are there all the same. Where a listing shows too much, one of its levels is too low by itself: that alone is looked for in all that is
 * pending, and counting is left to the few that are found.
 */
const OVERSELLABLE_LISTINGS = `
  WITH untold AS (
         SELECT o.channel, l.id, o.dead_at IS NOT NULL AS isDead, o.owed_at AS owedAt, l.last_quantity AS told,
                ${STOCK_OF_LISTING} AS stock
           FROM channel_outbox o JOIN channel_listing l ON l.channel = o.channel AND l.id = o.subject_id
          WHERE (dead_at IS NOT NULL OR ${PENDING_SQL})
            AND EXISTS (SELECT 1 FROM channel_listing_part p JOIN stock_level s ON s.item_id = p.item_id
                         WHERE p.listing_id = l.id AND s.base + s.held < COALESCE(l.last_quantity, 1) * p.units)),
       numbered AS (
         SELECT untold.*, COUNT(*) OVER (PARTITION BY channel, isDead) AS inAll,
                ROW_NUMBER() OVER (PARTITION BY channel, isDead ORDER BY stock > 0, told IS NULL, told - stock DESC, id) AS nth
           FROM untold WHERE COALESCE(told, stock = 0) > stock)
  SELECT n.channel, (SELECT MIN(p.item_id) FROM channel_listing_part p WHERE p.listing_id = l.id) AS itemId,
         isDead, stock, told, owedAt, inAll, ${LISTED_AS_SQL}
    FROM numbered n JOIN channel_listing l ON l.id = n.id WHERE nth <= ? ORDER BY n.channel, isDead, nth`;

type Row = Omit<Oversellable, 'isDead'> & { isDead: number; inAll: Big };

/** By channel, what waits before what was given up; of each at most `maxRows`, of which there must be one for it to be counted. */
export async function readOversellable(session: Session, maxRows: number): Promise<OversellableOf[]> {
  const attempt = phrase('read_outbox');
  const products = await session.read<Omit<Row, 'listing'>>(attempt, oversellableSql(session.products), [
    maxRows,
  ]);
  const listings = await session.read<Omit<Row, 'listing'> & ListedAs>(attempt, OVERSELLABLE_LISTINGS, [
    maxRows,
  ]);
  const rows: Row[] = [...products.map((row) => ({ ...row, listing: null })), ...listings.map(listedAs)];
  const groups = new Map<string, OversellableOf>();
  for (const { inAll, ...row } of rows) {
    const { channel } = row;
    const isDead = row.isDead === 1;
    const id = `${channel} ${isDead}`;
    const group = groups.get(id) ?? { channel, isDead, count: Number(inAll), rows: [] };
    group.rows.push({ ...row, isDead });
    groups.set(id, group);
  }
  return [...groups.values()];
}
