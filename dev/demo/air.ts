import { query } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { type AirSimulator, SIMULATED_PASSWORD, SIMULATED_USER, startAir } from '../simulate/air/air.ts';
import { type AirArticle, LOCATIONS, makeArticles, quantity } from '../simulate/air/articles.ts';
import type { Log } from '../ways.ts';
import type { AirStep, AirWords } from './air-words.ts';
import type { World } from './world.ts';

interface Demo {
  world: World;
  database: Database;
  scope: AsyncDisposableStack;
  words: AirWords;
  log: Log;
  articles: number;
}

const NEW = 25;
const DETAIL_MS = 5;
const REPRICED = 40;
const RENAMED = 30;

interface Said {
  fetched: number;
  updated: number;
  inserted: number;
}

/** Air's whole catalogue, then what a morning brings: prices and stock, names and new articles. */
export async function bringInAir(demo: Demo): Promise<AirStep[]> {
  const { world, scope, words, log } = demo;
  const air = await startAir({
    articles: makeArticles(demo.articles),
    detailLatencyMs: DETAIL_MS,
    noticesPercent: 5,
  });
  scope.defer(() => air.close());
  const env = {
    SOURCE: 'air',
    NOTIFY: 'off',
    URL_AIR: air.url,
    USER_AIR: SIMULATED_USER,
    PASSWORD_AIR: SIMULATED_PASSWORD,
  };
  const run = async (...mode: string[]): Promise<Said> =>
    JSON.parse(await world.jobWith(env, 'sync', ...mode, '--json')) as Said;
  const steps: AirStep[] = [];
  const step = async (name: AirStep['name'], work: () => Promise<Said[]>): Promise<void> => {
    log(words.steps[name]);
    air.forgetRequests();
    const startedMs = performance.now();
    const said = await work();
    const seconds = (performance.now() - startedMs) / 1000;
    const sum = (of: keyof Said): number => said.reduce((all, each) => all + each[of], 0);
    const details = air.requests.filter(({ operation }) => operation === 'get_meta').length;
    const counted = {
      read: sum('fetched'),
      written: sum('updated'),
      made: sum('inserted'),
      details,
      seconds,
    };
    const [runs] = JSON.parse(await world.jobWith(env, 'runs', '--json', '--limit', '1')) as [
      { pulse: string },
    ];
    steps.push({ name, ...counted, pulse: runs.pulse, wrong: await differing(demo, air) });
  };
  await step('first', async () => [await run()]);
  await step('quiet', async () => [await run('--mode', 'flash')]);
  air.articles = air.articles.map((article, index) =>
    index < REPRICED ? repriced(article, index) : article,
  );
  await step('prices', async () => [await run('--mode', 'flash')]);
  const renamed = air.articles.map((article, index) =>
    index < RENAMED ? { ...repriced(article, index + 1), descrip: `${article.descrip} (NUEVO)` } : article,
  );
  air.articles = [...renamed, ...makeArticles(demo.articles + NEW).slice(demo.articles)];
  await step('together', () => Promise.all([run('--mode', 'flash'), run('--mode', 'deep')]));
  return steps;
}

function repriced(article: AirArticle, by: number): AirArticle {
  return { ...article, precio: Number(article.precio) + 1 + by, cba: quantity('cba', by) };
}

/** How many of Air's articles the tables have not as they are there. */
async function differing({ world, database }: Demo, { articles }: AirSimulator): Promise<number> {
  const rows = await query(
    database,
    `SELECT i.codprov, i.cost + 0e0, JSON_UNQUOTE(JSON_EXTRACT(i.content, '$.product_name')),
            GROUP_CONCAT(l.available ORDER BY FIELD(l.location, 'S_CBA', 'S_BUE', 'S_LUG', 'S_ROS', 'S_MZA'))
       FROM ${world.schema}.air_item i JOIN ${world.schema}.air_item_location l ON l.id = i.id GROUP BY i.id`,
  );
  const known = new Map(rows.map(([code, ...rest]) => [String(code), rest.map(String).join(' ')]));
  return articles.filter((article) => {
    const units = LOCATIONS.map((location) => article[location]?.disponible ?? 0).join(',');
    return known.get(article.codigo) !== `${Number(article.precio)} ${article.descrip} ${units}`;
  }).length;
}
