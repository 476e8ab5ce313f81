import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import type { Trouble } from './trouble.ts';

/** What is known of the troubles that are not over. */
export async function readTroubles(session: Session): Promise<Trouble[]> {
  const rows = await session.read<{
    kind: string;
    runs: number;
    toldAt: string | null;
    lastsMs: number | string;
  }>(
    phrase('read_memory'),
    `SELECT trouble AS kind, runs, told_at AS toldAt, TIMESTAMPDIFF(MICROSECOND, since, UTC_TIMESTAMP(3)) DIV 1000 AS lastsMs
       FROM sync_alert ORDER BY since, trouble`,
  );
  return rows.map(({ kind, runs, toldAt, lastsMs }) => ({
    ...{ kind, runs, told: toldAt !== null, lastsMs: Number(lastsMs) },
  }));
}

/** Remembers exactly these. `before` is what was read: what did not change is not written. */
export async function writeTroubles(
  session: Session,
  before: readonly Trouble[],
  troubles: readonly Trouble[],
): Promise<void> {
  const attempt = phrase('write_memory');
  const over = before.map(({ kind }) => kind).filter((kind) => !troubles.some((each) => each.kind === kind));
  if (over.length > 0) await session.write(attempt, 'DELETE FROM sync_alert WHERE trouble IN (?)', [over]);
  for (const { kind, runs, told } of troubles) {
    const known = before.find((each) => each.kind === kind);
    if (known?.runs === runs && known.told === told) continue;
    await session.write(
      attempt,
      `INSERT INTO sync_alert (trouble, runs, since, told_at)
       VALUES (?, ?, UTC_TIMESTAMP(3), IF(?, UTC_TIMESTAMP(3), NULL))
       ON DUPLICATE KEY UPDATE runs = VALUES(runs), told_at = COALESCE(told_at, VALUES(told_at))`,
      [kind, runs, told ? 1 : 0],
    );
  }
}

/** The schema's own; at most 64 characters. */
const TURN = `CONCAT('bitcram-inventory-sync:alert:', LEFT(SHA2(DATABASE(), 256), 32))`;
/** Then the other one's alert takes long, and the same told twice is better than nothing told. */
const TURN_WAIT_S = 2;

/** Of two runs that end together one reads what the other told. */
export async function takeTurn(session: Session): Promise<void> {
  await session.read(phrase('take_turn'), `SELECT GET_LOCK(${TURN}, ${TURN_WAIT_S}) AS taken`);
}

export async function leaveTurn(session: Session): Promise<void> {
  await session.lastWrite(phrase('take_turn'), `DO RELEASE_LOCK(${TURN})`);
}
