import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import { hasCodes } from '../../mysql/products.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { localTime, localZone } from '../../platform/local-time.ts';
import { table } from '../../platform/table.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';

interface LevelsFlags extends JsonFlags {
  limit: number;
}

interface HeldRow {
  product_id: number;
  sku: string | null;
  location: string;
  base: number | null;
  held: number;
  level: number | null;
  read_at: string | null;
}

const config = { database: databaseConfig };

/** What is held beside the last reading, the most first. */
export const command: Body<typeof config, LevelsFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const all = await readHeld(session);
    const rows = flags.limit === 0 || flags.json ? all : all.slice(0, flags.limit);
    if (flags.json) {
      job.print(printableJson(rows));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    if (rows.length === 0) {
      job.print(wrapped(text.nothingHeld, job.columns));
      return EXIT.ok;
    }
    const { headings, number, signed, zone } = text;
    const written = (value: number | null): string => (value === null ? '–' : number(value));
    const drawn = table(
      [
        ...(hasCodes(session.products)
          ? []
          : [{ heading: headings.product, cells: rows.map(({ product_id: id }) => id), right: true }]),
        { heading: headings.sku, cells: rows.map(({ sku }) => sku) },
        { heading: headings.location, cells: rows.map(({ location }) => location), spare: 0 },
        { heading: headings.base, cells: rows.map(({ base }) => written(base)), right: true },
        { heading: headings.held, cells: rows.map(({ held }) => signed(held)), right: true },
        { heading: headings.level, cells: rows.map(({ level }) => written(level)), right: true },
        {
          heading: headings.read,
          cells: rows.map(({ read_at: at }) => (at === null ? '' : localTime(at))),
          whole: true,
        },
      ],
      job.columns,
    );
    const more = all.length - rows.length;
    job.print([drawn, ...(more > 0 ? [text.more(more)] : []), zone(localZone())].join('\n'));
    return EXIT.ok;
  },
};

async function readHeld(session: Session): Promise<HeldRow[]> {
  const rows = await session.read<Record<keyof HeldRow, string | number | null>>(
    phrase('read_levels'),
    `SELECT l.item_id AS product_id, i.sku, l.location, l.base, l.held, l.base + l.held AS level, l.read_at
       FROM stock_level l LEFT JOIN item i ON i.id = l.item_id
      WHERE l.held <> 0 ORDER BY ABS(l.held) DESC, l.item_id, l.location`,
  );
  return rows.map((row) => ({
    ...(row as unknown as HeldRow),
    product_id: Number(row.product_id),
    base: row.base === null ? null : Number(row.base),
    held: Number(row.held),
    level: row.level === null ? null : Number(row.level),
  }));
}
