import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest';
import { databaseConfig } from '../../../src/mysql/config.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { parseConfig } from '../../../src/platform/config/config.ts';
import { InterruptedError } from '../../../src/platform/errors.ts';
import type { Log } from '../../../src/platform/log.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { storageConfig, workConfig } from '../../../src/uploads/config.ts';
import type { UploadQueue } from '../../../src/uploads/queue/queue.ts';
import { openQueue, openStore } from '../../../src/uploads/storage.ts';
import type { ObjectStore } from '../../../src/uploads/store/store.ts';
import { findTask, insertTask, type Task } from '../../../src/uploads/task.ts';
import { UploadWorker } from '../../../src/uploads/work/worker.ts';
import { errorsIn } from '../../../src/uploads/rows/errors.ts';
import { openSchema, type TestSchema } from '../database.ts';
import { connectTo, migrateSchema } from '../session.ts';
import { saidOf } from './rows.ts';
import { storageJob } from './storage-job.ts';
import { DOING, silentLog } from '../words.ts';

/** How an upload differs from one of PROV001 that replaces nothing. */
interface Asking extends Partial<Task['asked']> {
  proveedorId?: string;
}

/** Uploads of one schema and one folder, which are empty at the beginning of each test. */
export interface UploadShop {
  readonly schema: TestSchema;
  /** Of the test itself. */
  readonly session: Session;
  readonly store: ObjectStore;
  readonly queue: UploadQueue;
  /** Of a worker. */
  readonly env: Record<string, string>;
  /** As `serve` does it; resolves to the id of the task. */
  receive(content: string | Buffer, asking?: Asking): Promise<string>;
  /** A worker in this process, until `stop` or the end of the test. */
  start(differing?: Record<string, string>, log?: Log): { stop(): Promise<void> };
  /** Waits until all of these have ended. */
  ended(...ids: readonly string[]): Promise<Task[]>;
  /** Works until this one has ended. */
  work(id: string): Promise<Task>;
  /** Receives one and works until it has ended. */
  bring(content: string | Buffer, asking?: Asking): Promise<Task>;
  task(id: string): Promise<Task>;
  /** In Spanish, by row. */
  errorsOf(task: Pick<Task, 'id'>): Promise<Record<number, string>>;
  /** All products, by id: what `columns` names. */
  products(columns?: string): Promise<Record<string, unknown>>;
}

export const countsOf = ({ total, created, updated, unchanged, failed, duplicates }: Task) => ({
  ...{ total, created, updated, unchanged, failed, duplicates },
});

const ENDED: readonly Task['state'][] = ['completed', 'failed', 'cancelled'];

/** `storage`: where files or messages are, as variables, in place of a folder and a table. */
export function uploadShop(storage?: () => Promise<Record<string, string>>): UploadShop {
  let schema: TestSchema;
  let session: Session;
  let store: ObjectStore;
  let queue: UploadQueue;
  let folder: string;
  let places: Record<string, string>;
  const scope = new AsyncDisposableStack();
  const running = new Set<() => Promise<void>>();
  beforeAll(async () => {
    schema = await openSchema();
    await migrateSchema(schema);
    session = await connectTo(schema);
    folder = mkdtempSync(join(tmpdir(), 'uploads-test-'));
    places = { UPLOAD_STORE: `folder:${folder}`, ...(await storage?.()) };
    const job = storageJob(places, { scope });
    store = await openStore(job);
    queue = await openQueue(job, { use: (work) => work(session) });
  });
  beforeEach(async () => {
    for (const table of ['catalog_item', 'upload_task', 'upload_row_error', 'upload_message'])
      await schema.query(`DELETE FROM ${table}`);
    return async () => {
      await Promise.all([...running].map((stop) => stop()));
    };
  });
  afterAll(async () => {
    await scope.disposeAsync();
    await session.close();
    await schema.drop();
    rmSync(folder, { recursive: true });
  });

  const shop: UploadShop = {
    get schema() {
      return schema;
    },
    get session() {
      return session;
    },
    get store() {
      return store;
    },
    get queue() {
      return queue;
    },
    get env() {
      return { ...schema.env, ...places };
    },
    async receive(content, { proveedorId = 'PROV001', ...asking } = {}) {
      const id = randomUUID();
      const bytes = Buffer.from(content as string);
      await store.put(id, Readable.from([bytes]), new AbortController().signal);
      const asked = {
        replaces: false,
        dryRun: false,
        sheet: null,
        encoding: null,
        decimal: 'auto',
        ...asking,
      } as const;
      const file = { key: id, storeUuid: store.uuid, sha256: '0'.repeat(64), sizeBytes: bytes.length };
      const sent = await session.transaction(DOING, async () => {
        await insertTask(session, { id, proveedorId, filename: 'productos.csv', asked, file });
        return queue.put(session, id);
      });
      await sent?.();
      return id;
    },
    start(differing = {}, log = silentLog) {
      const [stop, cutOff] = [new AbortController(), new AbortController()];
      const scope = new AsyncDisposableStack();
      const parts = { database: databaseConfig, storage: storageConfig, work: workConfig };
      const config = parseConfig({ ...shop.env, ...differing }, parts);
      const { signal } = cutOff;
      const secrets = openSecrets([], signal, scope);
      const worker = new UploadWorker({
        config,
        secrets,
        scope,
        signal,
        stop: stop.signal,
        log,
        monitor: undefined,
      });
      const ended = worker.run();
      const end = async (): Promise<void> => {
        running.delete(end);
        stop.abort(new InterruptedError('SIGTERM'));
        await ended;
        await scope.disposeAsync();
      };
      running.add(end);
      return { stop: end };
    },
    async ended(...ids) {
      const options = { timeout: 30_000, interval: 20 };
      for (const id of ids)
        await vi.waitFor(async () => expect(ENDED).toContain((await shop.task(id)).state), options);
      return Promise.all(ids.map((id) => shop.task(id)));
    },
    async work(id) {
      const worker = shop.start();
      try {
        await shop.ended(id);
      } finally {
        await worker.stop();
      }
      return shop.task(id);
    },
    async bring(content, asking) {
      return shop.work(await shop.receive(content, asking));
    },
    async task(id) {
      const task = await findTask(session, id);
      if (task === undefined) throw new Error(`there is no task ${id}`);
      return task;
    },
    async errorsOf({ id }) {
      const sql = 'SELECT fila, errors FROM upload_row_error WHERE task_id = ? ORDER BY fila';
      const rows = await schema.query<{ fila: number; errors: string }>(sql, [id]);
      return Object.fromEntries(rows.map(({ fila, errors }) => [fila, saidOf({ errors: errorsIn(errors) })]));
    },
    async products(columns = 'nombre') {
      const rows = await schema.query<{ id: string }>(`SELECT id, ${columns} FROM catalog_item ORDER BY id`);
      return Object.fromEntries(
        rows.map(({ id, ...others }) => {
          const values = Object.values(others);
          return [id, values.length === 1 ? values[0] : values];
        }),
      );
    },
  };
  return shop;
}
