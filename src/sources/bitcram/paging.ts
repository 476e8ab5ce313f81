import { createHash } from 'node:crypto';
import { SyncError } from '../../platform/errors.ts';
import { firstOf } from '../../platform/lifecycle.ts';
import { ListMovedError } from '../source.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { IdSet } from './id-set.ts';
import { phrase } from './phrase.ts';

/** A page as the pager needs it; the rest is its reader's. */
export interface Page {
  request: string | Phrase;
  body: Buffer;
  /** The reader is done with the page: its bytes may be used again. */
  release(): void;
  /** Items in the answer, whatever became of them. */
  fetched: number;
  /** Every product id in the page that could be read, each once. */
  idsSeen: Float64Array;
  total: number | undefined;
  totalPages: number | undefined;
}

export interface Paging<P extends Page> {
  /** Fetches and reads page `number` (from 1). */
  fetchPage(number: number, signal: AbortSignal): Promise<P>;
  pageSizeRows: number;
  /** Pages asked for ahead of the reader, where the server says how many there are. */
  ahead: number;
  signal: AbortSignal;
}

const UNKNOWN_PATH = phrase('unknown_path', { request: '' }).code;
/** No shop has so many products: a list that is longer does not end. */
const MOST_ITEMS = 20_000_000;
/** A total is only a server's word: memory is set aside for no more than this. */
const MOST_EXPECTED = 1_000_000;

/**
 * The pages of a list, in order, each once. Bitcram's paging is unknown, so all behaviours are met: a server that says how
 * much there is, one that pages in silence, one that caps `per_page`, one that answers the whole list every time, one whose total
 * is that of the page.
 *
 * A product that comes again on another page, or a total that does not fit, is a `ListMovedError`: the list changed while it
 * was read, and some other product may have slipped through.
 */
export async function* readPages<P extends Page>(paging: Paging<P>): AsyncGenerator<P, void, undefined> {
  const first = await paging.fetchPage(1, paging.signal);
  const seen = new Seen(first);
  const pages = pageCount(first);
  yield first;
  if (pages > 1) yield* announcedPages(paging, first, pages, seen);
  if (!isTold(first, paging)) yield* silentPages(paging, first, pages, seen);
}

/**
 * How many pages the first one announces, 0 where it says nothing; a total is believed before a number of pages, because a capped
 * page makes that wrong.
 */
function pageCount(first: Page): number {
  const { total, totalPages, fetched } = first;
  if (total !== undefined) {
    if (total < fetched) throw doesNotFit(first, phrase('more_than_total', { count: fetched, total }));
    if (total === fetched) return 1;
    if (fetched === 0) throw doesNotFit(first, phrase('none_of_total', { total }));
    return Math.ceil(total / fetched);
  }
  return totalPages === undefined ? 0 : Math.max(1, totalPages);
}

/**
 * Whether the announced end is the list's. A total that a page reaches may be the page's own, unless that is longer than asked for:
 * then the server pages not at all. A number of pages may have been reckoned with another size than theirs.
 */
function isTold({ total, fetched }: Page, { pageSizeRows }: Pick<Paging<Page>, 'pageSizeRows'>): boolean {
  if (total === undefined) return false;
  return total > fetched || fetched === 0 || fetched > pageSizeRows;
}

async function* announcedPages<P extends Page>(
  paging: Paging<P>,
  first: P,
  pages: number,
  seen: Seen,
): AsyncGenerator<P, void, undefined> {
  for await (const { page, number } of fetchAhead(paging, pages)) {
    if (contradicts(page.total, first.total) || contradicts(page.totalPages, first.totalPages)) {
      throw doesNotFit(page, phrase('other_length', { page: number }));
    }
    const short = page.fetched !== first.fetched;
    if ((short && number < pages) || page.fetched === 0) {
      throw doesNotFit(
        page,
        phrase('short_page', { page: number, pages, count: page.fetched, first: first.fetched }),
      );
    }
    seen.take(page, number);
    yield page;
  }
  if (first.total !== undefined && seen.fetched !== first.total) {
    throw doesNotFit(first, phrase('other_total', { count: seen.fetched, total: first.total }));
  }
}

