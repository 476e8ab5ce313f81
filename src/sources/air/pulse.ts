import type { SourceDatabase } from '../source.ts';
import type { Location } from './locations.ts';
import { phrase } from './phrase.ts';

/** Why an article cannot be used, of those that cannot. */
const REFUSED = `LEFT JOIN (SELECT item_id, MIN(reason) AS reason FROM sync_quarantine
                             WHERE settled_at IS NULL AND item_id IS NOT NULL GROUP BY item_id) q ON q.item_id = r.id`;

const KIND = `CASE WHEN q.item_id IS NOT NULL THEN '❌' WHEN r.stock > 0 THEN '✅' ELSE '⚠️' END`;
const WORD = `CASE WHEN q.item_id IS NOT NULL THEN ' API Error' WHEN r.stock > 0 THEN ' Success' ELSE ' No Stock' END`;
const WHERE_IT_IS = `(SELECT CONVERT(l.location USING utf8mb4) FROM air_item_location l
                       WHERE l.id = r.id AND l.available > 0 AND l.location IN (?) ORDER BY FIELD(l.location, ?) LIMIT 1)`;

const IDS_PER_STATEMENT = 1000;

/**
 * How each product is, as one text for a list: "✅ Success 2026-11-30 10:21 S_CBA". It is written only where its kind changes, so that a row
 * that stays as it was is not written for the time alone. Which those are is read without a lock. `locations`: those that count.
 */
export async function writePulses(database: SourceDatabase, locations: readonly Location[]): Promise<void> {
  const rows = await database.read<{ id: number | string }>(
    phrase('write_pulses'),
    `SELECT r.id FROM air_item r ${REFUSED} WHERE r.pulse IS NULL OR r.pulse NOT LIKE CONCAT(${KIND}, '%') ORDER BY r.id`,
  );
  const ids = rows.map(({ id }) => Number(id));
  for (let first = 0; first < ids.length; first += IDS_PER_STATEMENT) {
    await database.write(
      phrase('write_pulses'),
      `UPDATE air_item r ${REFUSED}
          SET r.pulse = LEFT(CONCAT_WS(' ', CONCAT(${KIND}, ${WORD}), DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i'),
                                       ${WHERE_IT_IS}, CONVERT(q.reason USING utf8mb4)), 160)
        WHERE r.id IN (?)`,
      [locations, locations, ids.slice(first, first + IDS_PER_STATEMENT)],
    );
  }
}
