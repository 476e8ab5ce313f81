import * as rooms from './rooms.ts';
import type { SourceRoom } from './source.ts';

/** The suppliers that there are, by the value of SOURCE. */
export const sources: Readonly<Record<string, SourceRoom>> = rooms;

/** Whether a flash of the source that SOURCE names, and a whole run of it, are two different things. */
export function isAtTwoSpeeds(name: string | undefined): boolean {
  return Object.hasOwn(sources, name ?? '') && sources[name ?? '']?.atTwoSpeeds === true;
}
