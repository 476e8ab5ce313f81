// The main job on three days of a real supermarket: a real database, two simulators, and the built job as a process.
// Progress goes to stderr, the result to stdout. `npm run demo` prepares everything that this needs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database.ts';
import { type Database, NAMES } from '../database/server.ts';
import { SURVEY_DATES } from '../simulate/catalogue.ts';
import { bringInAir } from './air.ts';
import { airWordsIn } from './air-words.ts';
import { openSoldShop, type SoldDay } from './channels.ts';
import { deviationsOfSale, sellOut } from './flash.ts';
import { deviationsOfCounts, sellForAWhile } from './sales.ts';
import { countTable, soldTable, story, table, uploadTable } from './screen.ts';
import { type Day, type DayReport, deviations, threeDays } from './three-days.ts';
import { deviationsOfUploads, uploadCatalogues } from './uploads.ts';
import { uploadWordsIn } from './uploads-words.ts';
import { wordsIn } from './words.ts';
import { openWorld, type World } from './world.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
const SAME_KEYPRESS_MS = 500;
const LONG_AGO_MS = 1000 * 3_600_000;
const SALES_SECONDS = 60;
const AIR_ARTICLES = 4500;
/** Of the real ones: listing all of them takes longer than the minute. */
const SALES_PRODUCTS = 2_000;

const asJson = process.argv.includes('--json');
const language = process.argv.includes('--lang=es') ? 'es' : 'en';
const words = wordsIn(language);

const log = (line: string): void => void process.stderr.write(`demo: ${line}\n`);

