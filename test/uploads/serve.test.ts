import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import type { TestSchema } from '../support/database.ts';
import { askWorker } from '../support/health.ts';
import { PROJECT } from '../support/project.ts';
import { type JobResult, type StartedJob, startJob } from '../support/job.ts';
import { startProxy } from '../support/proxy.ts';
import { endOf, headOf, partOf, RawClient } from '../support/raw-http.ts';
import { csvOf } from '../support/uploads/rows.ts';
import { ask, migratedSchema, TASKS, upload, UPLOAD } from '../support/uploads/server.ts';

let schema: TestSchema;
let folder: string;
let started: StartedJob[] = [];
beforeAll(async () => {
  schema = await migratedSchema();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
});
afterEach(async () => {
  for (const { process } of started) process.kill('SIGKILL');
  await Promise.all(started.map(({ done }) => done));
  started = [];
  rmSync(folder, { recursive: true, force: true });
  for (const table of ['upload_task', 'upload_message', 'catalog_item'])
    await schema.query(`DELETE FROM ${table}`);
});
afterAll(() => schema.drop());

function begin(differing: Record<string, string> = {}): StartedJob {
  const env = { ...schema.env, UPLOAD_STORE: `folder:${folder}/store`, UPLOAD_WORKERS: '0', ...differing };
  const job = startJob(['serve'], env);
  started.push(job);
  return job;
}

const until = async (holds: () => unknown, found: unknown): Promise<void> => {
  await expect.poll(holds, { timeout: 20_000, interval: 30 }).toEqual(found);
};

/** Answers, and is ready, once this resolves. */
async function serve(differing: Record<string, string> = {}) {
  const port = await freePort();
  const job = begin({ LISTEN: String(port), ...differing });
  const asked = askWorker(port);
  await until(() => asked.problems(), []);
  return { job, asked, port, url: `http://127.0.0.1:${port}` };
}

async function stop(job: StartedJob): Promise<JobResult & { ms: number }> {
  const beganMs = performance.now();
  job.process.kill('SIGTERM');
  return { ...(await job.done), ms: performance.now() - beganMs };
}

/** Processes of this one's children, by their numbers. */
function childrenOf({ process: { pid } }: StartedJob): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

const stateOf = async (url: string, id: unknown): Promise<unknown> =>
  (await ask(`${url}${TASKS}/status/${String(id)}`)).body['status'];
const PRODUCTS = csvOf([{}, { id: 'PROD002', codigo: '2' }]);

test('serve takes an upload in, its worker brings it in, and a SIGTERM ends both with 0', async () => {
  const { job, asked, url } = await serve({ UPLOAD_WORKERS: '1' });
  const { body } = await upload({ url }, { content: PRODUCTS });
  await until(() => stateOf(url, body['task_id']), 'completed');
  expect((await ask(`${url}${String(body['status_url'])}`)).body).toMatchObject({
    progress: { total: 2, processed: 2, successful: 2, failed: 0 },
    result: { resumen: { productos_creados: 2 }, productos_creados: ['PROD001', 'PROD002'] },
  });
  expect(await schema.query('SELECT id FROM catalog_item ORDER BY id')).toHaveLength(2);
  await expect
    .poll(async () => Object.fromEntries(await asked.metrics()), { timeout: 10_000 })
    .toMatchObject({
      'inventory_uploads_total{result="accepted"}': 1,
      'inventory_upload_tasks{state="completed"}': 1,
      inventory_upload_queue_messages: 0,
      inventory_upload_queue_oldest_seconds: 0,
      inventory_database_up: 1,
    });
  const [worker = 0] = childrenOf(job);
  const { exitCode, ms, log, stdout } = await stop(job);
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(ms).toBeLessThan(8_000);
  expect(isAlive(worker)).toBe(false);
  expect(log.find(({ task_id }) => task_id === body['task_id'])).toMatchObject({
    message: `productos.csv of PROV001 received, ${Buffer.byteLength(PRODUCTS)} bytes`,
  });
  expect(log.filter(({ severity }) => severity !== 'INFO')).toEqual([]);
});

test('a worker that dies is started again, and one that is left alone ends by itself', async () => {
  const { job, asked, url } = await serve({ UPLOAD_WORKERS: '1' });
  await until(() => childrenOf(job).length, 1);
  const [first = 0] = childrenOf(job);
  process.kill(first, 'SIGKILL');
  await until(() => asked.problems(), ['worker cli.worker_died']);
  await until(() => asked.problems(), []);
  const [second = 0] = childrenOf(job);
  expect(second).not.toBe(first);
  const { body } = await upload({ url }, { content: PRODUCTS });
  await until(() => stateOf(url, body['task_id']), 'completed');
  job.process.kill('SIGKILL');
  await until(() => isAlive(second), false);
});

