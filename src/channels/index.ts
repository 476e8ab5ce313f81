import type { Phrase } from '../platform/phrase.ts';
import type { Rooms } from '../platform/room.ts';
import type { ChannelRoom } from './channel.ts';
import type { MarketplaceRoom } from './marketplace.ts';
import { phrase } from './phrase.ts';
import * as marketplaceRooms from './marketplaces.ts';
import * as rooms from './rooms.ts';
import { listings } from './listings/index.ts';
import { reconcile } from './reconcile/index.ts';
import { stock } from './stock/index.ts';

/** The channels that there are. */
export const channels: Readonly<Record<string, ChannelRoom>> = rooms;

/** The marketplaces that there are. */
export const marketplaces: Readonly<Record<string, MarketplaceRoom>> = marketplaceRooms;

/** What channels have in common that is a room by itself. */
export const ledger: Rooms<unknown> = { stock, listings, reconcile };

export { listingName } from './listing-name.ts';

/** What the shop's owner calls a channel; one of another version goes by its name. */
export function labelOf(channel: string): Phrase | string {
  return (channels[channel] ?? marketplaces[channel])?.label ?? channel;
}

/** Why a listing was given up, where the marketplace itself said nothing; otherwise its answer, as it was kept. */
export function refusalOf(fact: string): Phrase | string {
  if (fact === 'gone') return phrase('listing_gone');
  return fact === 'untracked' ? phrase('listing_untracked') : fact;
}

/** What a marketplace is called in every language. */
export function brandOf(marketplace: string): string {
  const label = marketplaces[marketplace]?.words.en['label'];
  return typeof label === 'string' ? label : marketplace;
}

/** What a row of a channel's outbox is of. */
export type Unit = 'product' | 'listing';

export function unitOf(channel: string): Unit {
  return isMarketplace(channel) ? 'listing' : 'product';
}

/** Whether it knows listings of its own, where another channel knows products. */
export function isMarketplace(channel: string): boolean {
  return Object.hasOwn(marketplaces, channel);
}
