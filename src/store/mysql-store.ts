import type { Log } from '../platform/log.ts';
import { pruneChanges } from './changes.ts';
import { chunks } from './chunks.ts';
import { quoted } from './identifiers.ts';
import { countOwed, load } from './load.ts';
import { createOutbox } from './outbox.ts';
import { createProcedures } from './procedures.ts';
import { recordRejections } from './quarantine.ts';
import { createRuns, prune } from './runs.ts';
import type { Session } from './session.ts';
import type { TableShape } from './shape.ts';
import { readSnapshot } from './snapshot.ts';
import { createStaging } from './staging.ts';
import type { OweRule, Store } from './store.ts';

export interface StoreOptions {
  postLoadProcedures: readonly string[];
  /** The moment that changed rows carry as `updated_at`. */
  updatedAt: Date;
  log: Log;
}

const IDS_PER_QUESTION = 5000;

export function createStore(session: Session, shape: TableShape, options: StoreOptions): Store {
  /** How many changes this run has kept, at most. */
  let kept = 0;
  return {
    limits: shape.limits,
    runs: createRuns(session),
    quarantine: { record: (runId, rejections) => recordRejections(session, runId, rejections) },
    staging: createStaging(session, shape, toUtcSeconds(options.updatedAt)),
    procedures: createProcedures(session, options.postLoadProcedures),
    outbox: createOutbox(session),
    snapshot: (fingerprints) => readSnapshot(session, fingerprints),
    async load(plan, check) {
      const counts = await load(session, plan, check, options.log);
      if (plan.keepChanges) kept = counts.staged + counts.removed;
      return counts;
    },
    forecastOwed: (productIds, oweRule) => forecastOwed(session, productIds, oweRule),
    async prune(days) {
      await prune(session, days);
      await pruneChanges(session, days, kept);
    },
  };
}

/** "2026-11-21 03:00:00": whole seconds, because a DATETIME rounds fractions up, into the future. */
function toUtcSeconds(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}

/** What is owed already, and what would be added to it. */
async function forecastOwed(session: Session, productIds: readonly number[], rule: OweRule): Promise<number> {
  let owed = await countOwed(session);
  for (const ids of chunks(productIds, IDS_PER_QUESTION)) {
    const published = await publishedAmong(session, ids, rule);
    if (published.length === 0) continue;
    const [row] = await session.read<{ n: number }>(
      'count the webhooks owed',
      'SELECT COUNT(*) AS n FROM sync_outbox WHERE dead_at IS NULL AND item_id IN (?)',
      [published],
    );
    owed += published.length - (row?.n ?? 0);
  }
  return owed;
}

async function publishedAmong(session: Session, ids: readonly number[], rule: OweRule): Promise<number[]> {
  if (rule.publishedItemsTable === undefined) return [...ids];
  const rows = await session.read<{ id: number | string }>(
    'see which products are published',
    `SELECT DISTINCT p.id FROM ${quoted(rule.publishedItemsTable)} p WHERE p.id IN (?) AND p.meli_id IS NOT NULL`,
    [ids],
  );
  return rows.map(({ id }) => Number(id));
}
