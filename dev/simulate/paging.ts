import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { ItemList } from './item-list.ts';

export const PAGING_STYLES = ['totals', 'silent', 'capped', 'whole'] as const;

/**
 * - `totals` pages and says how much there is
 * - `silent` pages and says nothing; after the end come empty pages
 * - `capped` as `silent`, but gives no more than `cap` items a page, whatever is asked for
 * - `whole` ignores `page` and `per_page` and gives the whole list every time
 */
export type PagingStyle = (typeof PAGING_STYLES)[number];

export const TOTAL_FIELDS = ['total', 'total_pages', 'page', 'per_page'] as const;
type TotalField = (typeof TOTAL_FIELDS)[number];

export interface Paging {
  style: PagingStyle;
  /** What a page says beside its items; unset: everything where the style is `totals`, else nothing. */
  says: readonly TotalField[] | undefined;
  /** What `total` and `total_pages` count: the list, or only the page that they stand on. */
  counts: 'list' | 'page';
  cap: number;
  /** Items a page when the client asks for no number. */
  perPageDefault: number;
}

export interface PageAsked {
  readonly page: number | undefined;
  readonly perPage: number | undefined;
}

export interface Page {
  readonly list: ItemList;
  readonly first: number;
  readonly end: number;
  readonly totals: string;
}

export function cutPage(list: ItemList, asked: PageAsked, paging: Paging): Page {
  const total = list.length;
  const whole = paging.style === 'whole';
  const wanted = asked.perPage ?? paging.perPageDefault;
  const capped = paging.style === 'capped' ? Math.min(wanted, paging.cap) : wanted;
  const perPage = whole ? Math.max(total, 1) : capped;
  const page = whole ? 1 : (asked.page ?? 1);
  const first = Math.min((page - 1) * perPage, total);

  const end = Math.min(first + perPage, total);
  const ofPage = paging.counts === 'page';
  const figures: Record<TotalField, number> = {
    total: ofPage ? end - first : total,
    total_pages: ofPage ? 1 : Math.ceil(total / perPage),
    page,
    per_page: perPage,
  };
  const says = paging.says ?? (paging.style === 'totals' ? TOTAL_FIELDS : []);
  const totals = says.map((field) => `,"${field}":${figures[field]}`).join('');
  return { list, first, end, totals };
}

export function pagePieces({ list, first, end, totals }: Page): Buffer[] {
  return [Buffer.from('{"items":['), list.slice(first, end), Buffer.from(`]${totals}}`)];
}

const compress = promisify(gzip);

/** Each page is compressed once for as long as its list stands: a benchmark must not measure gzip. */
export function compressedPage(page: Page): Promise<Buffer> {
  const { compressedPages } = page.list;
  const key = `${page.first}-${page.end}${page.totals}`;
  let body = compressedPages.get(key);
  if (!body) {
    body = compress(Buffer.concat(pagePieces(page)), { level: constants.Z_BEST_SPEED });
    compressedPages.set(key, body);
  }
  return body;
}
