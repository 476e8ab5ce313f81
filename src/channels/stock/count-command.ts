import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { ConfigurationError, EXIT, UsageError } from '../../platform/errors.ts';
import { printable, printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { sourceOfStock } from './config.ts';
import { addStock, type Count, countStock } from './counts.ts';
import { type CountRow, readCounts, wrong } from './counts-file.ts';
import { levelsOf } from './levels.ts';
import { itemsOfSkus } from './mapping.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';

interface CountFlags extends JsonFlags {
  location?: string;
  file?: string;
}

const config = { database: databaseConfig, source: sourceOfStock };

type Counting = Body<typeof config, CountFlags, [sku?: string, quantity?: number]>;

/** So many are there. */
export const setCommand = counting('set');

/** So many came in. */
export const addCommand = counting('add');

/** All rows or none. */
function counting(what: 'set' | 'add'): Counting {
  return {
    config,
    async work(job, flags, sku, quantity) {
      const { source } = job.config;
      if (source.hasSource) throw new ConfigurationError(phrase('source_counts', { source: source.name }));
      const rows = await rowsOf(flags, what, sku, quantity);
      const session = await openSchema(job);
      const counts = await countsOf(session, rows);
      if (what === 'add') await refuseUncounted(session, rows, counts);
      await (what === 'set' ? countStock : addStock)(session, counts);
      if (flags.json) {
        const written = counts.map(({ itemId, ...row }) => ({ ...row, product_id: itemId }));
        job.print(printableJson({ [what]: written }));
      } else {
        const text = await textIn(job.language);
        job.print(wrapped(text.counted[what](counts.length), job.columns));
      }
      return EXIT.ok;
    },
  };
}

function rowsOf(
  { file, location }: CountFlags,
  what: 'set' | 'add',
  sku: string | undefined,
  quantity: number | undefined,
): Promise<CountRow[]> {
  const isOfFile = file !== undefined && sku === undefined && location === undefined;
  if (isOfFile) return readCounts(file, what === 'set' ? 0 : 1);
  if (file !== undefined || sku === undefined || quantity === undefined)
    throw new UsageError(phrase('count_usage', { what }));
  return Promise.resolve([{ sku, quantity, location: location ?? '' }]);
}

async function countsOf(session: Session, rows: readonly CountRow[]): Promise<Count[]> {
  const items = await itemsOfSkus(session, new Set(rows.map(({ sku }) => sku)));
  return rows.map(({ sku, location, quantity, line }) => {
    const itemId = items.get(sku);
    if (itemId !== undefined) return { sku, itemId, location, quantity };
    const name = printable(sku, 100);
    throw wrong(
      line,
      items.isAmbiguous(sku) ? phrase('sku_of_two', { sku: name }) : phrase('sku_unknown', { sku: name }),
    );
  });
}

/** What is added to nobody knows what would be offered as if somebody had counted it. */
async function refuseUncounted(
  session: Session,
  rows: readonly CountRow[],
  counts: readonly Count[],
): Promise<void> {
  const levels = await levelsOf(session, counts);
  for (const [index, count] of counts.entries()) {
    if ((levels.of(count)?.base ?? null) !== null) continue;
    throw wrong(rows[index]?.line, phrase('not_counted', { sku: printable(count.sku, 100) }));
  }
}
