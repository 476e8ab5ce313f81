import { type AirSimulator, SIMULATED_PASSWORD, SIMULATED_USER, startAir } from '../simulate/air/air.ts';
import { type AirArticle, makeArticles } from '../simulate/air/articles.ts';
import type { Bench } from './bench.ts';
import { measure } from './measure.ts';
import { below, faster, type Result, seconds, within } from './result.ts';

const PRODUCTS = 10_000;
const ONE_IN = 100;
const ROUNDS = 15;
const DETAIL_MS = 50;
const AT_ONCE = 8;
const SCHEMA = 'bitcram_bench_air';
const BITCRAM_ROW = "Bitcram's 10,000 products, 1 % changed";

/** A second supplier, at its two speeds, beside a run of Bitcram of the same size. */
export async function air(bench: Bench): Promise<Result[]> {
  const simulator = await startAir();
  await bench.sql(`CREATE DATABASE IF NOT EXISTS ${SCHEMA} CHARACTER SET utf8mb4`);
  try {
    const rounds = Math.min(ROUNDS, bench.rounds * 3);
    const env = environmentOf(simulator);
    const job = (...args: string[]) => bench.run.job(args, env);
    await measure(job('migrate'));
    simulator.articles = makeArticles(PRODUCTS);
    const results = [await firstDeep(simulator, () => measure(job('sync', '--json')))].flat();
    await bench.stock(PRODUCTS);
    results.push(...(await atEachSpeed(bench, simulator, rounds, job)));
    results.push(await besidePeer(bench, simulator, job));
    return results;
  } finally {
    await simulator.close();
    await bench.sql(`DROP DATABASE IF EXISTS ${SCHEMA}`);
  }
}

const environmentOf = ({ url }: AirSimulator) => ({
  SOURCE: 'air',
  NAME_DB: SCHEMA,
  NOTIFY: 'off',
  URL_AIR: url,
  USER_AIR: SIMULATED_USER,
  PASSWORD_AIR: SIMULATED_PASSWORD,
});

/** The first time: a call for each article, which is what takes the time. */
async function firstDeep(simulator: AirSimulator, run: () => ReturnType<typeof measure>): Promise<Result[]> {
  simulator.detailLatencyMs = DETAIL_MS;
  const { wallMs, peakMb } = await run();
  simulator.detailLatencyMs = 0;
  const waitedMs = (PRODUCTS * DETAIL_MS) / AT_ONCE;
  const work = `Air, 10,000 products, first deep run, ${DETAIL_MS} ms a get_meta, ${AT_ONCE} at once`;
  return [
    {
      work,
      measured: `${(wallMs / waitedMs).toFixed(2)} times (${seconds(wallMs)} against ${seconds(waitedMs)})`,
      goal: 'at most 1.15 times the waiting time of the calls',
      met: wallMs <= 1.15 * waitedMs,
    },
    below(`${work}: peak memory`, 150, 'MB', peakMb),
  ];
}

async function atEachSpeed(
  bench: Bench,
  simulator: AirSimulator,
  rounds: number,
  job: (...args: string[]) => ReturnType<Bench['run']['job']>,
): Promise<Result[]> {
  const flash = job('sync', '--mode', 'flash', '--json');
  const { bitcram, air: some } = await bench.alternate(
    { bitcram: bench.run.job(['sync', '--json']), air: flash },
    async (round) => {
      await bench.shop.serve(PRODUCTS, round % 2 === 0 ? 1 : 0);
      await reprice(simulator, round, (index) => index % ONE_IN === 0);
    },
    rounds,
  );
  const { air: all } = await bench.alternate(
    { air: flash },
    (round) => reprice(simulator, round, () => true),
    rounds,
  );
  simulator.forgetRequests();
  const { air: quiet } = await bench.alternate({ air: job('sync', '--json') }, undefined, rounds);
  if (bitcram === undefined || some === undefined || all === undefined || quiet === undefined)
    throw new Error('nothing was measured');
  const details = simulator.requests.filter(({ operation }) => operation === 'get_meta').length;
  const { updated } = some.said as { updated: number };
  return [
    within('Air, flash of 10,000 products, 1 % changed', 1.2, BITCRAM_ROW, some, bitcram),
    below('Air, flash of 10,000 products, 1 % changed: peak memory', 120, 'MB', some.peakMb),
    {
      work: 'Air, flash of 10,000 products, 1 % changed: rows written',
      measured: `${updated} of ${PRODUCTS / ONE_IN} that changed`,
      goal: 'as many as changed',
      met: updated === PRODUCTS / ONE_IN,
    },
    within('Air, flash of 10,000 products, every price changed', 2, 'the same with 1 %', all, some),
    within('Air, deep run of 10,000 products, nothing changed', 2, 'a flash with 1 % changed', quiet, some),
    {
      work: 'Air, deep run of 10,000 products, nothing changed: calls of get_meta',
      measured: String(details),
      goal: '0',
      met: details === 0,
    },
  ];
}

/** One write for each product, as it was done at first. */
async function besidePeer(
  bench: Bench,
  simulator: AirSimulator,
  job: (...args: string[]) => ReturnType<Bench['run']['job']>,
): Promise<Result> {
  const work = 'Air, flash of 10,000 products, 1 % changed, beside a write for each product';
  const flash = job('sync', '--mode', 'flash', '--json');
  const hasPeer = bench.withoutPeer === undefined;
  if (hasPeer) {
    await bench.sql(`DROP TABLE IF EXISTS ${SCHEMA}.peer_item`);
    await bench.sql(
      `CREATE TABLE ${SCHEMA}.peer_item (code VARCHAR(64) COLLATE utf8mb4_bin PRIMARY KEY, cost DOUBLE, list_price DOUBLE, stock INT)`,
    );
    await bench.sql(
      `INSERT INTO ${SCHEMA}.peer_item SELECT codprov, cost, list_price, stock FROM ${SCHEMA}.air_item`,
    );
  }
  const { job: own, peer } = await bench.alternate(
    {
      job: flash,
      ...(hasPeer ? { peer: bench.run.python('peer_air.py', SCHEMA, environmentOf(simulator)) } : {}),
    },
    (round) => reprice(simulator, round, (index) => index % ONE_IN === 0),
    Math.min(3, bench.rounds),
  );
  if (own === undefined) throw new Error('nothing was measured');
  return faster(work, 10, peer, own);
}

/** Some prices rise a little in one round, and fall back in the next. */
async function reprice(
  simulator: AirSimulator,
  round: number,
  isOne: (index: number) => boolean,
): Promise<void> {
  const factor = round % 2 === 0 ? 1.25 : 0.8;
  simulator.articles = simulator.articles.map((article, index): AirArticle => {
    if (!isOne(index)) return article;
    return { ...article, precio: Math.round(Number(article.precio) * factor * 10_000) / 10_000 };
  });
  await askOnce(simulator);
}

/** The texts of its pages are made as they are first asked for, which is no work of the job's: Bitcram's are there before each round. */
async function askOnce({ url }: AirSimulator): Promise<void> {
  const ask = async (query: string, token?: string): Promise<unknown> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/?${query}`, { headers })).json();
  };
  const logIn = new URLSearchParams({ q: 'login', user: SIMULATED_USER, pass: SIMULATED_PASSWORD });
  const { token } = (await ask(logIn.toString())) as { token: string };
  for (let page = 0, items = -1; items !== 0; page += 1) {
    items = ((await ask(`q=syp&page=${page}`, token)) as unknown[]).length;
  }
}
