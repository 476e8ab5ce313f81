import type { Session } from '../../mysql/session.ts';
import { UsageError } from '../../platform/errors.ts';
import { phrase } from './phrase.ts';
import { endMovements, lockStanding, standing } from './endings.ts';
import { lastReading } from './last-reading.ts';
import { readingOf } from './late.ts';
import { inLedger, lockLevels } from './levels.ts';
import { markListings } from './marks.ts';
import { spotOf } from './movements.ts';
import { type StockRules, unshownKinds } from './rules.ts';

const ROWS_AT_ONCE = 1000;

export interface Closed {
  closed: number;
  /** Those whose item was not read since: until it is, what was counted is in nobody's list, and their units would be offered again. */
  waiting: number;
}

/**
 * After a stocktake at `before`, whose result stands in the source: ends the movements until then that its list never shows. Those
 * that it does show end by themselves.
 */
export async function closeMovements(session: Session, rules: StockRules, before: string): Promise<Closed> {
  if (!rules.hasSource) throw new UsageError(phrase('close_without_source'));
  const kinds = unshownKinds(rules);
  const total: Closed = { closed: 0, waiting: 0 };
  for (let after = 0, isMore = kinds.length > 0; isMore;) {
    const batch = await inLedger(
      session,
      phrase('close_movements'),
      async () => {
        return standing(
          session,
          `kind IN (?) AND received_at < ? AND id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
          [kinds, before, after],
        );
      },
      async (found) => {
        const spots = found.flatMap(spotOf);
        const levels = await lockLevels(session, spots);
        const reading = await lastReading(session, spots);
        const locked = await lockStanding(session, found);
        const ending = locked.filter((movement) => {
          const [spot] = spotOf(movement);
          const readAt =
            spot === undefined ? reading?.startedAt : readingOf(spot.itemId, levels.of(spot), reading).readAt;
          return readAt !== undefined && readAt !== null && readAt > before;
        });
        await markListings(session, await endMovements(session, ending, { reason: 'closed' }));
        return { found, closed: ending.length, waiting: locked.length - ending.length };
      },
    );
    total.closed += batch.closed;
    total.waiting += batch.waiting;
    after = batch.found.at(-1)?.id ?? 0;
    isMore = batch.found.length === ROWS_AT_ONCE;
  }
  return total;
}
