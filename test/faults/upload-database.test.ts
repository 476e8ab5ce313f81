import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { expect, test, vi } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import { migrate } from '../../src/mysql/migrations.ts';
import type { Session } from '../../src/mysql/session.ts';
import { serverOptions } from '../support/database.ts';
import { noteFault } from '../support/fault-table.ts';
import { askWorker } from '../support/health.ts';
import { startJob } from '../support/job.ts';
import { openOwnServer } from '../support/own-server.ts';
import { connectTo } from '../support/session.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { ask, TASKS, upload } from '../support/uploads/server.ts';
import { DOING } from '../support/words.ts';

/** As MySQL has it where nobody changes it, and a server that is killed loses nothing that is committed. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=ON'];
const ROWS = 30_000;
const PATIENCE = { timeout: 30_000, interval: 20 };

const server = await openOwnServer(DURABLE);

test.runIf(server)(
  'a database that is killed and started again in the middle of an import loses no row, and writes none twice',
  async () => {
    await using scope = new AsyncDisposableStack();
    scope.defer(() => server?.close());
    const { host, port, user, password } = serverOptions();
    const env = {
      HOST_DB: host,
      PORT_DB: String(port),
      USER_DB: user,
      PASSWORD_DB: password,
      NAME_DB: 'shop',
    };
    const connection = await mysql.createConnection(serverOptions());
    await connection.query('CREATE DATABASE shop CHARACTER SET utf8mb4');
    await connection.end();
    /** What is open while the server is killed is lost. */
    const connected = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
      const session = await connectTo({ env });
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    };
    await connected(migrate);
    const folder = mkdtempSync(join(tmpdir(), 'restarted-'));
    scope.defer(() => rmSync(folder, { recursive: true }));
    const listen = await freePort();
    const job = startJob(['serve'], { ...env, UPLOAD_STORE: `folder:${folder}`, LISTEN: String(listen) });
    scope.defer(async () => {
      job.process.kill('SIGKILL');
      await job.done;
    });
    const asked = askWorker(listen);
    await vi.waitFor(async () => expect(await asked.problems()).toEqual([]), PATIENCE);

    const url = `http://127.0.0.1:${listen}`;
    // One row of 100 is wrong.
    const content = csvOf(
      products(ROWS).map((product, index) => (index % 100 === 7 ? { ...product, nombre: '' } : product)),
    );
    const id = String((await upload({ url }, { content })).body['task_id']);
    const status = async () => (await ask(`${url}${TASKS}/status/${id}`)).body;
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ status: 'processing', progress: { total: null } }),
      PATIENCE,
    );
    await vi.waitFor(
      async () => expect((await status())['progress']).not.toMatchObject({ processed: 0 }),
      PATIENCE,
    );
    await server?.restart();
    const cut = await connected((session) =>
      session.read(DOING, 'SELECT COUNT(*) AS count FROM catalog_item'),
    );
    expect(cut).not.toEqual([{ count: 0 }]);
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ status: 'pending', attempts: 1 }),
      PATIENCE,
    );
    // It waits 10 s before it tries again.
    await connected((session) =>
      session.write(DOING, 'UPDATE upload_task SET next_attempt_at = NULL WHERE state = ?', ['pending']),
    );
    await vi.waitFor(async () => expect((await status())['status']).toBe('completed'), PATIENCE);

    const failed = ROWS / 100;
    expect(await status()).toMatchObject({
      attempts: 2,
      progress: { total: ROWS, successful: ROWS - failed, failed },
    });
    const sql = `SELECT (SELECT COUNT(*) FROM catalog_item) AS items, (SELECT COUNT(*) FROM upload_row_error) AS errors,
      (SELECT created FROM upload_task) AS created`;
    expect(await connected((session) => session.read(DOING, sql))).toEqual([
      { items: ROWS - failed, errors: failed, created: ROWS - failed },
    ]);
    expect(await asked.problems()).toEqual([]);
    noteFault({
      ...{ fault: 'uploads: kill -9 of the database, and its start', tried: 1 },
      ...{ outcome: 'completed, each row once', lost: 0, appliedTwice: 0 },
    });
  },
);
