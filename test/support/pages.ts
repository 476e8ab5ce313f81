import type { Page } from '../../src/sources/bitcram/paging.ts';
import { readPages } from '../../src/sources/bitcram/paging.ts';

/** One answer of a list as a test writes it down: its product ids, and what the server says beside them. */
export interface Answered {
  ids: readonly number[];
  /** Items, where these are not the ids: some may have none. */
  fetched?: number;
  total?: number;
  totalPages?: number;
  body?: string;
}

export interface ListReading {
  /** The ids of each page that was given on. */
  pages: number[][];
  /** The page numbers asked for, in order. */
  asked: number[];
  mostAtOnce: number;
}

export interface ReadOptions {
  pageSizeRows?: number;
  ahead?: number;
  signal?: AbortSignal;
}

/** Reads the list that `answer` is; what it rejects with is met with the reading so far in `into`. */
export async function readList(
  answer: (page: number) => Answered | Promise<Answered>,
  { pageSizeRows = 3, ahead = 4, signal = new AbortController().signal }: ReadOptions = {},
  into: ListReading = { pages: [], asked: [], mostAtOnce: 0 },
): Promise<ListReading> {
  let atOnce = 0;
  const fetchPage = async (number: number, pageSignal: AbortSignal): Promise<Page> => {
    into.asked.push(number);
    atOnce += 1;
    into.mostAtOnce = Math.max(into.mostAtOnce, atOnce);
    try {
      pageSignal.throwIfAborted();
      return pageOf(number, await answer(number));
    } finally {
      atOnce -= 1;
    }
  };
  for await (const page of readPages({ fetchPage, pageSizeRows, ahead, signal })) {
    into.pages.push([...page.idsSeen]);
  }
  return into;
}

function pageOf(number: number, { ids, fetched = ids.length, total, totalPages, body }: Answered): Page {
  return {
    request: `GET /list (page ${number})`,
    body: Buffer.from(body ?? JSON.stringify(ids)),
    fetched,
    idsSeen: Float64Array.from(new Set(ids)),
    total,
    totalPages,
    release: () => undefined,
  };
}

/** `count` ids cut into pages of `size`; empty pages after the end. */
export function cutInto(count: number, size: number): (page: number) => Answered {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return (page) => ({ ids: ids.slice((page - 1) * size, page * size) });
}
