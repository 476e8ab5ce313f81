import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT, UsageError } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { table } from '../platform/table.ts';
import { printable, printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';
import { rejectedReader } from '../sources/config.ts';
import { type Reach, readReach } from '../runs/questions/reach.ts';
import { readTroubles } from '../runs/questions/pending.ts';
import { troubleFields, troublesInWords } from './history-troubles.ts';
import { printFound } from './found-products.ts';
import { printOutOfStock } from './history-out-of-stock.ts';
import { printToday } from './history-today.ts';
import { findProducts, type FoundProduct } from './find-products.ts';
import type { SyncText } from './words/en.ts';
import { type Change, changesOf } from '../runs/questions/product-changes.ts';
import { type Product, productNow } from './changes.ts';
import { calledIn, calledOf, namesOf } from '../runs/names.ts';
import { productNamed } from './item-ids.ts';

interface HistoryFlags extends JsonFlags {
  /** 0: all. */
  limit: number;
  today: boolean;
  outOfStock: boolean;
}

const config = { database: databaseConfig };

/**
 * What stands in raw_item_data of a product, and how its price and stock came to be so, newest first; of several, which they are. Without
 * a product, of the whole shop: what the day changed, or what is out of stock.
 */
export const command: Body<typeof config, HistoryFlags, [words?: readonly string[]]> = {
  config,
  async work(job, flags, words = []) {
    const session = await openSchema(job);
    if (flags.today) return printToday(job, session, flags);
    if (flags.outOfStock) return printOutOfStock(job, session, flags);
    const wanted = words.join(' ').trim();
    const known = await knownProduct(session, wanted);
    const found = known === undefined ? await findProducts(session, wanted) : [known];
    const [product, ...others] = found;
    if (product === undefined) {
      throw new UsageError(phrase('product_unknown', { product: printable(wanted, 100) }));
    }
    if (others.length > 0) {
      await printFound(job, session, found as FoundProduct[], flags);
      return EXIT.ok;
    }
    const now = await productNow(session, product.id);
    const changes = await changesOf(session, product.id, flags.limit || Infinity);
    const troubles = await readTroubles(session, product.id);
    const readRejected = await rejectedReader(job.env['SOURCE']);
    if (flags.json) {
      const troubled = troubleFields(troubles, readRejected, job.inEnglish);
      job.print(printableJson({ ...fieldsOf(product.id, now, changes), ...troubled }));
      return EXIT.ok;
    }
    const reach = changes.length === 0 ? await readReach(session, 0) : undefined;
    const called = now ?? calledOf(await namesOf(session, [product.id]), product.id);
    const told = await troublesInWords(troubles, called, readRejected, job);
    job.print(
      storyOf(
        calledIn({ product_id: product.id, code: called.code }),
        { now, changes, told, reach },
        await textIn(job.language),
        job.columns,
      ),
    );
    return EXIT.ok;
  },
};

/**
 * By the text that its source knows it by; by its number, which goes before a code that is the same. One that could never be loaded has a
 * trouble alone.
 */
async function knownProduct(session: Session, wanted: string): Promise<{ id: number } | undefined> {
  const named = await productNamed(session, wanted);
  if (named !== undefined) return named;
  const id = Number(wanted);
  if (!/^[1-9]\d*$/.test(wanted) || !Number.isSafeInteger(id)) return undefined;
  const isKnown =
    (await productNow(session, id)) !== undefined ||
    (await changesOf(session, id, 1)).length > 0 ||
    (await readTroubles(session, id)).quarantine.length > 0;
  return isKnown ? { id } : undefined;
}

function fieldsOf(productId: number, now: Product | undefined, changes: readonly Change[]) {
  return {
    product_id: productId,
    now: now === undefined ? null : { ...now, updatedAt: undefined, updated_at: now.updatedAt },
    changes: changes.map((change) => ({
      run_id: change.runId,
      kind: change.kind,
      changed_at: change.changedAt,
      old_price: change.oldPrice,
      new_price: change.newPrice,
      old_stock: change.oldStock,
      new_stock: change.newStock,
    })),
  };
}

interface Told {
  now: Product | undefined;
  changes: readonly Change[];
  told: readonly string[];
  /** Since when a change would be kept; undefined where there are changes. */
  reach: Reach | undefined;
}

function storyOf(
  product: string,
  { now, changes, told, reach }: Told,
  { history: text, zone }: SyncText,
  columns: number | undefined,
): string {
  const name = now?.name ? printable(now.name, 100) : null;
  const updatedAt = now?.updatedAt ? localTime(now.updatedAt) : null;
  const stands = now === undefined ? text.noRow(product) : text.now(product, { ...now, name, updatedAt });
  const heading = wrapped([stands, ...(now?.pulse ? [now.pulse] : []), ...told].join('\n'), columns);
  if (reach !== undefined) {
    const since = reach.unkept?.at ?? reach.firstRunAt;
    const unchanged =
      since === null
        ? text.nothingKept
        : text.unchanged(localTime(since), reach.unkept !== undefined && !reach.unkept.isFirstLoad);
    return [heading, wrapped(unchanged, columns), zone(localZone())].join('\n');
  }
  const { headings, kinds, number, money } = text;
  const of = (cell: (change: Change) => string): string[] => changes.map(cell);
  const story = table(
    [
      { heading: headings.when, cells: of(({ changedAt }) => localTime(changedAt)), whole: true },
      { heading: headings.what, cells: of(({ kind }) => kinds[kind as keyof typeof kinds] ?? kind) },
      {
        heading: headings.price,
        cells: of((each) => moved(each.oldPrice, each.newPrice, money)),
        right: true,
      },
      {
        heading: headings.stock,
        cells: of((each) => moved(each.oldStock, each.newStock, number)),
        right: true,
      },
      { heading: headings.run, cells: of(({ runId }) => runId) },
    ],
    columns,
  );
  return [heading, '', story, zone(localZone())].join('\n');
}

function moved(before: number | null, after: number | null, written: (value: number) => string): string {
  const [from, to] = [before, after].map((value) => (value === null ? '–' : written(value)));
  return before === after ? `${to}` : `${from} → ${to}`;
}
