import { type Bench, type Medians, writeRows } from './bench.ts';
import { JOB_SCHEMA } from './contenders.ts';
import { measure } from './measure.ts';
import { below, faster, type Result, seconds, within } from './result.ts';

/** Products of a large shop. */
export const LARGE = 100_000;
export const SILENT = { NOTIFY: 'off' };

export async function unchanged(bench: Bench): Promise<Result[]> {
  const work = '100,000 products, nothing changed';
  await bench.stock(LARGE);
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
  await bench.stock(products);
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

/** The peer takes most of the time of this one. */
export async function firstLoad(bench: Bench, withPeer: boolean): Promise<Result[]> {
  const work = '100,000 products, first load, NOTIFY=off';
  await bench.shop.serve(LARGE);
  const rows = writeRows(LARGE);
  try {
    const { job, peer, bare } = await bench.alternate(
      {
        bare: bench.run.bareLoad(rows.file),
        job: bench.run.job(['sync', '--json'], SILENT),
        ...(withPeer && bench.withoutPeer === undefined ? { peer: bench.run.peer({ notify: false }) } : {}),
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

/** Pages that take their time: several on their way at once must show. */
export async function latency(bench: Bench): Promise<Result[]> {
  await bench.stock(10_000);
  await bench.shop.settings({ apiLatencyMs: 100 });
  const { one, four } = await bench.alternate(
    {
      one: bench.run.job(['sync', '--json'], { ...SILENT, FETCH_CONCURRENCY: '1' }),
      four: bench.run.job(['sync', '--json'], { ...SILENT, FETCH_CONCURRENCY: '4' }),
    },
    undefined,
    Math.min(3, bench.rounds),
  );
  await bench.shop.settings({});
  if (one === undefined || four === undefined) throw new Error('nothing was measured');
  const ratio = one.wallMs / four.wallMs;
  return [
    {
      work: '10,000 products, 100 ms a page: 4 pages at once against 1',
      measured: `${ratio.toFixed(1)} times faster (${seconds(four.wallMs)} against ${seconds(one.wallMs)})`,
      goal: 'it must show',
      met: ratio > 1.5,
    },
  ];
}

const WEBHOOKS = 10_000;
const AT_ONCE = 100;

export async function webhooks(bench: Bench): Promise<Result[]> {
  const work = `${WEBHOOKS.toLocaleString('en-US')} webhooks pending, receiver answering in 5 ms, ${AT_ONCE} at once`;
  await bench.stock(WEBHOOKS);
  await bench.shop.settings({ webhookLatencyMs: 5 });
  await bench.shop.traffic();
  const rates: number[] = [];
  let most = 0;
  for (let round = 0; round < bench.rounds; round += 1) {
    await bench.sql(
      `INSERT INTO ${JOB_SCHEMA}.channel_outbox (subject_id, \`key\`, owed_at)
       SELECT id, CONCAT('bench-', id), UTC_TIMESTAMP(3) FROM ${JOB_SCHEMA}.raw_item_data`,
    );
    const { said } = await measure(
      bench.run.job(['notify', '--json'], { NOTIFY_CONCURRENCY: String(AT_ONCE) }),
    );
    const phases = said['phases_ms'] as { webhooks: number };
    rates.push((WEBHOOKS / phases.webhooks) * 1000);
    const traffic = await bench.shop.traffic();
    if (traffic.webhooks !== WEBHOOKS || traffic.repeatedWebhooks > 0) {
      throw new Error(`${traffic.webhooks} webhooks arrived, ${traffic.repeatedWebhooks} of them twice`);
    }
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
  await bench.stock(products);
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
