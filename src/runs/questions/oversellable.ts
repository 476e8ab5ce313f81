import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import type { Big, Listed } from './listed.ts';
import { PENDING_SQL } from './pending.ts';

/** A product of which a channel may still sell more than there is: it was not told, or refused to hear it. */
interface Oversellable {
  channel: string;
  itemId: Big;
  isDead: boolean;
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
const UNTOLD = `
  SELECT o.*, IF(COALESCE(r.stock, 0) > 0, r.stock, 0) AS stock
    FROM (SELECT channel, subject_id, owed_at, dead_at IS NOT NULL AS isDead
            FROM channel_outbox WHERE dead_at IS NOT NULL OR ${PENDING_SQL}) o
    LEFT JOIN raw_item_data r ON r.id = o.subject_id
   WHERE o.isDead OR COALESCE(r.stock, 0) <= 0`;

/**
 * Before the first change that it was not told, a channel knew the stock. The change of a product that was given up begins a new
 * count, before which the channel knew something else: of those without stock none is left out. A new product was nowhere for sale.
 * The changes are read run by run, and each finds its rows by their key: MariaDB would compare all with all.
 */
const OVERSELLABLE = `
  WITH untold AS (${UNTOLD}),
       first_change AS (
         SELECT o.channel, o.subject_id, MIN(c.run_id) AS run_id
           FROM sync_run r STRAIGHT_JOIN sync_change c ON c.run_id = r.run_id
           STRAIGHT_JOIN (SELECT DISTINCT channel FROM channel_outbox) h
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

type Row = Omit<Oversellable, 'isDead'> & { isDead: number; inAll: Big };

/** By channel, what waits before what was given up; of each at most `maxRows`, of which there must be one for it to be counted. */
export async function readOversellable(session: Session, maxRows: number): Promise<OversellableOf[]> {
  const rows = await session.read<Row>(phrase('read_outbox'), OVERSELLABLE, [maxRows]);
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
