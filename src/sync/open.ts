import type { Session } from '../mysql/session.ts';
import type { Log } from '../platform/log.ts';
import type { LoadConfig } from './config.ts';
import { createStore } from './mysql-store.ts';
import { readShape } from './shape.ts';
import type { Store } from './store.ts';

/** The store of a run, over the run's connection. */
export async function openStore(
  { config, log }: { config: { load: LoadConfig }; log: Log },
  session: Session,
): Promise<Store> {
  const { postLoadProcedures } = config.load;
  return createStore(session, await readShape(session), { postLoadProcedures, updatedAt: new Date(), log });
}
