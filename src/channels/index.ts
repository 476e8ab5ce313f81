import type { Phrase } from '../platform/phrase.ts';
import type { Rooms } from '../platform/room.ts';
import type { ChannelRoom } from './channel.ts';
import type { MarketplaceRoom } from './marketplace.ts';
import * as marketplaceRooms from './marketplaces.ts';
import * as rooms from './rooms.ts';
import { stock } from './stock/index.ts';

/** The channels that there are. */
export const channels: Readonly<Record<string, ChannelRoom>> = rooms;

/** The marketplaces that there are. */
export const marketplaces: Readonly<Record<string, MarketplaceRoom>> = marketplaceRooms;

/** What channels have in common that is a room by itself. */
export const ledger: Rooms<unknown> = { stock };

/** What the shop's owner calls a channel; one of another version goes by its name. */
export function labelOf(channel: string): Phrase | string {
  return channels[channel]?.label ?? channel;
}
