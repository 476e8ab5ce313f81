import type { Rooms } from '../platform/room.ts';
import type { ChannelInside } from './channel.ts';
import * as rooms from './rooms.ts';

/** The channels that there are. */
export const channels: Rooms<ChannelInside> = rooms;
