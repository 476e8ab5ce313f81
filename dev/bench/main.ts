// What the job costs beside what users have today and beside the least that is possible. `npm run bench -- --help` says more.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../database.ts';
import { NAMES } from '../database/server.ts';
import { air } from './air.ts';
import { Bench } from './bench.ts';
import { changeToAccepted } from './change-to-accepted.ts';
import { mercadoLibre } from './mercado-libre.ts';
import { sales } from './sales/sales.ts';
import { uploads } from './uploads/uploads.ts';
import { shopify } from './shopify.ts';
import { table, writeIntoDocument } from './document.ts';
import { plot } from './plot.ts';
import { changeToWebhook, flash } from './flash.ts';
import { profile } from './profile.ts';
import { history } from './history.ts';
import type { Result } from './result.ts';
import { openShop } from './shop.ts';
import { million, sizes } from './sizes.ts';
import { databaseWork, firstLoad, latency, oneChanged, start, unchanged, webhooks } from './works.ts';

const HELP = `npm run bench -- [flags]

Measures the built job in whole processes, in turn with its peer and with the least that is possible, on a database of its own.
Writes the table into docs/benchmark.md and the plot to docs/benchmark.svg.

  --quick      a part of the table, 3 rounds, in under 2 minutes; prints it and writes nothing
  --channels   what a marketplace costs, and nothing else; prints it and writes nothing
  --sales      what the till's sales cost, with a RabbitMQ of its own, and nothing else, in 6 minutes; prints it and writes nothing
  --uploads    what uploads of spreadsheets cost, and nothing else, in some minutes; prints it and writes nothing
  --air        what the two speeds of Air cost, and nothing else, in some minutes; prints it and writes nothing
  --profile    leaves a CPU profile of one run without changes and says where the time went, nothing else
  --mysql, --mariadb   on this kind of server
`;

const PLOT = fileURLToPath(new URL('../../docs/benchmark.svg', import.meta.url));
const SIZES = [1000, 10_000, 100_000, 300_000, 1_000_000];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      channels: { type: 'boolean', default: false },
      sales: { type: 'boolean', default: false },
      uploads: { type: 'boolean', default: false },
      air: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      mysql: { type: 'boolean', default: false },
      mariadb: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (flags.help) {
    process.stdout.write(HELP);
    return 0;
  }
  await using scope = new AsyncDisposableStack();
  const want = flags.mysql ? 'mysql' : flags.mariadb ? 'mariadb' : 'any';
  const database = await openDatabase({ want, log: (line) => say(`database: ${line}`) });
  scope.defer(() => database.close());
  const shop = await openShop();
  scope.defer(() => shop.close());
  const bench = await Bench.open(database, shop, flags.quick ? 3 : 5, say, scope);
  if (bench.withoutPeer !== undefined) say(`bench: without the peer, because ${bench.withoutPeer}`);
  if (flags.profile) {
    process.stdout.write(`${await profile(bench)}\n`);
    return 0;
  }

  const results = flags.air
    ? await air(bench)
    : flags.uploads
      ? await uploads(bench)
      : flags.sales
        ? await sales(bench)
        : flags.channels
          ? [...(await shopify(bench)), ...(await mercadoLibre(bench)), ...(await changeToAccepted(bench))]
          : await works(bench, flags.quick);
  if (flags.quick || flags.channels || flags.sales || flags.uploads || flags.air) {
    process.stdout.write(`${table(results)}\n`);
    return 0;
  }
  const points = await sizes(bench, SIZES);
  results.push(...million(points));
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const conditions =
    `Whole processes from start to exit, in turn, medians of ${bench.rounds}, on ${NAMES[database.kind]} ${database.version}, ` +
    `Node ${process.versions.node}, ${availableParallelism()} cores and ${gigabytes} GB, ${new Date().toISOString().slice(0, 10)}. ` +
    'Database and stand-in share the machine with what is measured.';
  mkdirSync(fileURLToPath(new URL('.', `file://${PLOT}`)), { recursive: true });
  writeFileSync(PLOT, plot(points));
  await writeIntoDocument(results, conditions);
  process.stdout.write(`${table(results)}\n`);
  return 0;
}

async function works(bench: Bench, quick: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, work] of [
    ['start', () => start(bench)],
    ['first load', () => firstLoad(bench, !quick)],
    ['nothing changed', () => unchanged(bench)],
    ['1 % changed', () => oneChanged(bench, 100_000, 4)],
    ['1 % of 10,000 changed', () => oneChanged(bench, 10_000, 2)],
    ['flash', () => flash(bench, quick ? 100 : 1000)],
    ['change to webhook', () => changeToWebhook(bench)],
    ['history', () => history(bench, 10_000, 100)],
    ['history of 100,000', () => history(bench, 100_000, 1)],
    ['database work', () => databaseWork(bench)],
    ['latency', () => latency(bench)],
    ['webhooks', () => webhooks(bench)],
    ['Shopify', () => shopify(bench)],
    ['Mercado Libre', () => mercadoLibre(bench)],
    ['both marketplaces', () => changeToAccepted(bench)],
    ["the till's sales", () => sales(bench)],
    ['uploads', () => uploads(bench)],
    ['Air', () => air(bench)],
  ] as const) {
    if (
      quick &&
      [
        '1 % changed',
        'change to webhook',
        'history of 100,000',
        'latency',
        'Shopify',
        'Mercado Libre',
        'both marketplaces',
        "the till's sales",
        'uploads',
        'Air',
      ].includes(name)
    )
      continue;
    say(`${name}:`);
    await bench.empty();
    results.push(...(await work()));
  }
  return results;
}

process.exitCode = await main();
