import type { Pool } from '../../mysql/pool.ts';
import type { Shared } from '../marketplace.ts';
import { ownPace, sharedPace } from './pace.ts';
import { sharedToken } from './token.ts';
import { pause } from '../state.ts';

export function sharedOf(pool: Pool, channel: string, { writes = true } = {}): Shared {
  return {
    pace: writes ? sharedPace(pool, channel) : ownPace(),
    token: sharedToken(pool, channel),
    pause: () => pool.use((session) => pause(session, channel)),
  };
}
