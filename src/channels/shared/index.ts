import type { Pool } from '../../mysql/pool.ts';
import type { Shared } from '../marketplace.ts';
import { sharedPace } from './pace.ts';
import { sharedToken } from './token.ts';
import { pause } from '../state.ts';

export function sharedOf(pool: Pool, channel: string): Shared {
  return {
    pace: sharedPace(pool, channel),
    token: sharedToken(pool, channel),
    pause: () => pool.use((session) => pause(session, channel)),
  };
}
