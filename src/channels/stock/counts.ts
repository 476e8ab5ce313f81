import { randomUUID } from 'node:crypto';
import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';
import {
  changeHeld,
  inLedger,
  ledgerTime,
  type Levels,
  lockLevels,
  openLevels,
  type Spot,
} from './levels.ts';
import { markListings } from './marks.ts';
import { insertMovements, type MovementRow } from './movements.ts';
import { NO_SOURCE } from './rules.ts';

const ROWS_PER_STATEMENT = 1000;

/** What somebody counted of an item, or brought in. */
export interface Count extends Spot {
  sku: string;
  quantity: number;
}

/**
 * Without a source: so many are there, whatever was believed. All or none. What was held stays held, and the base is what makes the level
 * right.
 */
export function countStock(session: Session, counts: readonly Count[]): Promise<void> {
  return write(session, counts, (now, levels) => setLevels(session, counts, now, levels));
}

/** The same of those whose level is what was believed when they were counted. Returns them. */
export function recount<C extends Count & { believed: number }>(
  session: Session,
  counts: readonly C[],
): Promise<readonly C[]> {
  return write(session, counts, async (now, levels) => {
    const standing = counts.filter((count) => {
      const level = levels.of(count);
      return level !== undefined && level.base !== null && level.base + level.held === count.believed;
    });
    await setLevels(session, standing, now, levels);
    return standing;
  });
}

async function setLevels(
  session: Session,
  counts: readonly Count[],
  now: string,
  levels: Levels,
): Promise<void> {
  const rows = counts.map((count) => {
    const { base = null, held = 0 } = levels.of(count) ?? {};
    const difference = base === null ? count.quantity : count.quantity - base - held;
    return { ...rowOf(count), quantity: difference, endReason: 'counted' };
  });
  await insertMovements(session, rows, now);
  await setBases(
    session,
    counts.map((count) => ({ ...count, quantity: count.quantity - (levels.of(count)?.held ?? 0) })),
    now,
  );
}

/** Without a source: so many came in. All or none. */
export function addStock(session: Session, counts: readonly Count[]): Promise<void> {
  return write(session, counts, async (now) => {
    await insertMovements(session, counts.map(rowOf), now);
    await changeHeld(session, counts);
  });
}

/** The first base of an item. */
export interface Beginning extends Spot {
  quantity: number;
}

/**
 * Without a source: the first bases of these items, about which nothing is known yet. `basesOf` is asked once their levels are locked, and
 * may leave some out. Returns how many have one now.
 */
export async function beginStock(
  session: Session,
  spots: readonly Spot[],
  basesOf: () => Promise<readonly Beginning[]>,
): Promise<number> {
  if (spots.length === 0) return 0;
  return write(session, spots, async (now, levels) => {
    const bases = (await basesOf()).filter((base) => levels.of(base)?.base === null);
    await setBases(session, bases, now);
    return bases.length;
  });
}

function write<T>(
  session: Session,
  spots: readonly Spot[],
  work: (now: string, levels: Levels) => Promise<T>,
): Promise<T> {
  const prepare = async (): Promise<string> => {
    await openLevels(session, spots, NO_SOURCE);
    return ledgerTime(session);
  };
  return inLedger(session, phrase('write_counts'), prepare, async (now) =>
    work(now, await lockLevels(session, spots)),
  );
}

function rowOf({ itemId, location, sku, quantity }: Count): MovementRow {
  return {
    sourceKey: `count:${randomUUID()}`,
    line: '1',
    kind: 'count',
    channel: null,
    orderId: null,
    listingId: null,
    ...{ sku, itemId, location, quantity },
    ordered: null,
    endReason: null,
  };
}

async function setBases(session: Session, bases: readonly Beginning[], now: string): Promise<void> {
  for (const part of chunks(bases, ROWS_PER_STATEMENT)) {
    await session.write(
      phrase('write_levels'),
      `INSERT INTO stock_level (item_id, location, base, read_at) VALUES ?
       ON DUPLICATE KEY UPDATE base = VALUES(base), read_at = GREATEST(COALESCE(read_at, VALUES(read_at)), VALUES(read_at)),
         read_run_id = NULL, version = version + 1`,
      [part.map(({ itemId, location, quantity }) => [itemId, location, quantity, now])],
    );
  }
  await markListings(
    session,
    bases.map(({ itemId }) => itemId),
  );
}
