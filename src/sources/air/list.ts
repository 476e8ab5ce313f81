import { SourceError } from '../../platform/errors.ts';
import { ListMovedError } from '../source.ts';
import type { AirClient, Call } from './client.ts';
import { phrase } from './phrase.ts';

/** How often an answer is asked for that has nothing but notices: past the end of a list Air answers so at times. */
const TRIES = 3;

class OnlyNoticesError extends SourceError {}

export interface ListOptions {
  client: AirClient;
  /** Pages on their way at once. */
  ahead: number;
  signal: AbortSignal;
}

/**
 * All pages of a list, from page 0 up to one that is empty, as the next one is: a short one, or one of notices, is no proof of the end.
 * `ListMovedError` where a page comes after a short or an empty one.
 */
export async function readList<E>(
  operation: string,
  read: (json: unknown) => E,
  { client, ahead, signal }: ListOptions,
): Promise<E[][]> {
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const pages: E[][] = [];
  const onTheWay: Promise<E[]>[] = [];
  const ask = (page = pages.length + onTheWay.length): void => {
    const call = pageCall(operation, page);
    // What came is read at once, so that no more of it is in memory than is wanted.
    const items = readPage(client, call, stop).then((all) => readEach(all, read));
    // Met again when its turn comes; what lies behind the end does not matter.
    items.catch(() => undefined);
    onTheWay.push(items);
  };
  try {
    for (let isShort = false; ;) {
      while (onTheWay.length < (isShort ? 1 : ahead)) ask();
      const page = (await onTheWay.shift()) as E[];
      if (page.length === 0) {
        if (onTheWay.length === 0) ask(pages.length + 1);
        await requireEnd(onTheWay, operation);
        return pages;
      }
      if (isShort) throw new ListMovedError(phrase('list_moved', { call: operation }));
      isShort = page.length < (pages[0]?.length ?? 0);
      pages.push(page);
    }
  } finally {
    ended.abort(new Error('the list is read'));
  }
}

/** An empty page in the middle would take what comes after it off sale. */
async function requireEnd<E>(next: readonly Promise<E[]>[], operation: string): Promise<void> {
  for (const page of next) {
    const items = await page.catch((error: unknown) => {
      // Past the end Air has nothing but notices at times.
      if (error instanceof OnlyNoticesError) return [];
      throw error;
    });
    if (items.length > 0) throw new ListMovedError(phrase('list_moved', { call: operation }));
  }
}

/** Lets go of each item once it is read: what a page says takes several times the memory of what is wanted of it. */
function readEach<E>(items: unknown[], read: (json: unknown) => E): E[] {
  return items.map((item, index) => {
    items[index] = undefined;
    return read(item);
  });
}

function pageCall(operation: string, page: number): Call {
  return { operation, query: { page }, body: {}, name: phrase('page', { operation, page }) };
}

async function readPage(client: AirClient, call: Call, signal: AbortSignal): Promise<unknown[]> {
  return asList(await askPastNotices(client, call, signal), call);
}

/** The JSON of an answer, which is asked for again where there was nothing but notices. */
export async function askPastNotices(client: AirClient, call: Call, signal: AbortSignal): Promise<unknown> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const json = await client.ask(call, signal);
    if (json !== undefined) return json;
  }
  throw new OnlyNoticesError(phrase('only_notices', { call: call.name }));
}

function asList(json: unknown, { name }: Call): unknown[] {
  if (!Array.isArray(json)) throw new SourceError(phrase('no_list', { call: name }));
  return json as unknown[];
}

const CODES_PER_CALL = 500;

/** The light list of these codes alone; one that Air does not know is not in it. */
export async function readSome<E>(
  codes: readonly string[],
  read: (json: unknown) => E,
  { client, signal }: ListOptions,
): Promise<E[][]> {
  const pages: E[][] = [];
  for (let first = 0; first < codes.length; first += CODES_PER_CALL) {
    const body = codes.slice(first, first + CODES_PER_CALL);
    const items = await readPage(client, { operation: 'syp_list', body, name: 'syp_list' }, signal);
    pages.push(readEach(items, read));
  }
  return pages;
}
