import { afterEach, expect, test, vi } from 'vitest';
import { runJob, type StartedJob, startJob } from '../support/job.ts';
import { movementsOf } from '../support/ledger.ts';
import {
  twoMarketsBeforeEach,
  type Listed,
  typeInMercadoLibre,
  typeInShopify,
} from '../support/two-markets.ts';

const markets = twoMarketsBeforeEach();
let workers: StartedJob[] = [];
afterEach(async () => {
  for (const { process } of workers) process.kill('SIGKILL');
  await Promise.all(workers.map(({ done }) => done));
  workers = [];
});

function start(differing: Record<string, string> = {}): StartedJob {
  const worker = startJob(['sales-worker', '--deliver-only'], markets.env(differing));
  workers.push(worker);
  return worker;
}

const until = (holds: () => unknown, timeout = 60_000) => vi.waitFor(holds, { timeout, interval: 50 });
const runs = (columns = 'mode, status') =>
  markets.books.schema.query<Record<string, unknown>>(
    `SELECT ${columns} FROM sync_run WHERE command = 'reconcile' ORDER BY started_at, mode`,
  );

test('the worker compares each marketplace every RECONCILE_EVERY_S, also where several are at work', async () => {
  const listed = await markets.list(10);
  typeInShopify(listed[0] as Listed, 3);
  start({ RECONCILE_EVERY_S: '3' });
  const second = start({ RECONCILE_EVERY_S: '3' });
  await until(() => expect(listed[0]?.shown).toEqual([10, 10]));
  typeInMercadoLibre(markets.meli, listed[1] as Listed, 25);
  await until(() => expect(listed[1]?.shown).toEqual([10, 10]));
  expect(await movementsOf(markets.books)).toEqual([]);
  const ended = await runs(
    `mode, status, exit_code AS code, committed_at AS committed, started_at AS at,
     CAST(JSON_EXTRACT(report, CONCAT('$.drift.', mode, '.corrected')) AS SIGNED) AS corrected`,
  );
  const firstOf = (channel: string) => ended.find(({ mode }) => mode === channel);
  const done = { status: 'succeeded', code: 0, committed: null };
  expect(firstOf('shopify')).toMatchObject({ ...done, corrected: 1 });
  expect(firstOf('mercadolibre')).toMatchObject({ ...done, corrected: 0 });
  const ofShopify = ended
    .filter(({ mode }) => mode === 'shopify')
    .map(({ at }) => Date.parse(`${String(at)}Z`));
  const apart = ofShopify.slice(1).map((at, index) => at - (ofShopify[index] as number));
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(3000);
  second.process.kill('SIGTERM');
  const { exitCode, log } = await second.done;
  expect(exitCode).toBe(0);
  expect(log.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
});

test('one that compared a moment ago is not asked again by the next worker, and a paused one not at all', async () => {
  const listed = await markets.list(4);
  await runJob(['channels', 'pause', 'mercadolibre'], markets.env());
  await runJob(['reconcile'], markets.env());
  markets.forgetRequests();
  typeInShopify(listed[0] as Listed, 3);
  typeInMercadoLibre(markets.meli, listed[1] as Listed, 25);
  const worker = start({ RECONCILE_EVERY_S: '10' });
  await until(() => expect(markets.operations.filter((each) => each === 'Orders').length).toBeGreaterThan(3));
  expect(new Set(markets.operations)).toEqual(new Set(['Scopes', 'Orders', 'me', 'orders']));
  expect(await runs()).toEqual([{ mode: null, status: 'succeeded' }]);
  await runJob(['channels', 'resume', 'mercadolibre'], markets.env());
  await until(() => expect(listed[1]?.shown).toEqual([10, 10]));
  worker.process.kill('SIGTERM');
  expect((await worker.done).exitCode).toBe(0);
});

test('one that is stopped by the limit says so, writes nothing, and waits for its next time', async () => {
  const listed = await markets.list(4);
  for (const each of listed) typeInShopify(each, 0);
  const worker = start();
  await until(async () => expect(await runs()).toContainEqual({ mode: 'shopify', status: 'stopped' }));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(listed.map(({ shown }) => shown[0])).toEqual([0, 0, 0, 0]);
  worker.process.kill('SIGTERM');
  const { exitCode, log } = await worker.done;
  expect(exitCode).toBe(0);
  const [report] = log.filter(({ event, exit_code: code }) => event === 'run.finished' && code === 77);
  expect(report).toMatchObject({
    ...{ channel: 'shopify', command: 'reconcile', severity: 'ERROR', status: 'stopped' },
    drift: { shopify: { drifted: 4, corrected: 0, stopped: true } },
  });
  expect((await runs()).filter(({ mode }) => mode === 'shopify')).toHaveLength(1);
});
