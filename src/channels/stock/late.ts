import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import { lockStanding, type Standing, standing } from './endings.ts';
import { type LastReading, lastReading } from './last-reading.ts';
import {
  changeHeld,
  type Difference,
  inLedger,
  type Level,
  type Levels,
  lockLevels,
  openLevels,
} from './levels.ts';
import { type Mapping, readMapping } from './mapping.ts';
import { rowsOfParts } from './movements.ts';
import { isShown, type StockRules } from './rules.ts';

const ROWS_AT_ONCE = 1000;

/** Of a SKU that one item has, or of a listing that is mapped. */
const MAPPABLE = `
  item_id IS NULL
  AND IF(listing_id IS NULL, (SELECT COUNT(*) FROM item i WHERE i.sku = stock_movement.sku) = 1,
         EXISTS (SELECT 1 FROM channel_listing_part p WHERE p.listing_id = stock_movement.listing_id))
  ORDER BY id LIMIT ${ROWS_AT_ONCE}`;

/**
 * Applies, once, the movements whose SKU or listing is mapped only now: what the source's list has shown meanwhile ends at once, the rest
 * is held. Returns how many movements that were.
 */
export async function mapLate(session: Session, rules: StockRules): Promise<number> {
  let mapped = 0;
  for (let batch = ROWS_AT_ONCE; batch === ROWS_AT_ONCE; mapped += batch)
    batch = await mapSome(session, rules);
  return mapped;
}

async function mapSome(session: Session, rules: StockRules): Promise<number> {
  const prepare = async () => {
    const found = await standing(session, MAPPABLE, []);
    const mapping = await readMapping(session, found);
    const spots = found.flatMap((movement) => partsOf(movement, mapping));
    await openLevels(session, spots, rules);
    return { found, mapping, spots };
  };
  return inLedger(session, phrase('map_late'), prepare, async ({ found, mapping, spots }) => {
    const levels = await lockLevels(session, spots);
    const reading = await lastReading(session, spots);
    const locked = await lockStanding(session, found);
    const parts = locked.flatMap((movement) => partsOf(movement, mapping));
    const ended = new Map(parts.map((part) => [part, shownBy(part, levels, reading, rules)]));
    await writeParts(session, parts, ended);
    await changeHeld(
      session,
      parts.filter((part) => ended.get(part) === undefined),
    );
    return locked.length;
  });
}

type MappedMovement = Standing & Difference & { isFirst: boolean };

/** The movement as movements of the items that it is of: itself the first one. */
function partsOf(movement: Standing, mapping: Mapping): MappedMovement[] {
  const rows = rowsOfParts(movement, mapping.partsOf(movement));
  return rows.map((row, index) => ({ ...row, isFirst: index === 0 }));
}

/** The run whose list showed it, if one did. */
function shownBy(
  part: MappedMovement,
  levels: Levels,
  reading: LastReading | undefined,
  rules: StockRules,
): string | undefined {
  const run = readingOf(part.itemId, levels.of(part), reading);
  return isShown(part, run.readAt, rules) ? (run.runId ?? undefined) : undefined;
}

/** When the level of an item was read last, and the run that read it: perhaps one that found it unchanged and did not write it. */
export function readingOf(
  itemId: number,
  level: Level | undefined,
  reading: LastReading | undefined,
): { readAt: string | null; runId: string | null } {
  const { readAt = null, readRunId: runId = null } = level ?? {};
  if (reading === undefined || !reading.ofLevels || !reading.itemIds.has(itemId)) return { readAt, runId };
  return readAt !== null && readAt >= reading.startedAt
    ? { readAt, runId }
    : { readAt: reading.startedAt, runId: reading.runId };
}

async function writeParts(
  session: Session,
  parts: readonly MappedMovement[],
  ended: ReadonlyMap<MappedMovement, string | undefined>,
): Promise<void> {
  if (parts.length === 0) return;
  const [row] = await session.read<{ now: string }>(phrase('read_movements'), 'SELECT NOW(6) AS now');
  await session.write(
    phrase('write_movements'),
    `INSERT INTO stock_movement (id, source_key, line, kind, channel, order_id, listing_id, sku, item_id, location, quantity,
                                 received_at, ended_at, ended_run_id, end_reason) VALUES ?
     ON DUPLICATE KEY UPDATE item_id = VALUES(item_id), quantity = VALUES(quantity), ended_at = VALUES(ended_at),
       ended_run_id = VALUES(ended_run_id), end_reason = VALUES(end_reason)`,
    [
      parts.map((part) => {
        const runId = ended.get(part) ?? null;
        const end = runId === null ? [null, null, null] : [row?.now ?? '', runId, 'reading'];
        return [
          ...[
            part.isFirst ? part.id : null,
            part.sourceKey,
            part.line,
            part.kind,
            part.channel,
            part.orderId,
          ],
          ...[part.listingId, part.sku, part.itemId, part.location, part.quantity, part.receivedAt, ...end],
        ];
      }),
    ],
  );
}
