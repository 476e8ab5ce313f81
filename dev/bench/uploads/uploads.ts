import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COLUMNS, csvOf, products, workbookOf, workbookOfSharedTexts } from '../../spreadsheets/products.ts';
import type { Background } from '../background.ts';
import type { Bench } from '../bench.ts';
import { BARE_SCHEMA, JOB_SCHEMA, PYTHON } from '../contenders.ts';
import { measure, median } from '../measure.ts';
import { below, type Result, seconds } from '../result.ts';
import { openUploadShop, type Outcome, type UploadShop } from './shop.ts';

const ROWS = 200_000;
const ROWS_OF_PEER = 20_000;
const ROUNDS = 3;

/** What an upload costs: its answer, the status beside an import, and the import beside the least that is possible and the usual way. */
export async function uploads(bench: Bench): Promise<Result[]> {
  await using scope = new AsyncDisposableStack();
  const shop = await openUploadShop(bench, scope);
  const changed = workbookOf(products(ROWS, 'PROV001', 1));
  return [
    ...(await answerTimes(shop)),
    ...(await workbooks(shop, workbookOf(products(ROWS)), changed)),
    // Four of the texts of a row are in no other row.
    ...(await allNew(
      shop,
      'xlsx with 800,000 unique shared strings',
      'shared.xlsx',
      workbookOfSharedTexts(products(ROWS)),
      [2, 220],
    )),
    ...(await allNew(shop, 'csv', 'products.csv', csvOf(products(ROWS)), [1.5, 160])),
    await statusBesideImport(shop, changed),
    await besidePeer(shop),
  ];
}

async function answerTimes(shop: UploadShop): Promise<Result[]> {
  const small = csvOf(products(250)).subarray(0, 30_000);
  const large = csvOf(products(280_000)).subarray(0, 35_000_000);
  const results: Result[] = [];
  for (const [size, bytes, times, limitMs] of [
    ['30 kB', small, 200, 100],
    ['35 MB', large, 20, 1000],
  ] as const) {
    const tookMs: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const { ms } = await shop.upload('products.csv', bytes);
      tookMs.push(ms);
      await shop.empty();
    }
    results.push(
      below(`an upload of ${size}, ${times} times: answer, 99th percentile`, limitMs, 'ms', p99(tookMs)),
    );
  }
  return results;
}

/** All new, the same again, and every row changed. */
async function workbooks(shop: UploadShop, first: Buffer, changed: Buffer): Promise<Result[]> {
  const rounds: { first: number; again: number; changed: number; floor: number; peakMb: number }[] = [];
  const [file, others] = ['products.xlsx', 'changed.xlsx'];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await floorOf(shop, file, first);
    const outcomes: Outcome[] = [];
    const worker = await shop.startWorker();
    let peakMb = NaN;
    for (const [name, bytes] of [
      [file, first],
      [file, first],
      [others, changed],
    ] as const) {
      const { task } = await shop.upload(name, bytes, true);
      outcomes.push(await shop.outcome(task, worker));
      if (outcomes.length === 1) ({ peakMb } = worker.memory());
    }
    await worker.stop();
    const [a, b, c] = outcomes as [Outcome, Outcome, Outcome];
    const isRight = a.created === ROWS && b.unchanged === ROWS && c.updated === ROWS;
    if (!isRight) throw new Error(`counted otherwise: ${JSON.stringify(outcomes)}`);
    rounds.push({ first: a.tookMs, again: b.tookMs, changed: c.tookMs, floor, peakMb });
    shop.bench.say(`  ${JSON.stringify(rounds.at(-1))}`);
    await shop.empty();
  }
  const of = (name: keyof (typeof rounds)[number]): number => median(rounds.map((each) => each[name]));
  const rows = `${ROWS.toLocaleString('en-US')} rows of 13 columns, xlsx`;
  return [
    ratio(
      `${rows}, all new`,
      of('first'),
      of('floor'),
      1.5,
      'the file read and a bare multi-row INSERT of its rows',
    ),
    below(`${rows}, all new: peak memory`, 180, 'MiB', of('peakMb')),
    ratio(`${rows}, the same again: no row written`, of('again'), of('first'), 0.8, 'the first time'),
    ratio(`${rows}, every row changed`, of('changed'), of('first'), 1.5, 'the first time'),
  ];
}

