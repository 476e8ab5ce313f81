import { inject } from 'vitest';
import type { Pending } from '../../src/channels/channel.ts';
import { databaseConfig } from '../../src/mysql/config.ts';
import { parseConfig } from '../../src/platform/config/config.ts';
import { migrate } from '../../src/mysql/migrations.ts';
import { createStore } from '../../src/sync/mysql-store.ts';
import { createProcedures } from '../../src/sync/procedures.ts';
import { directRoute, openSession, type Session } from '../../src/mysql/session.ts';
import { readShape } from '../../src/sync/shape.ts';
import type { LoadPlan, Store } from '../../src/sync/store.ts';
import { tableAdvice } from '../../src/sync/table-advice.ts';
import { openSchema, serverOf, type TestSchema } from './database.ts';
import { DOING, silentLog as log } from './words.ts';

/** The job's own session on a test's schema. */
export async function connectTo(schema: Pick<TestSchema, 'env'>): Promise<Session> {
  const { database } = parseConfig(schema.env, { database: databaseConfig });
  const logIn = { ...database, password: schema.env['PASSWORD_DB'] };
  return openSession(directRoute(database), logIn, new AbortController().signal, log, tableAdvice);
}

/** What the command `migrate` does, without the time that a process takes; an empty schema gets what it made of another. */
export async function migrateSchema(schema: TestSchema): Promise<void> {
  const template = inject('template');
  const existing = await schema.query('SHOW TABLES');
  if (existing.length === 0 && template?.server === serverOf(schema)) {
    for (const statement of template.statements) await schema.query(statement);
    return;
  }
  const session = await connectTo(schema);
  await migrate(session);
  await session.close();
}

export interface Shelf {
  schema: TestSchema;
  session: Session;
  store: Store;
  close(): Promise<void>;
}

export const UPDATED_AT = '2026-03-01 12:00:00';

/** A migrated schema with the job's store on it. `before`: SQL that makes a raw_item_data of another shape. */
export async function openShelf({ before = [] }: { before?: readonly string[] } = {}): Promise<Shelf> {
  const schema = await openSchema();
  for (const sql of before) await schema.query(sql);
  await migrateSchema(schema);
  const session = await connectTo(schema);
  const store = createStore(session, await readShape(session), {
    runId: 'test',
    procedures: createProcedures(session, schema.name, [], () => Promise.reject(new Error('none is called'))),
    updatedAt: new Date(`${UPDATED_AT}Z`),
    selling: undefined,
    log,
  });
  return {
    schema,
    session,
    store,
    async close() {
      await session.close();
      await schema.drop();
    },
  };
}

/** What is pending, in the order in which it is tried. */
export async function pendingOn({ store }: Shelf): Promise<Pending[]> {
  const all: Pending[] = [];
  await store.outbox.claim();
  for await (const part of store.outbox.inOrder(1000)) all.push(...part);
  return all;
}

/** What a run plans that found nothing but what it staged. */
export function loadPlan(runId: string, differing: Partial<LoadPlan> = {}): LoadPlan {
  return {
    runId,
    pendingRule: { notify: true, publishedItemsTable: undefined },
    oweProcedures: false,
    keepChanges: true,
    missing: { marked: [], settled: [], returned: [], treatment: 'zero' },
    falls: [],
    patches: false,
    standing: undefined,
    settleQuarantine: 'unmet',
    place: { key: 'warehouse=2&price+list=3', label: DOING },
    ...differing,
  };
}

/** As a run does that is to load. */
export function startRun(store: Store, runId: string): Promise<unknown> {
  return store.runs.start({
    runId,
    command: 'sync',
    mode: 'delta',
    forced: false,
    selected: null,
    holdsLock: true,
  });
}

/** Stages these products and loads them as the run `runId`. */
export async function loadItems(
  { store }: Shelf,
  runId: string,
  items: readonly { productId: number; data: { price?: unknown }; stock: number }[],
  differing: Partial<LoadPlan> = {},
) {
  await startRun(store, runId);
  await store.staging.open();
  const { productIds, prices, stocks } = await store.snapshot(false);
  const numberOrNull = (value: number | undefined) => (Number.isFinite(value) ? (value as number) : null);
  const beforeOf = (productId: number) => {
    const at = productIds.indexOf(productId);
    return at < 0 ? null : { price: numberOrNull(prices[at]), stock: numberOrNull(stocks[at]) };
  };
  const staged = items.map((item) => ({
    ...item,
    data: Buffer.from(JSON.stringify(item.data)),
    price: typeof item.data.price === 'number' ? item.data.price : null,
    before: beforeOf(item.productId),
  }));
  await store.staging.add(staged, staged.length);
  return store.load(loadPlan(runId, differing), () => undefined);
}
