import { refuse } from './refusal.ts';

interface Asked {
  first?: number | null;
  after?: string | null;
}

const MOST_A_PAGE = 250;

/** A page of a list in which each has a place of its own, such as its number or the time of its change. */
export function pageOf<T>(
  all: readonly T[],
  { first, after }: Asked,
  placeOf: (value: T) => readonly number[],
  deepestObjects: number,
) {
  if (first === null || first === undefined) refuse('BAD_REQUEST', 'you must provide one of first or last');
  if (first > MOST_A_PAGE) refuse('BAD_REQUEST', `first cannot exceed ${MOST_A_PAGE}`);
  const from = after === null || after === undefined ? { place: [], objects: 0 } : readCursor(after);
  if (from.objects + first > deepestObjects) {
    refuse('BAD_REQUEST', `pagination ends at ${deepestObjects} objects`);
  }
  const rest = all.filter((value) => isBehind(placeOf(value), from.place));
  const nodes = rest.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: rest.length > nodes.length,
      endCursor: last === undefined ? null : cursorOf(placeOf(last), from.objects + nodes.length),
    },
  };
}

function cursorOf(place: readonly number[], objects: number): string {
  return Buffer.from(JSON.stringify({ place, objects })).toString('base64url');
}

function readCursor(text: string): { place: readonly number[]; objects: number } {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as { place: number[]; objects: number };
  } catch {
    return refuse('BAD_REQUEST', `no cursor: ${text}`);
  }
}

function isBehind(place: readonly number[], other: readonly number[]): boolean {
  const at = other.findIndex((value, index) => value !== place[index]);
  return at < 0 ? other.length === 0 : (place[at] ?? 0) > (other[at] ?? 0);
}
