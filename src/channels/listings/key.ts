import type { Listing } from '../marketplace.ts';

/** Of one channel, as the key of a map. */
export function keyOf({ remoteId, remoteVariant }: Listing): string {
  return `${remoteId} ${remoteVariant}`;
}
