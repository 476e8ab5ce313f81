import type { Pool } from '../../mysql/pool.ts';
import type { App } from '../../server/app.ts';
import type { Places } from '../../server/places.ts';
import type { TaskWatch } from '../events/watch.ts';
import type { Intake } from '../intake/intake.ts';
import type { ObjectStore } from '../store/store.ts';

/** Whoever looks at an upload waits no longer for the database. */
export const DATABASE_MS = 5_000;

interface Shared {
  watch: TaskWatch;
  listeners: Places;
  fileWriters: Places;
}

/** What each route is given. */
export interface Routed {
  app: App;
  pool: Pool;
  store: ObjectStore;
  /** Whatever the spelling of a path is. */
  shared: Shared;
  intake: Intake;
  /** Another spelling of what is in the OpenAPI document already. */
  hide: boolean;
}
