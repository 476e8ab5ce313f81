import type { Session } from '../mysql/session.ts';
import type { Job } from '../platform/command.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { sqlOf, zoneOf } from '../platform/zone.ts';
import { listChanges } from '../runs/list-changes.ts';
import { nameFirst } from '../runs/names.ts';
import { largestFirst, priceMove, type ProductChange } from '../runs/product-change.ts';
import { type DayMove, readMoves } from '../runs/questions/day-changes.ts';
import { databaseNow } from '../runs/questions/listed.ts';
import { type RanOut, readRanOut } from '../runs/questions/out-of-stock.ts';
import { gapIn, readReach } from '../runs/questions/reach.ts';
import { textIn as runTextIn } from '../runs/text.ts';
import { textIn } from './text.ts';

type Printing = Pick<Job<unknown>, 'print' | 'language' | 'columns'>;

/** What the whole local day changed, each product from how it was in the morning to how it is now, the largest first. */
export async function printToday(
  job: Printing,
  session: Session,
  { json, limit }: { json: boolean; limit: number },
): Promise<ExitCode> {
  const zone = zoneOf(localZone());
  const day = zone.dayOf(await databaseNow(session));
  const startMs = zone.startOf(day);
  const ranOut = await readRanOut(session, startMs, undefined, Number.MAX_SAFE_INTEGER);
  const changes = largestFirst(changesOfDay(await readMoves(session, startMs, 'all'), ranOut.rows));
  const gap = gapIn(await readReach(session, startMs), (moment) => zone.dayOf(moment) === day);
  const from = sqlOf(startMs);
  if (json) {
    await nameFirst(session, changes, changes.length);
    const counts = { ...countsOf(changes), sold_out: ranOut.count };
    job.print(
      printableJson({ day, time_zone: zone.name, from, recorded: gap === null, gap, ...counts, changes }),
    );
    return EXIT.ok;
  }
  const { columns } = job;
  const [{ history: text, zone: timesOf }, runText] = await Promise.all([
    textIn(job.language),
    runTextIn(job.language),
  ]);
  const lists = listsOf(changes, new Set(ranOut.rows.map(({ itemId }) => Number(itemId)))).filter(
    ({ rows }) => rows.length > 0,
  );
  for (const { rows } of lists) await nameFirst(session, rows, limit === 0 ? rows.length : limit);
  const words = { ...runText.summary, otherStocks: text.otherStocks };
  const listed = lists.map(
    ({ heading, rows }) =>
      `${words[heading](rows.length)}\n${listChanges(rows, { limit, columns }, runText)}\n`,
  );
  const unknown = gap === null ? [] : [wrapped(text.gap[gap.why](localTime(gap.until)), columns)];
  const nothing = lists.length === 0 && gap === null ? words.nothingChanged : null;
  const begin = [text.today(localTime(from), nothing), ...unknown, ...(listed.length > 0 ? [''] : [])];
  job.print([...begin, ...listed, timesOf(localZone())].join('\n'));
  return EXIT.ok;
}

/** As the page divides them: who asks what became dearer does not look for it among what sold out. */
function listsOf(changes: readonly ProductChange[], ranOut: ReadonlySet<number>) {
  const changed = changes.filter(({ kind }) => kind === 'changed');
  const isPriced = (each: ProductChange): boolean => each.old_price !== each.new_price;
  const isOut = ({ product_id: id }: ProductChange): boolean => ranOut.has(id);
  const sizeOf = (each: ProductChange): number => priceMove(each.old_price, each.new_price);
  return [
    { heading: 'soldOut', rows: changes.filter(isOut) },
    // Infinity less Infinity is no number, and leaves their order as it is.
    {
      heading: 'priceChanges',
      rows: changed.filter(isPriced).toSorted((a, b) => sizeOf(b) - sizeOf(a) || 0),
    },
    { heading: 'removed', rows: changes.filter(({ kind }) => kind === 'gone' || kind === 'deleted') },
    { heading: 'otherStocks', rows: changed.filter((each) => !isOut(each) && !isPriced(each)) },
    { heading: 'inserted', rows: changes.filter((each) => each.kind === 'new' && !isOut(each)) },
  ] as const;
}

/** A product that came back and ran out again has no other stock than in the morning, and still ran out today. */
function changesOfDay(moves: readonly DayMove[], ranOut: readonly RanOut[]): ProductChange[] {
  const changes = new Map(moves.map((move) => [Number(move.itemId), changeOf(move)]));
  for (const { itemId, oldStock, newStock } of ranOut) {
    const id = Number(itemId);
    const change = changes.get(id) ?? changeOf({ ...UNMOVED, itemId });
    if (change.kind === 'changed') change.old_stock = numberOf(oldStock);
    changes.set(id, { ...change, new_stock: numberOf(newStock) });
  }
  return [...changes.values()];
}

const UNMOVED = {
  firstKind: 'changed',
  kind: 'changed',
  changedAt: '',
  ...{ oldPrice: null, newPrice: null, oldStock: null, newStock: null },
};

function changeOf(move: DayMove): ProductChange {
  const kind = kindOf(move);
  const isNew = kind === 'new';
  return {
    product_id: Number(move.itemId),
    name: null,
    kind,
    old_price: isNew ? null : move.oldPrice,
    new_price: move.newPrice,
    old_stock: isNew ? null : numberOf(move.oldStock),
    new_stock: numberOf(move.newStock),
  };
}

function kindOf({ firstKind, kind }: DayMove): ProductChange['kind'] {
  if (kind === 'gone' || kind === 'deleted') return kind;
  return firstKind === 'new' ? 'new' : 'changed';
}

function numberOf(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

/** Under the names of a run's report. */
function countsOf(changes: readonly ProductChange[]) {
  const changed = changes.filter(({ kind }) => kind === 'changed');
  const inserted = changes.filter(({ kind }) => kind === 'new').length;
  return {
    price_changes: changed.filter((each) => each.old_price !== each.new_price).length,
    stock_changes: changed.filter((each) => each.old_stock !== each.new_stock).length,
    inserted,
    removed: changes.length - changed.length - inserted,
  };
}