/** Pages 2 to `pages` in order, several on their way at once. */
async function* fetchAhead<P extends Page>(
  { fetchPage, ahead, signal }: Paging<P>,
  pages: number,
): AsyncGenerator<{ page: P; number: number }, void, undefined> {
  const abandoned = new AbortController();
  const eitherSignal = firstOf(signal, abandoned.signal);
  const underWay: Promise<P>[] = [];
  let next = 2;
  const launch = (): void => {
    const page = fetchPage(next, eitherSignal);
    page.catch(() => undefined);
    underWay.push(page);
    next += 1;
  };
  try {
    for (let number = 2; number <= pages; number += 1) {
      while (next <= pages && underWay.length < ahead) launch();
      const page = await (underWay.shift() as Promise<P>);
      if (next <= pages) launch();
      yield { page, number };
    }
  } finally {
    abandoned.abort(new Error('the reader left'));
  }
}

/**
 * What comes after the announced pages, of which a server that says nothing has none: page 2 is always asked for, since page 1 may
 * be capped. The list ends where nothing new comes. One more page confirms that, unless it was announced, or page 1 was longer than
 * asked for and page 2 is the same: then the server pages not at all.
 */
async function* silentPages<P extends Page>(
  paging: Paging<P>,
  first: P,
  announced: number,
  seen: Seen,
): AsyncGenerator<P, void, undefined> {
  const start = Math.max(announced, 1) + 1;
  let ended: number | undefined;
  for (let number = start; ; number += 1) {
    const page = await pageOrNone(paging, number);
    if (page === undefined || seen.hasAll(page)) {
      const isAnnounced = announced > 0 && number === start;
      const pagesNotAtAll =
        number === 2 && first.fetched > paging.pageSizeRows && page?.fetched === first.fetched;
      page?.release();
      if (isAnnounced || pagesNotAtAll || ended !== undefined) return;
      ended = number;
    } else {
      if (ended !== undefined) {
        throw doesNotFit(page, phrase('goes_on_after', { ended, page: number }));
      }
      seen.take(page, number);
      yield page;
    }
  }
}

/** Undefined where the server knows no such page (404): some say so of every page behind the last. */
async function pageOrNone<P extends Page>(paging: Paging<P>, number: number): Promise<P | undefined> {
  try {
    return await paging.fetchPage(number, paging.signal);
  } catch (error) {
    if (error instanceof SyncError && error.phrase.code === UNKNOWN_PATH) return undefined;
    throw error;
  }
}

/** What the pages so far had. */
class Seen {
  /** Items, not products: those without a usable id have no end either. */
  fetched = 0;
  readonly #ids: IdSet;
  #digest: string | undefined;

  constructor(first: Page) {
    this.#ids = new IdSet(Math.min(first.total ?? 0, MOST_EXPECTED));
    this.take(first, 1);
  }

  /** Throws `ListMovedError` where a product comes again, or where the list does not end. */
  take(page: Page, number: number): void {
    const { idsSeen } = page;
    for (let at = 0; at < idsSeen.length; at += 1) {
      const id = idsSeen[at] as number;
      if (!this.#ids.add(id)) throw doesNotFit(page, phrase('comes_again', { product: id, page: number }));
    }
    this.#digest = digest(page);
    this.fetched += page.fetched;
    if (this.fetched > MOST_ITEMS) throw doesNotFit(page, phrase('endless', { count: this.fetched }));
  }

  /** Whether the page brings nothing new. */
  hasAll(page: Page): boolean {
    const { idsSeen, fetched } = page;
    for (let at = 0; at < idsSeen.length; at += 1) if (!this.#ids.has(idsSeen[at] as number)) return false;
    return fetched === 0 || idsSeen.length > 0 || digest(page) === this.#digest;
  }
}

/** A server may count on the first page only; what it leaves out later contradicts nothing. */
function contradicts(said: number | undefined, before: number | undefined): boolean {
  return said !== undefined && before !== undefined && said !== before;
}

/** A page without a single id is known again by its text, taken while the page is still its own; undefined for any other. */
function digest({ body, idsSeen }: Page): string | undefined {
  return idsSeen.length > 0 ? undefined : createHash('sha1').update(body).digest('hex');
}

function doesNotFit({ request }: Page, what: Phrase): ListMovedError {
  return new ListMovedError(phrase('list_moved', { request, what }));
}
