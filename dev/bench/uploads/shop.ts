import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../database/throwaway.ts';
import { Background } from '../background.ts';
import type { Bench } from '../bench.ts';
import { JOB_SCHEMA } from '../contenders.ts';

/** Where spreadsheets are uploaded, and who brings them in. */
export interface UploadShop {
  readonly bench: Bench;
  readonly folder: string;
  /** Of the server. */
  readonly url: string;
  startWorker(): Promise<Background>;
  /** Uploads it; returns the id of its task, and after how many ms that was known. */
  upload(name: string, bytes: Buffer, replaces?: boolean): Promise<{ task: string; ms: number }>;
  /** Until it is brought in; how long that took by the database's clock, in ms, and what became of its rows. */
  outcome(task: string, worker: Background): Promise<Outcome>;
  /** No product and no task is left. */
  empty(): Promise<void>;
}

export interface Outcome {
  tookMs: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
}

const LOOK_EVERY_MS = 100;
const TABLES = ['upload_task', 'upload_row_error', 'upload_message', 'upload_idempotency', 'catalog_item'];

export async function openUploadShop(bench: Bench, scope: AsyncDisposableStack): Promise<UploadShop> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-uploads-'));
  scope.defer(() => rmSync(folder, { recursive: true }));
  const listen = `127.0.0.1:${await freePort()}`;
  const env = { UPLOAD_STORE: `folder:${join(folder, 'store')}`, UPLOAD_WORKERS: '0', LISTEN: listen };
  const server = new Background(bench.run.job(['serve'], env));
  scope.defer(() => server.stop());
  const url = `http://${listen}`;
  await server.until(() => answers(`${url}/readyz`), 'the server is ready', LOOK_EVERY_MS);
  const value = (column: string, task: string): Promise<number> =>
    bench.count(`SELECT 1, ${column} FROM ${JOB_SCHEMA}.upload_task WHERE task_id = '${task}'`);
  return {
    ...{ bench, folder, url },
    async startWorker() {
      const port = await freePort();
      const worker = new Background(
        bench.run.job(['upload-worker'], { ...env, HEALTH_LISTEN: String(port) }),
      );
      await worker.until(
        () => answers(`http://127.0.0.1:${port}/readyz`),
        'the worker is ready',
        LOOK_EVERY_MS,
      );
      return worker;
    },
    async upload(name, bytes, replaces = false) {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)]), name);
      const startedMs = performance.now();
      const answer = await fetch(
        `${url}/api/v1/catalog/items/bulk-upload?proveedor_id=PROV001&reemplazar_duplicados=${replaces}`,
        { method: 'POST', body: form },
      );
      const text = await answer.text();
      if (answer.status !== 202) throw new Error(`the server answered ${answer.status}: ${text}`);
      const ms = performance.now() - startedMs;
      return { task: (JSON.parse(text) as { task_id: string }).task_id, ms };
    },
    async outcome(task, worker) {
      const isOver = async (): Promise<boolean> => (await value('ended_at IS NOT NULL', task)) === 1;
      await worker.until(isOver, 'it is brought in', LOOK_EVERY_MS);
      if ((await value("state = 'completed'", task)) !== 1) throw new Error('the import failed');
      return {
        tookMs: (await value('TIMESTAMPDIFF(MICROSECOND, started_at, ended_at)', task)) / 1000,
        created: await value('created', task),
        updated: await value('updated', task),
        unchanged: await value('unchanged', task),
        failed: await value('failed', task),
      };
    },
    async empty() {
      for (const table of TABLES) await bench.sql(`TRUNCATE ${JOB_SCHEMA}.${table}`);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
