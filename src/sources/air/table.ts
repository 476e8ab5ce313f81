import type { OwnTable, SourceDatabase } from '../source.ts';
import type { Location } from './locations.ts';
import { phrase } from './phrase.ts';
import { writePulses } from './pulse.ts';

const isEmpty = 'JSON_LENGTH(s.data) = 0';
const NOW = 'UTC_TIMESTAMP(3)';

/**
 * What is staged, as `o`; absent where a product has only its stock staged. Read as a table, since each member by itself would have the
 * whole text read again, which takes two to three times as long.
 */
const STAGED = `JSON_TABLE(s.data, '$' COLUMNS (
    code VARCHAR(64) PATH '$.product_code', cost DECIMAL(15, 4) PATH '$.cost', price DECIMAL(15, 4) PATH '$.price',
    currency CHAR(3) PATH '$.currency', tax_rate DECIMAL(6, 3) PATH '$.tax_rate', flash_hash BIGINT PATH '$.flash_hash',
    stock_hash BIGINT PATH '$.stock_hash', content_hash BIGINT PATH '$.content_hash')) o`;

/** A flash's columns of a row `r`. */
const OFFER = `
  r.cost = COALESCE(o.cost, r.cost), r.list_price = COALESCE(o.price, r.list_price),
  r.currency = COALESCE(o.currency, r.currency), r.tax_rate = COALESCE(o.tax_rate, r.tax_rate),
  r.stock = s.stock, r.flash_hash = o.flash_hash, r.stock_hash = o.stock_hash, r.flash_at = ${NOW}`;

const CONTENT = `JSON_MERGE_PATCH(JSON_EXTRACT(s.data, '$.content'), COALESCE(d.content, JSON_OBJECT()))`;
const RETIRED = 'JOIN sync_missing m ON m.item_id = s.id AND m.settled_at IS NOT NULL';

/** The products of Air: `sql/015_air.sql` says whose each column is. `locations`: those that count, the first choice first. */
export const airTable = (locations: readonly Location[]): OwnTable => ({
  columns: {
    id: 'BIGINT',
    data: 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    stock: 'INT',
    updated_at: 'DATETIME',
  },
  limits: { maxProductId: Number.MAX_SAFE_INTEGER, minStock: -(2 ** 31), maxStock: 2 ** 31 - 1 },
  everything: 'SELECT id, stock, list_price, content_hash FROM air_item ORDER BY id',
  some: `SELECT r.id, r.stock, r.list_price AS price, r.flash_hash AS fingerprint FROM air_item r
           LEFT JOIN sync_missing m ON m.item_id = r.id AND m.settled_at IS NOT NULL
          WHERE r.id IN (?) AND m.item_id IS NULL`,

  async insert(database, staged) {
    await revive(database, staged);
    await describe(database, staged);
    await create(database, staged);
  },

  async patch(database, staged) {
    await writeLocations(
      database,
      `${staged} s JOIN air_item r ON r.id = s.id AND NOT (r.stock_hash <=> CAST(JSON_VALUE(s.data, '$.stock_hash') AS SIGNED))`,
    );
    await database.write(
      phrase('write_offers'),
      `UPDATE air_item_location l JOIN ${staged} s ON s.id = l.id SET l.available = 0, l.incoming = 0 WHERE ${isEmpty}`,
    );
    await database.write(
      phrase('write_offers'),
      `UPDATE air_item r JOIN ${staged} s ON s.id = r.id JOIN ${STAGED} SET r.updated_at = s.updated_at, ${OFFER}`,
    );
  },

  async retain(database, absent, runId) {
    // A deep run takes long: what was gone as it began may have been on sale again for an hour.
    await database.write(
      phrase('write_retired'),
      `UPDATE ${absent} t JOIN air_item r ON r.id = t.item_id JOIN sync_run u ON u.run_id = ?
          SET t.settle = 0 WHERE t.settle AND r.stock <> 0 AND r.flash_at >= u.started_at`,
      [runId],
    );
  },

  async retire(database, absent, treatment) {
    const settled = `JOIN ${absent} t ON t.item_id = l.id AND t.settle`;
    if (treatment === 'delete') {
      for (const table of ['air_item_location', 'air_detail'])
        await database.write(phrase('write_retired'), `DELETE l FROM ${table} l ${settled}`);
      return;
    }
    await database.write(
      phrase('write_retired'),
      `UPDATE air_item_location l ${settled} SET l.available = 0, l.incoming = 0`,
    );
    await forgetOffers(database, `${absent} t ON t.item_id = r.id AND t.settle`);
  },

  lower: (database, fallen) => forgetOffers(database, `${fallen} t ON t.item_id = r.id`),

  async finish(database, staged) {
    await database.write(
      phrase('write_skus'),
      `UPDATE item i JOIN air_item r ON r.id = i.id JOIN ${staged} s ON s.id = i.id
          SET i.sku = r.codprov WHERE NOT (i.sku <=> r.codprov)`,
    );
    await writePulses(database, locations);
  },

  rights: [
    ...['air_item', 'air_item_location', 'air_detail'].flatMap((name) => [
      ...[`EXPLAIN SELECT id FROM ${name}`, `EXPLAIN INSERT INTO ${name} (id) VALUES (0)`],
      ...[`EXPLAIN UPDATE ${name} SET id = 0 WHERE id = 0`, `EXPLAIN DELETE FROM ${name} WHERE id = 0`],
    ]),
    'EXPLAIN SELECT not_before FROM source_state',
    `EXPLAIN INSERT INTO source_state (source) VALUES ('')`,
    `EXPLAIN UPDATE source_state SET reason = NULL WHERE source = ''`,
  ],
});

