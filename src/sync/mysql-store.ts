import type { Log } from '../platform/log.ts';
import { pruneChanges } from './changes.ts';
import { createOutbox, forecastPending } from '../channels/outbox.ts';
import { forecastChanges } from './forecast-changes.ts';
import type { Selling } from '../channels/selling.ts';
import { createLevels } from './levels.ts';
import { createIntern } from './item-ids.ts';
import { load } from './load.ts';
import { pruneQuarantine, recordRejections } from './quarantine.ts';
import { namesOf } from '../runs/names.ts';
import { createRuns, pruneRuns } from '../runs/store.ts';
import type { Session } from '../mysql/session.ts';
import type { TableShape } from './shape.ts';
import type { OwnTable } from '../sources/source.ts';
import { readOwnRows, readOwnSnapshot } from './own-table.ts';
import { readRows, readSnapshot } from './snapshot.ts';
import { createStaging } from './staging.ts';
import type { ProcedureStore, Store } from './store.ts';

export interface StoreOptions {
  runId: string;
  /** In place of raw_item_data. */
  table?: OwnTable | undefined;
  procedures: ProcedureStore;
  /** The moment that changed rows carry as `updated_at`. */
  updatedAt: Date;
  /** Undefined where no marketplace is on. */
  selling: Selling | undefined;
  log: Log;
}

export function createStore(session: Session, shape: TableShape, options: StoreOptions): Store {
  const { table } = options;
  /** How many changes this run has kept, at most. */
  let kept = 0;
  return {
    limits: shape.limits,
    runs: createRuns(session),
    quarantine: { record: (runId, rejections) => recordRejections(session, runId, rejections) },
    staging: createStaging(session, shape, toUtcSeconds(options.updatedAt)),
    procedures: options.procedures,
    outbox: createOutbox(session, options.runId),
    levels: options.selling && createLevels(session, options.selling),
    intern: (writing) => createIntern(session, writing),
    snapshot: (fingerprints) =>
      table === undefined ? readSnapshot(session, fingerprints) : readOwnSnapshot(session, table),
    rowsOf: (productIds) =>
      table === undefined
        ? readRows(session, productIds, shape.limits)
        : readOwnRows(session, productIds, table),
    namesOf: (productIds) => namesOf(session, productIds),
    async load(plan, check) {
      const counts = await load(session, plan, check, options);
      if (plan.keepChanges) kept = counts.staged + counts.removed + plan.falls.length;
      return counts;
    },
    forecastPending: (productIds, rule) => forecastPending(session, productIds, rule),
    forecastChanges: (...changes) => forecastChanges(session, ...changes),
    async prune(days) {
      await pruneRuns(session, days);
      await pruneQuarantine(session, days);
      await pruneChanges(session, days, kept);
    },
  };
}

/** "2026-11-21 03:00:00": whole seconds, because a DATETIME rounds fractions up, into the future. */
function toUtcSeconds(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
