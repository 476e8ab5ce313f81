import { ListMovedError, type Reading, type Rejection } from '../source.ts';
import type { Entry, Usable } from './entry.ts';
import { phrase } from './phrase.ts';

/** An article that can be used, with the number of its code. */
export type Article = Usable & { id: number };

/** A page of a list, sorted by what can be done with it. */
export interface SortedPage {
  fetched: number;
  articles: readonly Article[];
  /** Of articles that say the same as an earlier one of the page. */
  repeated: readonly number[];
  /** Whose price, or anything else but the stock, cannot be used; their stock is in `stocks`. */
  rejections: readonly Rejection[];
  /** Whose stock cannot be used. */
  stockRejections: readonly Rejection[];
  /** Of which nothing else is wrong: the rest of them is no use without it. */
  stockless: readonly number[];
  /** Of articles and rejections alike. */
  stocks: readonly { id: number; stock: number }[];
  /** Of these, the ones that Air says nothing of. */
  unlisted?: readonly number[];
}

interface Known {
  page: number;
  entry: Entry;
  isContradicted: boolean;
}

/**
 * Sorts the articles of a whole list. One that comes again on another page, saying the same, is a sign that the list moved:
 * `ListMovedError`. Where two say different things of one code, neither is used.
 */
export async function sortPages(
  pages: readonly (readonly Entry[])[],
  list: Rejection['list'],
  { intern }: Pick<Reading, 'intern'>,
): Promise<SortedPage[]> {
  const known = new Map<string, Known>();
  for (const [page, entries] of pages.entries()) {
    for (const entry of entries) meet(entry, page, known);
  }
  const codes = [...known.keys()];
  const ids = await intern(codes);
  const idOf = new Map(codes.map((code, index) => [code, ids[index] as number]));
  return pages.map((entries) => sortPage(entries, known, idOf, list));
}

function meet(entry: Entry, page: number, known: Map<string, Known>): void {
  const { code } = entry;
  if (code === undefined) return;
  const earlier = known.get(code);
  if (earlier === undefined) known.set(code, { page, entry, isContradicted: false });
  else if (saidBy(entry) !== saidBy(earlier.entry)) earlier.isContradicted = true;
  else if (earlier.page !== page) throw new ListMovedError(phrase('code_again', { code }));
}

/** Equal of two entries that say the same. */
function saidBy(entry: Entry): string {
  return 'raw' in entry ? entry.raw : `${entry.offerHash} ${entry.content?.hash}`;
}

function sortPage(
  entries: readonly Entry[],
  known: ReadonlyMap<string, Known>,
  idOf: ReadonlyMap<string, number>,
  list: Rejection['list'],
): SortedPage {
  const sorted = {
    articles: [] as Article[],
    repeated: [] as number[],
    rejections: [] as Rejection[],
    stockRejections: [] as Rejection[],
    stockless: [] as number[],
    stocks: [] as { id: number; stock: number }[],
  };
  for (const entry of entries) {
    const { code } = entry;
    const id = code === undefined ? null : (idOf.get(code) as number);
    const rejectionOf = (reason: Rejection['reason'], raw: string): Rejection => ({
      ...{ list, productId: id, reason, items: 1, raw },
    });
    const first = code === undefined ? undefined : known.get(code);
    if (id !== null && first?.entry !== entry) sorted.repeated.push(id);
    else if (id !== null && first?.isContradicted === true) {
      const rejection = rejectionOf('contradictory', rawOf(entry));
      sorted.rejections.push(rejection);
      sorted.stockRejections.push(rejection);
    } else if ('raw' in entry) {
      const rejection = rejectionOf(entry.reason, entry.raw);
      const isOfStock = id !== null && entry.stock === undefined;
      (isOfStock ? sorted.stockRejections : sorted.rejections).push(rejection);
      if (isOfStock) sorted.stockless.push(id);
      else if (id !== null) sorted.stocks.push({ id, stock: entry.stock as number });
    } else {
      sorted.stocks.push({ id: id as number, stock: entry.offer.stock });
      sorted.articles.push({ ...entry, id: id as number });
    }
  }
  return { fetched: entries.length, ...sorted };
}

/** What is left of one that could be used by itself. */
function rawOf(entry: Entry): string {
  if ('raw' in entry) return entry.raw;
  const { code, content } = entry;
  const members = JSON.parse(content?.text ?? '{}') as object;
  return JSON.stringify({ codigo: code, ...members });
}
