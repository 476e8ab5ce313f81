import type { Session } from '../../mysql/session.ts';
import { phrase } from '../phrase.ts';
import type { Big } from './listed.ts';

/** Units that were sold under a SKU that no product has, so that the stock of none fell. */
export async function countUnmappedUnits(session: Session): Promise<number> {
  const [row] = await session.read<{ units: Big | null }>(
    phrase('count'),
    'SELECT SUM(GREATEST(-quantity, 0)) AS units FROM stock_movement WHERE item_id IS NULL AND ended_at IS NULL',
  );
  return Number(row?.units ?? 0);
}
