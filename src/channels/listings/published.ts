import { quoted } from '../../mysql/identifiers.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

/** Compared byte by byte, whatever character set the application's table has. */
const asText = (column: string): string => `CONVERT(${column} USING utf8mb4) COLLATE utf8mb4_bin`;

/**
 * Notes of each listing in Mercado Libre which product the application's table says it is: one that two products claim belongs to neither. The
 * table knows items, not their variations.
 */
export async function notePublished(session: Session, table: string): Promise<void> {
  await session.write(
    phrase('read_published'),
    `UPDATE channel_listing c
       LEFT JOIN (SELECT ${asText('meli_id')} AS remote_id, IF(COUNT(DISTINCT id) = 1, MIN(id), NULL) AS item_id
                    FROM ${quoted(table)} WHERE meli_id IS NOT NULL GROUP BY 1) AS published
         ON published.remote_id = ${asText('c.remote_id')}
        SET c.published_item = published.item_id
      WHERE c.channel = 'mercadolibre' AND c.remote_variant = '' AND NOT (c.published_item <=> published.item_id)`,
  );
}
