import { JOB_SCHEMA } from './contenders.ts';
import { type Bench, type Medians, writeRows } from './bench.ts';
import { measure } from './measure.ts';

/** One goal: what was measured, and whether that is enough. */
export interface Result {
  work: string;
  measured: string;
  goal: string;
  /** Undefined where it could not be measured. */
  met: boolean | undefined;
}

const LARGE = 100_000;
const SILENT = { NOTIFY: 'off' };
const MISSING = 'not measured';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function faster(work: string, times: number, peer: Medians | undefined, job: Medians): Result {
  const goal = `at least ${times} times faster than the peer`;
  if (peer === undefined) return { work, measured: MISSING, goal, met: undefined };
  const ratio = peer.wallMs / job.wallMs;
  const measured = `${ratio.toFixed(1)} times (${seconds(job.wallMs)} against ${seconds(peer.wallMs)})`;
  return { work, measured, goal, met: ratio >= times };
}

function within(work: string, times: number, what: string, job: Medians, other: Medians): Result {
  const ratio = job.wallMs / other.wallMs;
  const measured = `${ratio.toFixed(2)} times (${seconds(job.wallMs)} against ${seconds(other.wallMs)})`;
  return { work, measured, goal: `at most ${times} times ${what}`, met: ratio <= times };
}

function below(work: string, limit: number, unit: string, value: number): Result {
  const measured = `${Math.round(value).toLocaleString('en-US')} ${unit}`;
  return { work, measured, goal: `at most ${limit.toLocaleString('en-US')} ${unit}`, met: value <= limit };
}

export async function unchanged(bench: Bench): Promise<Result[]> {
  const work = '100,000 products, nothing changed';
  await bench.settle(LARGE);
  const { job, peer, floor } = await bench.alternate({
    floor: bench.run.floor(),
    job: bench.run.job(['sync', '--json'], SILENT),
    ...(bench.withoutPeer === undefined ? { peer: bench.run.peer({ notify: false }) } : {}),
  });
  if (job === undefined || floor === undefined) throw new Error('nothing was measured');
  return [
    faster(work, 4, peer, job),
    within(work, 1.6, 'the floor', job, floor),
    below(`${work}: peak memory`, 190, 'MB', job.peakMb),
  ];
}

/** Every round changes the prices of the same hundredth of the products, there and back. */
export async function oneChanged(bench: Bench, products: number, times: number): Promise<Result[]> {
  await bench.settle(products);
  const { job, peer } = await bench.alternate(
    {
      job: bench.run.job(['sync', '--json']),
      ...(bench.withoutPeer === undefined ? { peer: bench.run.peer({ notify: true }) } : {}),
    },
    (round) => bench.shop.serve(products, round % 2 === 0 ? 1 : 0),
  );
  if (job === undefined) throw new Error('nothing was measured');
  const work = `${products.toLocaleString('en-US')} products, 1 % changed, webhooks sent`;
  return [faster(work, times, peer, job)];
}

export async function firstLoad(bench: Bench): Promise<Result[]> {
  const work = '100,000 products, first load, NOTIFY=off';
  await bench.shop.serve(LARGE);
  const rows = writeRows(LARGE);
  try {
    const { job, peer, bare } = await bench.alternate(
      {
        bare: bench.run.bareLoad(rows.file),
        job: bench.run.job(['sync', '--json'], SILENT),
        ...(bench.withoutPeer === undefined ? { peer: bench.run.peer({ notify: false }) } : {}),
      },
      () => bench.empty(),
    );
    if (job === undefined || bare === undefined) throw new Error('nothing was measured');
    return [
      faster(work, 3, peer, job),
      within(work, 1.5, 'a bare LOAD DATA and upsert of the same rows', job, bare),
      below(`${work}: peak memory`, 220, 'MB', job.peakMb),
    ];
  } finally {
    rows.remove();
  }
}

const WEBHOOKS = 10_000;
const AT_ONCE = 100;