test('a SIGTERM lets what is being received end, waits for nobody who goes on for long, and takes nothing new', async () => {
  const { job, url } = await serve();
  const [client, endless] = [new RawClient(url), new RawClient(url)];
  const [begun, rest] = [partOf('a.csv', 'id;nombre\n'), `1;Uno\n${endOf()}`];
  client.send(headOf(url, `${UPLOAD}?proveedor_id=P`, { length: begun.length + rest.length }));
  client.send(begun);
  endless.send(headOf(url, `${UPLOAD}?proveedor_id=Q`, { length: 1_000_000 }));
  endless.send(begun);
  const drip = setInterval(() => endless.send('1;Uno\n'), 50);
  try {
    await expect.poll(() => readdirSync(join(folder, 'store'))).toHaveLength(3);
    const ended = stop(job);
    await until(() => ask(`${url}/healthz`).catch(() => 'nobody answers'), 'nobody answers');
    client.send(rest);
    const { exitCode, ms } = await ended;
    expect(exitCode).toBe(0);
    expect(ms).toBeLessThan(8_000);
  } finally {
    clearInterval(drip);
    endless.abort();
  }
  expect(client.answer.status).toBe(202);
  const tasks = await schema.query<{ key: string; proveedor: string }>(
    'SELECT object_key AS `key`, proveedor_id AS proveedor FROM upload_task',
  );
  expect(tasks.map(({ proveedor }) => proveedor)).toEqual(['P']);
  expect(readdirSync(join(folder, 'store')).sort()).toEqual(['.store', tasks[0]?.key]);
});

test('what is wrong from the start ends it with 78 and one line', async () => {
  const { port } = await serve();
  const wrong: [differing: Record<string, string>, told: RegExp][] = [
    [{ LISTEN: `127.0.0.1:${port}` }, /another program listens at/],
    [{ LISTEN: `0.0.0.0:${port}` }, /LISTEN lets other machines in at 0\.0\.0\.0, and no API_TOKENS/],
    [{ LISTEN: '127.0.0.1:8080', API_TOKENS: 'token' }, /API_TOKENS is no list of tokens/],
    [{ UPLOAD_STORE: 's3://bucket' }, /UPLOAD_STORE must be `folder:` and a path/],
    [{ UPLOAD_STORE: 'folder:/dev/null/uploads' }, /cannot be used/],
    [{ LISTEN: 'off' }, /LISTEN must be a port/],
  ];
  const ends = await Promise.all(wrong.map(([differing]) => begin(differing).done));
  for (const [index, [, told]] of wrong.entries()) {
    const { exitCode, log = [] } = ends[index] ?? {};
    expect([exitCode, log.length], JSON.stringify(log)).toEqual([78, 1]);
    expect(log[0]?.['message']).toMatch(told);
  }
});

const CURL = spawnSync('curl', ['--version']).status === 0;
const PAGE = readFileSync(join(PROJECT, 'docs/uploads.md'), 'utf8');

test.runIf(CURL)('each curl line of the page does what the page says', async () => {
  const { url } = await serve();
  writeFileSync(join(folder, 'productos.csv'), PRODUCTS);
  const lines = [...PAGE.matchAll(/^curl .*$/gm)].map(([line]) => line);
  expect(lines).toHaveLength(8);
  const [first] = await schema.query<{ id: string }>('SELECT UUID() AS id');
  let id = first?.id;
  for (const line of lines) {
    const command = line.replaceAll('http://127.0.0.1:8080', url).replace(/^curl /, 'curl -sS --fail ');
    const env = { PATH: process.env['PATH'], TASK_ID: id };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    expect(status, `${line}: ${stderr}`).toBe(0);
    if (line.includes(' -o ')) continue;
    const body = JSON.parse(stdout) as Record<string, unknown>;
    if (line === lines[0]) {
      id = String(body['task_id']);
      const [, shown = ''] = /```json\n(\{.*?\n\})\n```/s.exec(PAGE) ?? [];
      expect(Object.keys(JSON.parse(shown) as object)).toEqual(Object.keys(body));
    }
  }
  expect(readdirSync(folder)).toContain('plantilla.xlsx');
  expect(await stateOf(url, id)).toBe('cancelled');
});

test('the page names every metric of serve and every status that is refused with', async () => {
  const { asked, url } = await serve();
  const families = [...(await asked.families()).keys()].filter((name) => name.startsWith('inventory_'));
  const [ofServe = ''] = PAGE.split('`HEALTH_LISTEN`');
  const table = ofServe.split('\n').filter((line) => line.startsWith('| `inventory_'));
  const named = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`(?:…_|inventory_)(\w+)/g)].map(([, name = '']) =>
      name === 'queue_oldest_seconds' ? 'inventory_upload_queue_oldest_seconds' : `inventory_${name}`,
    ),
  );
  expect([...named, 'inventory_build_info'].sort()).toEqual(families.sort());
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { responses: object }>>;
  };
  const statuses = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ responses }) => Object.keys(responses)),
  );
  const told = PAGE.split('\n').flatMap((line) => /^\| (\d{3}) +\|/.exec(line)?.[1] ?? []);
  for (const status of statuses.filter((each) => each >= '400')) expect(told, status).toContain(status);
});

test('while the database hangs it is alive and not ready, and ready again once that is over', async () => {
  const { HOST_DB = '', PORT_DB } = schema.env;
  const database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
  try {
    const { asked, job } = await serve({ PORT_DB: String(database.port) });
    database.mode = 'hang';
    await until(() => asked.problems(), ['database cli.no_answer', 'queue cli.no_answer']);
    expect(await asked.isAlive()).toBe(true);
    expect((await asked.metrics()).get('inventory_database_up')).toBe(0);
    database.mode = 'pass';
    database.cut();
    await until(() => asked.problems(), []);
    database.mode = 'hang';
    expect((await stop(job)).exitCode).toBe(0);
  } finally {
    await database.close();
  }
});
