import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { table } from '../../platform/table.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { sellingConfig } from '../selling.ts';
import { phrase } from './phrase.ts';
import { REASONS } from './results.ts';
import { switchedOn } from './switched-on.ts';
import { textIn } from './text.ts';
import { countUnmapped, readUnmapped, type UnmappedListing } from './unmapped.ts';
import type { ListingsText } from './words/en.ts';

interface UnmappedFlags extends JsonFlags {
  channel?: string;
  limit: number;
}

const config = { database: databaseConfig, selling: sellingConfig };

/** The listings that nobody can say the stock of, each with its reason, and what to do for each reason. */
export const command: Body<typeof config, UnmappedFlags> = {
  config,
  asksLate: true,
  async work(job, flags) {
    const { channels } = switchedOn(job.config.selling, flags.channel);
    const session = await openSchema(job);
    if (flags.json) {
      job.print(printableJson(await readUnmapped(session, channels)));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    const counts = await countUnmapped(session, channels);
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    if (total === 0) {
      const known = await session.read(
        phrase('read_listings'),
        'SELECT 1 AS any_ FROM channel_listing LIMIT 1',
      );
      job.print(wrapped(known.length === 0 ? text.neverPulled : text.allMapped, job.columns));
      return EXIT.ok;
    }
    const rows = await readUnmapped(session, channels, flags.limit);
    const todos = REASONS.filter((reason) => counts[reason] !== undefined).map((reason) => text.todo[reason]);
    const more = total - rows.length;
    job.print(
      [
        listOf(rows, text, job.columns),
        ...(more > 0 ? [text.more(more)] : []),
        ...todos.map((todo) => wrapped(todo, job.columns)),
      ].join('\n'),
    );
    return EXIT.ok;
  },
};

function listOf(rows: readonly UnmappedListing[], text: ListingsText, columns: number | undefined): string {
  const { headings, reasons } = text;
  return table(
    [
      { heading: headings.channel, cells: rows.map(({ channel }) => channel), spare: 1 },
      {
        heading: headings.listing,
        cells: rows.map((row) => [row.remote_id, row.remote_variant].filter(Boolean).join(' / ')),
        whole: true,
      },
      { heading: headings.title, cells: rows.map(({ title }) => title) },
      { heading: headings.sku, cells: rows.map(({ sku }) => sku) },
      { heading: headings.reason, cells: rows.map(({ reason, product_ids: ids }) => reasons[reason](ids)) },
    ],
    columns,
  );
}
