import type { Session } from '../../mysql/session.ts';
import type { Big } from '../../runs/questions/listed.ts';
import { sqlOf } from '../../platform/zone.ts';
import { phrase } from '../phrase.ts';

/** The till's sales that were recorded since then. */
export interface TillFacts {
  /** Whether any ever was. */
  isOn: boolean;
  sales: number;
  units: number;
}

const OF_DAY = `FROM sale s WHERE s.received_at >= ? AND s.state = 'recorded'`;

export async function readTillSales(session: Session, startMs: number): Promise<TillFacts> {
  const since = sqlOf(startMs);
  const [row] = await session.read<{ isOn: number; sales: Big; units: Big | null }>(
    phrase('read_sales'),
    `SELECT EXISTS (SELECT 1 FROM sale) AS isOn, (SELECT COUNT(*) ${OF_DAY}) AS sales,
            (SELECT -SUM(m.quantity) FROM sale s JOIN stock_movement m ON m.source_key = CONCAT('sale:', s.sale_key)
              WHERE s.received_at >= ? AND s.state = 'recorded') AS units`,
    [since, since],
  );
  return { isOn: row?.isOn === 1, sales: Number(row?.sales ?? 0), units: Number(row?.units ?? 0) };
}

export interface UnmappedSku {
  sku: string;
  units: number;
}

/** Those with the most units. */
const MOST_SKUS = 10;

/** Sold, and no product has them. */
export async function readUnmappedSkus(session: Session): Promise<UnmappedSku[]> {
  const rows = await session.read<{ sku: string; units: Big }>(
    phrase('read_sales'),
    `SELECT sku, SUM(GREATEST(-quantity, 0)) AS units FROM stock_movement
      WHERE item_id IS NULL AND ended_at IS NULL AND sku IS NOT NULL
      GROUP BY sku HAVING units > 0 ORDER BY units DESC, sku LIMIT ${MOST_SKUS}`,
  );
  return rows.map(({ sku, units }) => ({ sku, units: Number(units) }));
}
