import { chunks } from '../../mysql/chunks.ts';
import { RepeatableError } from '../../mysql/errors.ts';
import type { Session, Values } from '../../mysql/session.ts';
import { inLedger, mapLate, markListingsById, openLevels, type StockRules } from '../stock.ts';
import { phrase } from './phrase.ts';
import type { Mapped } from './results.ts';

/** Each of a listing that is not mapped by hand and has another product than its SKU says, or the application's table where it says none; null: none. */
interface Move {
  listingId: number;
  itemId: number | null;
}

const LISTINGS_AT_ONCE = 1000;

/** A SKU of two products maps to neither. `mine` narrows the listings. */
const movesSql = (mine = ''): string => `
  SELECT listingId, COALESCE(bySku, published) AS itemId
    FROM (SELECT c.id AS listingId, p.item_id AS mapped,
                 (SELECT IF(COUNT(*) = 1, MIN(i.id), NULL) FROM item i WHERE i.sku = c.sku) AS bySku,
                 c.published_item AS published
            FROM channel_listing c LEFT JOIN channel_listing_part p ON p.listing_id = c.id
           WHERE NOT c.by_hand ${mine}) AS listing
   WHERE NOT (mapped <=> COALESCE(bySku, published)) ORDER BY listingId`;

const THESE = 'AND c.id IN (?)';

/**
 * Gives every listing that nobody mapped by hand the product that has its SKU, and takes away what it no longer has. What is mapped is to
 * be looked at at once, with the movements of before. Where nothing is to be done, that is two questions.
 */
export async function mapBySku(session: Session, rules: StockRules): Promise<Mapped> {
  return mapMoves(session, rules, await movesOf(session, movesSql()));
}

/** The same, only for listings that were sold before their product was known. In a shop with many listings this stays fast. */
export async function mapSold(session: Session, rules: StockRules): Promise<Mapped> {
  const sold = 'AND c.id IN (SELECT m.listing_id FROM stock_movement m WHERE m.item_id IS NULL)';
  return mapMoves(session, rules, await movesOf(session, movesSql(sold)));
}

async function mapMoves(session: Session, rules: StockRules, found: readonly Move[]): Promise<Mapped> {
  const done: Mapped = { mapped: 0, unmapped: 0, applied: 0 };
  for (const part of chunks(found, LISTINGS_AT_ONCE)) {
    const ids = part.map(({ listingId }) => listingId);
    const prepare = async (): Promise<readonly Move[]> => {
      const moves = await movesOf(session, movesSql(THESE), [ids]);
      await openLevels(session, moves.flatMap(spotOf), rules);
      return moves;
    };
    const moved = await inLedger(session, phrase('map_by_sku'), prepare, async (prepared) => {
      await session.read(
        phrase('map_by_sku'),
        'SELECT id FROM channel_listing WHERE id IN (?) ORDER BY id FOR UPDATE',
        [ids],
      );
      const moves = await movesOf(session, movesSql(THESE), [ids]);
      // Of another product, whose level may not be there yet.
      if (JSON.stringify(moves) !== JSON.stringify(prepared)) {
        throw new RepeatableError(phrase('changed_meanwhile'));
      }
      await move(session, moves);
      return moves;
    });
    const mapped = moved.filter(({ itemId }) => itemId !== null).length;
    done.mapped += mapped;
    done.unmapped += moved.length - mapped;
  }
  done.applied = await mapLate(session, rules);
  return done;
}

async function movesOf(session: Session, sql: string, values: Values = []): Promise<Move[]> {
  const rows = await session.read<Record<keyof Move, number | string | null>>(
    phrase('read_mapping'),
    sql,
    values,
  );
  const moves = new Map<number, Move>();
  for (const { listingId, itemId } of rows) {
    moves.set(Number(listingId), {
      listingId: Number(listingId),
      itemId: itemId === null ? null : Number(itemId),
    });
  }
  return [...moves.values()];
}

function spotOf({ itemId }: Move): { itemId: number; location: string }[] {
  return itemId === null ? [] : [{ itemId, location: '' }];
}

async function move(session: Session, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await session.write(phrase('map_by_sku'), 'DELETE FROM channel_listing_part WHERE listing_id IN (?)', [
    moves.map(({ listingId }) => listingId),
  ]);
  const parts = moves.flatMap(({ listingId, itemId }) => (itemId === null ? [] : [[listingId, itemId, 1]]));
  if (parts.length === 0) return;
  await session.write(
    phrase('map_by_sku'),
    'INSERT INTO channel_listing_part (listing_id, item_id, units) VALUES ?',
    [parts],
  );
  await markListingsById(
    session,
    parts.map(([listingId]) => listingId as number),
  );
}