/** Products that are back have what a flash brings as well, which leaves them alone while they are retired. */
async function revive(database: SourceDatabase, staged: string): Promise<void> {
  await writeLocations(database, `${staged} s ${RETIRED}`);
  await database.write(
    phrase('write_offers'),
    `UPDATE air_item r JOIN ${staged} s ON s.id = r.id ${RETIRED} JOIN ${STAGED} SET ${OFFER}`,
  );
}

/** What is known already gets the rest of it, and keeps price and stock. */
async function describe(database: SourceDatabase, staged: string): Promise<void> {
  await database.write(
    phrase('write_contents'),
    `UPDATE air_item r JOIN ${staged} s ON s.id = r.id LEFT JOIN air_detail d ON d.id = s.id JOIN ${STAGED}
        SET r.updated_at = s.updated_at, r.content = ${CONTENT}, r.content_hash = o.content_hash, r.deep_at = ${NOW},
            r.images_at = IF(r.images <=> d.images, r.images_at, ${NOW}), r.images = d.images`,
  );
}

async function create(database: SourceDatabase, staged: string): Promise<void> {
  const lacking = `LEFT JOIN air_item r ON r.id = s.id JOIN ${STAGED} WHERE r.id IS NULL`;
  await writeLocations(database, `${staged} s`, 'WHERE s.known = 0');
  await database.write(
    phrase('write_contents'),
    `INSERT INTO air_item (id, codprov, cost, list_price, currency, tax_rate, stock, flash_hash, stock_hash, flash_at,
                           content, content_hash, images, images_at, deep_at, updated_at)
     SELECT s.id, o.code, o.cost, o.price, o.currency, o.tax_rate, s.stock, o.flash_hash, o.stock_hash, ${NOW}, ${CONTENT},
            o.content_hash, d.images, IF(d.images IS NULL, NULL, ${NOW}), ${NOW}, s.updated_at
       FROM ${staged} s LEFT JOIN air_detail d ON d.id = s.id ${lacking}`,
  );
}

/** `from` has what is staged as `s`. */
async function writeLocations(database: SourceDatabase, from: string, where = 'WHERE TRUE'): Promise<void> {
  await database.write(
    phrase('write_offers'),
    `INSERT INTO air_item_location (id, location, available, incoming)
     SELECT s.id, l.location, l.available, l.incoming
       FROM ${from}
       JOIN JSON_TABLE(s.data, '$.locations[*]' COLUMNS (
              location VARCHAR(32) PATH '$[0]', available INT PATH '$[1]', incoming INT PATH '$[2]')) l ${where}
     ON DUPLICATE KEY UPDATE available = VALUES(available), incoming = VALUES(incoming)`,
  );
}

/** The next flash takes these for changed, whatever it finds. */
async function forgetOffers(database: SourceDatabase, joined: string): Promise<void> {
  await database.write(
    phrase('write_retired'),
    `UPDATE air_item r JOIN ${joined} SET r.flash_hash = NULL, r.stock_hash = NULL`,
  );
}
