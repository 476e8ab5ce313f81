import { databaseConfig } from '../../mysql/config.ts';
import { hasCodes } from '../../mysql/products.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { localTime, localZone } from '../../platform/local-time.ts';
import { table } from '../../platform/table.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { type MovementFields, readMovements, stateOf, whatOf } from './movement-rows.ts';
import { tellStory } from './story.ts';
import { textIn } from './text.ts';
import type { StockText } from './words/en.ts';

interface MovementsFlags extends JsonFlags {
  sku?: string;
  unmapped: boolean;
  limit: number;
}

const config = { database: databaseConfig };

/** What moved the stock, newest first; of one SKU, its product's story. */
export const command: Body<typeof config, MovementsFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    if (flags.sku !== undefined) {
      await tellStory(job, session, flags.sku, flags);
      return EXIT.ok;
    }
    const where = flags.unmapped ? 'item_id IS NULL AND ended_at IS NULL' : 'TRUE';
    const rows = await readMovements(session, where, [], flags.limit);
    if (flags.json) {
      job.print(printableJson(rows));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    if (rows.length === 0) {
      const { unmapped: none } = text;
      const isEmpty = (await readMovements(session, 'TRUE', [], 1)).length === 0;
      job.print(wrapped(isEmpty ? text.nothingRecorded : none.nothing, job.columns));
      return EXIT.ok;
    }
    const hint = flags.unmapped ? [wrapped(text.unmapped.hint, job.columns)] : [];
    job.print(
      [
        listOf(rows, text, { columns: job.columns, isCoded: hasCodes(session.products) }),
        ...hint,
        text.zone(localZone()),
      ].join('\n'),
    );
    return EXIT.ok;
  },
};

function listOf(
  rows: readonly MovementFields[],
  text: StockText,
  { columns, isCoded }: { columns: number | undefined; isCoded: boolean },
): string {
  const { headings } = text;
  return table(
    [
      { heading: headings.when, cells: rows.map(({ received_at: at }) => localTime(at)), whole: true },
      { heading: headings.what, cells: rows.map((row) => whatOf(row, text)) },
      { heading: headings.quantity, cells: rows.map(({ quantity }) => text.signed(quantity)), right: true },
      { heading: headings.sku, cells: rows.map(({ sku }) => sku) },
      // Where its number says nothing to the shop, the SKU is what tells.
      ...(isCoded
        ? []
        : [{ heading: headings.product, cells: rows.map(({ product_id: id }) => id), right: true }]),
      { heading: headings.location, cells: rows.map(({ location }) => location), spare: 0 },
      { heading: headings.state, cells: rows.map((row) => stateOf(row, text)), spare: 1 },
    ],
    columns,
  );
}
