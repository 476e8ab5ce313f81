import type { Rooms } from '../platform/room.ts';
import * as rooms from './rooms.ts';
import type { SourceInside } from './source.ts';

/** The suppliers that there are, by the value of SOURCE. */
export const sources: Rooms<SourceInside> = rooms;
