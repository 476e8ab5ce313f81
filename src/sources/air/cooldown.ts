import { UnavailableError } from '../../platform/errors.ts';
import type { SourceDatabase } from '../source.ts';
import { phrase } from './phrase.ts';

const SOURCE = 'air';
const MICROSECONDS_PER_MS = 1000;

/** Throws `UnavailableError` while Air is to be left alone, whichever process was told so. */
export async function heedCooldown(database: SourceDatabase): Promise<void> {
  const [row] = await database.read<{ until: string }>(
    phrase('read_cooldown'),
    `SELECT CAST(not_before AS DATETIME) AS until FROM source_state WHERE source = ? AND not_before > UTC_TIMESTAMP(3)`,
    [SOURCE],
  );
  if (row !== undefined) throw new UnavailableError(phrase('cooling_down', { until: row.until }));
}

/** Writes down that nobody asks Air for so long. Returns until when, UTC. */
export async function coolDown(database: SourceDatabase | undefined, forMs: number): Promise<string> {
  if (database === undefined)
    return new Date(Date.now() + forMs).toISOString().slice(0, 19).replace('T', ' ');
  await database.write(
    phrase('note_cooldown'),
    `INSERT INTO source_state (source, not_before, reason)
     VALUES (?, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, 'Too many queries')
     ON DUPLICATE KEY UPDATE not_before = VALUES(not_before), reason = VALUES(reason)`,
    [SOURCE, forMs * MICROSECONDS_PER_MS],
  );
  // By the clock that will be looked at.
  const [row] = await database.read<{ until: string }>(
    phrase('read_cooldown'),
    'SELECT CAST(not_before AS DATETIME) AS until FROM source_state WHERE source = ?',
    [SOURCE],
  );
  return row?.until ?? '';
}
