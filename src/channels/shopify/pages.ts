import { UnavailableError } from '../../platform/errors.ts';
import { errorOf, type Found } from '../asking.ts';
import { TOO_EXPENSIVE } from './answers.ts';
import { phrase } from './phrase.ts';

export interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What is wanted of a page. Throws where it is none. */
export function mapped<Node, T>(
  { nodes, pageInfo: { hasNextPage, endCursor } }: Connection<Node>,
  valueOf: (node: Node) => T,
): Connection<T> {
  return { nodes: nodes.map(valueOf), pageInfo: { hasNextPage, endCursor } };
}

export interface Page {
  first: number;
  after: string | null;
  filter: string | null;
}

interface Paging<Node> {
  first: number;
  filter: string | null;
  /** What finds this one's successors from the beginning. */
  filterBehind(last: Node): string;
}

/** Shopify pages no deeper into a list. */
const DEEPEST_OBJECTS = 25_000;

/** Page by page to the end, in smaller ones where they cost too much. */
export async function* pagesOf<Node>(
  ask: (page: Page) => Promise<Found<Connection<Node>>>,
  { first, filter, filterBehind }: Paging<Node>,
): AsyncGenerator<readonly Node[]> {
  let page: Page = { first, after: null, filter };
  let objects = 0;
  for (;;) {
    const found = await ask(page);
    if (found.kind === 'refused' && found.fact === TOO_EXPENSIVE && page.first > 1) {
      page = { ...page, first: Math.ceil(page.first / 2) };
      continue;
    }
    if (found.kind !== 'found') throw errorOf(found);
    const { nodes, pageInfo } = found.value;
    yield nodes;
    const last = nodes.at(-1);
    if (!pageInfo.hasNextPage) return;
    if (last === undefined) throw new UnavailableError(phrase('unreadable', { operation: 'the last page' }));
    objects += nodes.length;
    if (objects + page.first <= DEEPEST_OBJECTS) page = { ...page, after: pageInfo.endCursor };
    else {
      page = { ...page, after: null, filter: filterBehind(last) };
      objects = 0;
    }
  }
}
