import * as rooms from './rooms.ts';
import type { SourceRoom, Supplier } from './source.ts';

export type { Supplier };

/** The suppliers that there are, by the value of SOURCE. */
export const sources: Readonly<Record<string, SourceRoom>> = rooms;

/** What installations from before there was a choice have. */
export const DEFAULT_SOURCE = 'bitcram';

/** What people call the source that SOURCE names; the usual one where it names none. */
export function supplierOf(name: string | undefined): Supplier {
  const known = Object.hasOwn(sources, name ?? '') ? name : DEFAULT_SOURCE;
  return sources[known ?? ''] as Supplier;
}

/** Whether a flash of the source that SOURCE names, and a whole run of it, are two different things. */
export function isAtTwoSpeeds(name: string | undefined): boolean {
  return Object.hasOwn(sources, name ?? '') && sources[name ?? '']?.atTwoSpeeds === true;
}