export async function webhooks(bench: Bench): Promise<Result[]> {
  const work = `${WEBHOOKS.toLocaleString('en-US')} webhooks owed, receiver answering in 5 ms, ${AT_ONCE} at once`;
  await bench.settle(WEBHOOKS);
  await bench.shop.settings({ webhookLatencyMs: 5 });
  await bench.shop.traffic();
  const rates: number[] = [];
  let most = 0;
  for (let round = 0; round < bench.rounds; round += 1) {
    await bench.sql(
      `INSERT INTO ${JOB_SCHEMA}.sync_outbox (item_id, \`key\`, owed_at)
       SELECT id, CONCAT('bench-', id), UTC_TIMESTAMP(3) FROM ${JOB_SCHEMA}.raw_item_data`,
    );
    const { said } = await measure(
      bench.run.job(['notify', '--json'], { NOTIFY_CONCURRENCY: String(AT_ONCE) }),
    );
    const phases = said['phases_ms'] as { webhooks: number };
    rates.push((WEBHOOKS / phases.webhooks) * 1000);
    const traffic = await bench.shop.traffic();
    if (traffic.webhooks !== WEBHOOKS) throw new Error(`${traffic.webhooks} webhooks arrived`);
    most = Math.max(most, traffic.mostWebhooksAtOnce);
    bench.say(`  notify ${Math.round(rates.at(-1) ?? 0)} a second`);
  }
  await bench.shop.settings({});
  const rate = rates.toSorted((a, b) => a - b)[rates.length >> 1] ?? 0;
  return [
    {
      work,
      measured: `${Math.round(rate).toLocaleString('en-US')} a second, at most ${most} at once`,
      goal: 'at least 5,000 a second, the limit never exceeded',
      met: rate >= 5000 && most <= AT_ONCE,
    },
  ];
}

export async function start(bench: Bench): Promise<Result[]> {
  const measures: Medians[] = [];
  for (const [command, exitCode] of [
    [bench.run.job(['--help']), 0],
    [{ ...bench.run.job(['sync']), env: {} }, 78],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < bench.rounds * 2; round += 1)
      times.push((await measure(command, exitCode)).wallMs);
    times.sort((a, b) => a - b);
    measures.push({ wallMs: times[times.length >> 1] ?? NaN, cpuMs: NaN, peakMb: NaN, said: {} });
  }
  return [
    below('start: --help', 120, 'ms', measures[0]?.wallMs ?? NaN),
    below('start: a refused configuration', 250, 'ms', measures[1]?.wallMs ?? NaN),
  ];
}

/** What the database is asked to do when 1 % of 10,000 products change. */
export async function databaseWork(bench: Bench): Promise<Result[]> {
  const products = 10_000;
  await bench.settle(products);
  await bench.shop.serve(products, 1);
  const before = await bench.count("SHOW GLOBAL STATUS LIKE 'Questions'");
  const { said } = await measure(bench.run.job(['sync', '--json', '--no-notify']), 69);
  const statements = (await bench.count("SHOW GLOBAL STATUS LIKE 'Questions'")) - before;
  const changed = Number(said['updated']);
  const written = await bench.count(
    `SELECT 'rows', COUNT(*) FROM ${JOB_SCHEMA}.raw_item_data
      WHERE updated_at = (SELECT MAX(updated_at) FROM ${JOB_SCHEMA}.raw_item_data)`,
  );
  return [
    {
      work: '10,000 products, 1 % changed: database work',
      measured: `${statements} statements, ${written} rows written, ${changed} changed`,
      goal: 'rows written = rows changed, not one statement a product',
      met: written === changed && statements < changed,
    },
  ];
}

/** Time and memory of a run without changes at one size of catalogue. */
export interface Point {
  products: number;
  name: string;
  seconds: number;
  peakMb: number;
}

/** The peer needs several GB for a million products, and minutes. */
const LARGEST_FOR_PEER = 300_000;

export async function sizes(bench: Bench, all: readonly number[]): Promise<Point[]> {
  const points: Point[] = [];
  for (const products of all) {
    bench.say(`${products.toLocaleString('en-US')} products`);
    await bench.empty();
    await bench.shop.serve(products);
    const withPeer = bench.withoutPeer === undefined && products <= LARGEST_FOR_PEER;
    await measure(bench.run.job(['sync'], SILENT));
    if (withPeer) await measure(bench.run.peer({ notify: false }));
    const medians = await bench.alternate(
      {
        floor: bench.run.floor(),
        job: bench.run.job(['sync', '--json'], SILENT),
        ...(withPeer ? { peer: bench.run.peer({ notify: false }) } : {}),
      },
      undefined,
      products > LARGE ? Math.min(3, bench.rounds) : bench.rounds,
    );
    for (const [name, { wallMs, peakMb }] of Object.entries(medians)) {
      points.push({ products, name, seconds: wallMs / 1000, peakMb });
    }
  }
  return points;
}

/** What the sizes say about a million products. */
export function million(points: readonly Point[]): Result[] {
  const jobAt = (products: number): Point | undefined =>
    points.find((point) => point.name === 'job' && point.products === products);
  const [large, largest] = [jobAt(LARGE), jobAt(1_000_000)];
  if (large === undefined || largest === undefined) return [];
  const ratio = largest.seconds / large.seconds;
  return [
    below('1,000,000 products, nothing changed: peak memory', 400, 'MB', largest.peakMb),
    {
      work: '1,000,000 products, nothing changed',
      measured: `${ratio.toFixed(1)} times (${largest.seconds.toFixed(1)} s)`,
      goal: 'at most 8 times the time of 100,000',
      met: ratio <= 8,
    },
  ];
}
