import type { Session } from '../../mysql/session.ts';
import type { StockRules } from '../stock.ts';
import { mapBySku } from './by-sku.ts';
import { phrase } from './phrase.ts';

/** In the transaction of a load that changed SKUs: listings are to look for their products again, however the run ends. */
export async function noteMapDue(session: Session, channels: readonly string[]): Promise<void> {
  await session.write(
    phrase('map_by_sku'),
    'INSERT INTO channel (channel, map_due) VALUES ? ON DUPLICATE KEY UPDATE map_due = map_due + 1',
    [channels.toSorted().map((channel) => [channel, 1])],
  );
}

/** Maps by SKU where that is due; a load that notes more meanwhile is left to the next time. */
export async function mapIfDue(session: Session, rules: StockRules): Promise<void> {
  const due = await session.read<{ channel: string; times: number }>(
    phrase('read_mapping'),
    'SELECT channel, map_due AS times FROM channel WHERE map_due > 0',
  );
  if (due.length === 0) return;
  await mapBySku(session, rules);
  for (const { channel, times } of due) {
    await session.write(phrase('map_by_sku'), 'UPDATE channel SET map_due = map_due - ? WHERE channel = ?', [
      times,
      channel,
    ]);
  }
}
