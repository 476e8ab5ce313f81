import type { Pool } from '../../mysql/pool.ts';
import type { Session } from '../../mysql/session.ts';
import type { SharedPace } from '../marketplace.ts';
import { phrase } from '../phrase.ts';

/** Of what is configured: never less, and so much more in each second in which nothing was refused. */
const SLOWEST = 1 / 16;
const MORE_A_SECOND = 1 / 100;
/** What is refused within this time was on its way already, and slows nothing down again. */
const ONE_REFUSAL_MS = 1000;

interface PaceRow {
  /** The pace that was set when it was slowed down last, and how long ago. */
  pace: number | null;
  slowedMsAgo: number | null;
  turnAt: string | null;
  /** Until that turn; 0 where it is past. */
  inUs: number;
}

/** One clock, the database's, and one row: each process takes its turns behind those that are taken. */
export function sharedPace(pool: Pool, channel: string): SharedPace {
  const look = async (session: Session): Promise<PaceRow> => {
    const [row] = await session.read<Record<keyof PaceRow, string | number | null>>(
      phrase('take_turn'),
      `SELECT pace, TIMESTAMPDIFF(MICROSECOND, slowed_at, NOW(3)) DIV 1000 AS slowedMsAgo, turn_at AS turnAt,
              GREATEST(COALESCE(TIMESTAMPDIFF(MICROSECOND, NOW(6), turn_at), 0), 0) AS inUs
         FROM channel WHERE channel = ?`,
      [channel],
    );
    if (row === undefined) {
      const sql = 'INSERT IGNORE INTO channel (channel) VALUES (?)';
      await session.write(phrase('take_turn'), sql, [channel]);
      return { pace: null, slowedMsAgo: null, turnAt: null, inUs: 0 };
    }
    const numberOf = (value: string | number | null) => (value === null ? null : Number(value));
    return {
      pace: numberOf(row.pace),
      slowedMsAgo: numberOf(row.slowedMsAgo),
      turnAt: row.turnAt as string | null,
      inUs: Number(row.inUs),
    };
  };

  return {
    reserve: (turns, perSecond) =>
      pool.use(async (session) => {
        for (;;) {
          const row = await look(session);
          const apartMs = 1000 / paceNow(row, perSecond);
          // Only where nobody else took a turn since.
          const taken = await session.write(
            phrase('take_turn'),
            `UPDATE channel SET turn_at = NOW(6) + INTERVAL ? MICROSECOND WHERE channel = ? AND turn_at <=> ?`,
            [Math.ceil(row.inUs + turns * apartMs * 1000), channel, row.turnAt],
          );
          if (taken > 0) return { inMs: row.inUs / 1000, apartMs };
        }
      }),
    slowDown: (perSecond) =>
      pool.use(async (session) => {
        const row = await look(session);
        if (row.slowedMsAgo !== null && row.slowedMsAgo < ONE_REFUSAL_MS) return;
        await session.write(
          phrase('slow_down'),
          'UPDATE channel SET pace = ?, slowed_at = NOW(3) WHERE channel = ?',
          [Math.max(paceNow(row, perSecond) / 2, perSecond * SLOWEST), channel],
        );
      }),
  };
}

/** For a process that writes nothing down: it counts as if it were the only one. */
export function ownPace(): SharedPace {
  let row: PaceRow & { slowedAtMs?: number } = { pace: null, slowedMsAgo: null, turnAt: null, inUs: 0 };
  let turnAtMs = 0;
  const look = (): PaceRow => ({
    ...row,
    slowedMsAgo: row.slowedAtMs === undefined ? null : performance.now() - row.slowedAtMs,
  });
  return {
    async reserve(turns, perSecond) {
      const apartMs = 1000 / paceNow(look(), perSecond);
      const inMs = Math.max(turnAtMs - performance.now(), 0);
      turnAtMs = performance.now() + inMs + turns * apartMs;
      return { inMs, apartMs };
    },
    async slowDown(perSecond) {
      const pace = Math.max(paceNow(look(), perSecond) / 2, perSecond * SLOWEST);
      row = { ...row, pace, slowedAtMs: performance.now() };
    },
  };
}

/** Requests a second. */
function paceNow({ pace, slowedMsAgo }: PaceRow, perSecond: number): number {
  if (pace === null || slowedMsAgo === null) return perSecond;
  return Math.min(pace + (slowedMsAgo / 1000) * perSecond * MORE_A_SECOND, perSecond);
}
