import { beside, type DatabaseJob } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Selling } from '../channels/selling.ts';
import type { LoadConfig } from './config.ts';
import type { OwnTable } from '../sources/source.ts';
import { createStore } from './mysql-store.ts';
import { createProcedures } from './procedures.ts';
import { readShape } from './shape.ts';
import type { Store } from './store.ts';
import { tableAdvice } from './table-advice.ts';

interface StoreJob extends DatabaseJob {
  runId: string;
  config: DatabaseJob['config'] & { load: LoadConfig; selling: Selling | undefined };
  /** Where the source has one. */
  table?: OwnTable | undefined;
}

/** The store of a run, over the run's connection. */
export async function openStore(job: StoreJob, session: Session): Promise<Store> {
  const { load, database, selling } = job.config;
  // Ends with the run's connection: without the lock nothing may be called.
  const whileConnected = { ...job, signal: session.signal };
  const procedures = createProcedures(session, database.schema, load.postLoadProcedures, (work) =>
    beside(whileConnected, tableAdvice, work),
  );
  return createStore(session, await readShape(session, job.table), {
    table: job.table,
    runId: job.runId,
    procedures,
    updatedAt: new Date(),
    selling,
    log: job.log,
  });
}
