import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { freePort } from '../../../dev/database/throwaway.ts';
import type { TestSchema } from '../database.ts';
import { askWorker } from '../health.ts';
import { startJob } from '../job.ts';
import { startProxy, type Proxy } from '../proxy.ts';
import { migratedSchema } from './server.ts';

/** `serve` as a process of its own, with what it keeps. */
export interface ServeProcess {
  /** By way of `network`. */
  url: string;
  schema: TestSchema;
  /** Between a browser and it. */
  network: Proxy;
  /** Forgets all uploads and products. */
  empty(): Promise<void>;
}

/** For all tests of a file. */
export function serveBeforeAll(differing: Record<string, string>): ServeProcess {
  const serve = {} as ServeProcess;
  const scope = new AsyncDisposableStack();
  beforeAll(async () => {
    const schema = await migratedSchema();
    scope.defer(() => schema.drop());
    const folder = mkdtempSync(join(tmpdir(), 'serve-'));
    scope.defer(() => rmSync(folder, { recursive: true }));
    const port = await freePort();
    const env = { ...schema.env, UPLOAD_STORE: `folder:${folder}`, LISTEN: String(port), ...differing };
    const { process, done } = startJob(['serve'], env);
    scope.defer(async () => {
      process.kill('SIGKILL');
      await done;
    });
    const network = await startProxy({ host: '127.0.0.1', port });
    scope.defer(() => network.close());
    Object.assign(serve, {
      ...{ url: `http://127.0.0.1:${network.port}`, schema, network },
      async empty() {
        for (const table of ['upload_task', 'upload_row_error', 'upload_message', 'catalog_item']) {
          await schema.query(`DELETE FROM ${table}`);
        }
      },
    });
    const asked = askWorker(port);
    await vi.waitFor(async () => expect(await asked.problems()).toEqual([]), {
      timeout: 30_000,
      interval: 50,
    });
  });
  // Also where it never became ready.
  afterAll(() => scope.disposeAsync());
  return serve;
}