async function main(signal: AbortSignal): Promise<number> {
  await using scope = new AsyncDisposableStack();
  const database = await openDatabase({ log });
  scope.defer(() => database.close());
  signal.throwIfAborted();
  const world = await openWorld(database, scope, { purpose: 'demo', signal });
  log(`${NAMES[database.kind]} ${database.version}, ${database.origin}, schema ${world.schema}`);

  if (process.argv.includes('--channels')) return await showChannels(world, database, scope);
  if (process.argv.includes('--sales')) return await showSales({ world, database, scope, signal });
  if (process.argv.includes('--uploads')) return await showUploads(world, scope, signal);
  if (process.argv.includes('--air')) return await showAir(world, database, scope);
  const days: Day[] = [];
  const sync = async (date: string, listed: number): Promise<DayReport> => {
    log(words.running(date, listed));
    return JSON.parse(await world.job('sync', '--json')) as DayReport;
  };
  // What is there from the start is no change.
  world.bitcram.clockAheadMs = -LONG_AGO_MS;
  for await (const day of threeDays({ ...world, sync })) days.push(day);

  if (asJson) process.stdout.write(`${JSON.stringify(days.map(fieldsOf))}\n`);
  else process.stdout.write(`\n${table(days, words)}\n\n${story(days, words)}\n`);
  const wrong = days.flatMap(deviations);
  if (!asJson) {
    world.bitcram.clockAheadMs = 0;
    const sale = await sellOut(world);
    process.stdout.write(`${words.flash(sale).join('\n')}\n`);
    wrong.push(...deviationsOfSale(sale));
  }
  for (const deviation of wrong) log(words.notAsExpected(deviation));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${words.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** The three days with customers in marketplaces. */
async function showChannels(world: World, database: Database, scope: AsyncDisposableStack): Promise<number> {
  const days: SoldDay[] = [];
  log(words.channels.running(SURVEY_DATES[0]));
  const shop = await openSoldShop(world, database, scope);
  for await (const day of shop.days()) {
    days.push(day);
    const next = SURVEY_DATES[days.length];
    if (next !== undefined) log(words.channels.running(next));
  }
  log(words.channels.editing);
  const edits = await shop.editByHand();
  if (asJson) process.stdout.write(`${JSON.stringify({ days, edits })}\n`);
  else {
    const story = [...words.channels.story(days), ...words.channels.edited(edits)];
    process.stdout.write(`\n${soldTable(days, words)}\n\n${story.join('\n')}\n`);
  }
  const wrong: { date: string; wrong: number }[] = days.filter((day) => day.wrong > 0);
  const isAsTyped = edits.wrongBefore === edits.edited && edits.corrected === edits.edited;
  if (!isAsTyped || edits.wrong > 0) wrong.push({ date: words.channels.afterwards, wrong: edits.wrong });
  for (const day of wrong) log(words.notAsExpected(words.channels.wrong(day.wrong, day.date)));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${words.channels.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** A till that sells, and RabbitMQ. */
async function showSales(demo: Omit<Parameters<typeof sellForAWhile>[0], 'words' | 'log'>): Promise<number> {
  const minute = await sellForAWhile(
    { ...demo, words: words.sales, log },
    { seconds: numberOf('--seconds') ?? SALES_SECONDS, products: numberOf('--products') ?? SALES_PRODUCTS },
  );
  const { counts } = minute;
  if (asJson) process.stdout.write(`${JSON.stringify(minute)}\n`);
  else {
    process.stdout.write(`\n${countTable(counts, words)}\n\n${words.sales.story(minute).join('\n')}\n`);
  }
  const wrong = deviationsOfCounts(counts, words.sales);
  for (const each of wrong) log(words.notAsExpected(each));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${words.sales.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** Spreadsheets that a supplier uploads. */
async function showUploads(world: World, scope: AsyncDisposableStack, signal: AbortSignal): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-uploads-'));
  scope.defer(() => rmSync(folder, { recursive: true, force: true }));
  const own = uploadWordsIn(language);
  const uploaded = await uploadCatalogues({ world, scope, signal, words: own, log, folder });
  if (asJson) process.stdout.write(`${JSON.stringify(uploaded)}\n`);
  else {
    const [error] = uploaded[3]?.errors ?? [];
    const told = { repriced: uploaded[2]?.updated ?? 0, firstError: `${error?.fila}: ${error?.error}` };
    process.stdout.write(`\n${uploadTable(uploaded, words, own)}\n\n${own.story(told).join('\n')}\n`);
  }
  const wrong = await deviationsOfUploads(uploaded);
  for (const each of wrong) log(words.notAsExpected(each));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${own.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** A second supplier, at its two speeds. */
async function showAir(world: World, database: Database, scope: AsyncDisposableStack): Promise<number> {
  const own = airWordsIn(language);
  const steps = await bringInAir({
    ...{ world, database, scope, words: own, log },
    articles: numberOf('--articles') ?? AIR_ARTICLES,
  });
  if (asJson) process.stdout.write(`${JSON.stringify(steps)}\n`);
  else process.stdout.write(`\n${steps.map((step) => own.told(step, own.steps[step.name])).join('\n')}\n`);
  const wrong = steps.filter((step) => step.wrong > 0);
  for (const step of wrong) log(words.notAsExpected(own.wrong(step.wrong, own.steps[step.name])));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${own.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** The tests' short form has flags of its own: `--seconds=5`. */
function numberOf(flag: string): number | undefined {
  const given = process.argv.find((arg) => arg.startsWith(`${flag}=`));
  return given === undefined ? undefined : Number(given.slice(flag.length + 1));
}

/** A day for a script: the run's report, and how many webhooks arrived. */
function fieldsOf({ date, report, notifiedIds }: Day): object {
  return { date, report, webhooks: notifiedIds.length };
}

/** The first signal stops the work and lets everything that was started be closed; a later one ends the process at once. */
function untilSignal(): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = 0;
  const stop = (name: keyof typeof EXIT_CODES): void => {
    // A terminal and the process above both pass the same Ctrl-C on.
    if (controller.signal.aborted && performance.now() - stoppedAt < SAME_KEYPRESS_MS) return;
    if (controller.signal.aborted) process.exit(EXIT_CODES[name]);
    stoppedAt = performance.now();
    process.exitCode = EXIT_CODES[name];
    log(words.stopping);
    controller.abort(new Error(`stopped by ${name}`));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return controller.signal;
}

const signal = untilSignal();
try {
  const exitCode = await main(signal);
  process.exitCode ??= exitCode;
} catch (error) {
  if (!signal.aborted) log(error instanceof Error ? error.message : String(error));
  process.exitCode ??= 1;
}