async function allNew(
  shop: UploadShop,
  what: string,
  name: string,
  bytes: Buffer,
  [most, mostMb]: readonly [number, number],
): Promise<Result[]> {
  const rounds: { tookMs: number; floor: number; peakMb: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await floorOf(shop, name, bytes);
    const worker = await shop.startWorker();
    const { task } = await shop.upload(name, bytes);
    const { tookMs, created } = await shop.outcome(task, worker);
    if (created !== ROWS) throw new Error(`${created} products were created`);
    rounds.push({ tookMs, floor, peakMb: worker.memory().peakMb });
    await worker.stop();
    shop.bench.say(`  ${what}: ${JSON.stringify(rounds.at(-1))}`);
    await shop.empty();
  }
  const of = (name: keyof (typeof rounds)[number]): number => median(rounds.map((each) => each[name]));
  const rows = `${ROWS.toLocaleString('en-US')} rows of 13 columns, ${what}`;
  return [
    ratio(
      `${rows}, all new`,
      of('tookMs'),
      of('floor'),
      most,
      'the file read and a bare multi-row INSERT of its rows',
    ),
    below(`${rows}, all new: peak memory`, mostMb, 'MiB', of('peakMb')),
  ];
}

async function statusBesideImport(shop: UploadShop, bytes: Buffer): Promise<Result> {
  const worker = await shop.startWorker();
  const { task } = await shop.upload('products.xlsx', bytes);
  const outcome = shop.outcome(task, worker);
  const tookMs: number[] = [];
  const asked: Promise<void>[] = [];
  const ask = async (): Promise<void> => {
    const startedMs = performance.now();
    const answer = await fetch(`${shop.url}/api/v1/catalog/bulk-upload/status/${task}`);
    await answer.text();
    tookMs.push(performance.now() - startedMs);
  };
  const timer = setInterval(() => asked.push(ask()), 20);
  await outcome;
  clearInterval(timer);
  await Promise.all(asked);
  await worker.stop();
  await shop.empty();
  const work = `the status while an import runs, 50 requests a second, ${tookMs.length} times: 99th percentile`;
  return below(work, 20, 'ms', p99(tookMs));
}

/** In a table like the one of the job. */
async function floorOf(shop: UploadShop, name: string, bytes: Buffer): Promise<number> {
  const file = join(shop.folder, name);
  writeFileSync(file, bytes);
  await bareTable(shop.bench, BARE_SCHEMA, 'bare_item');
  const { said } = await measure({
    file: process.execPath,
    args: [fileURLToPath(new URL('floor.ts', import.meta.url))],
    env: { ...shop.bench.run.bareLoad('').env, SPREADSHEET: file, COLUMNS: COLUMNS.join(', ') },
  });
  return said['tookMs'] as number;
}

async function bareTable(bench: Bench, schema: string, table: string): Promise<void> {
  await bench.sql(`DROP TABLE IF EXISTS ${schema}.${table}`);
  await bench.sql(`CREATE TABLE ${schema}.${table} LIKE ${JOB_SCHEMA}.catalog_item`);
  await bench.sql(
    `ALTER TABLE ${schema}.${table} DROP COLUMN proveedor_id, DROP COLUMN created_at, DROP COLUMN updated_at, DROP COLUMN task_id`,
  );
}

async function besidePeer(shop: UploadShop): Promise<Result> {
  const work = `${ROWS_OF_PEER.toLocaleString('en-US')} rows, xlsx, beside pandas, openpyxl and one INSERT a row`;
  const goal = 'at least 10 times faster';
  const missing = spawnSync(PYTHON, ['-c', 'import pandas, openpyxl, sqlalchemy, pymysql']).status !== 0;
  if (missing) {
    shop.bench.say(
      '  without the peer; on Debian: apt-get install python3-pandas python3-openpyxl python3-sqlalchemy python3-pymysql',
    );
    return { work, measured: 'not measured', goal, met: undefined };
  }
  const bytes = workbookOf(products(ROWS_OF_PEER));
  const file = join(shop.folder, 'peer.xlsx');
  writeFileSync(file, bytes);
  const rounds: { job: number; peer: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await bareTable(shop.bench, BARE_SCHEMA, 'peer_item');
    const peer = shop.bench.run.python('uploads/peer_openpyxl.py', BARE_SCHEMA, { SPREADSHEET: file });
    const { said } = await measure(peer);
    const worker: Background = await shop.startWorker();
    const { task } = await shop.upload('peer.xlsx', bytes);
    const { tookMs } = await shop.outcome(task, worker);
    await worker.stop();
    await shop.empty();
    rounds.push({ job: tookMs, peer: said['tookMs'] as number });
    shop.bench.say(`  ${JSON.stringify(rounds.at(-1))}`);
  }
  const [job, peer] = [median(rounds.map((each) => each.job)), median(rounds.map((each) => each.peer))];
  const measured = `${(peer / job).toFixed(1)} times (${seconds(job)} against ${seconds(peer)})`;
  return { work, measured, goal, met: peer / job >= 10 };
}

function ratio(work: string, ms: number, otherMs: number, most: number, what: string): Result {
  const measured = `${(ms / otherMs).toFixed(2)} times (${seconds(ms)} against ${seconds(otherMs)})`;
  return { work, measured, goal: `at most ${most} times ${what}`, met: ms / otherMs <= most };
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? NaN;
}
