// The main job on three days of a real supermarket: a real database, two simulators, and the built job as a process.
// Progress goes to stderr, the result to stdout. `npm run demo` prepares everything that this needs.
import { openDatabase } from '../database.ts';
import { type Database, NAMES } from '../database/server.ts';
import { SURVEY_DATES } from '../simulate/catalogue.ts';
import { type SoldDay, soldDays } from './channels.ts';
import { deviationsOfSale, sellOut } from './flash.ts';
import { soldTable, story, table } from './screen.ts';
import { type Day, type DayReport, deviations, threeDays } from './three-days.ts';
import { wordsIn } from './words.ts';
import { openWorld, type World } from './world.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
const SAME_KEYPRESS_MS = 500;
const LONG_AGO_MS = 1000 * 3_600_000;

const asJson = process.argv.includes('--json');
const words = wordsIn(process.argv.includes('--lang=es') ? 'es' : 'en');

const log = (line: string): void => void process.stderr.write(`demo: ${line}\n`);

async function main(signal: AbortSignal): Promise<number> {
  await using scope = new AsyncDisposableStack();
  const database = await openDatabase({ log });
  scope.defer(() => database.close());
  signal.throwIfAborted();
  const world = await openWorld(database, scope, { purpose: 'demo', signal });
  log(`${NAMES[database.kind]} ${database.version}, ${database.origin}, schema ${world.schema}`);

  if (process.argv.includes('--channels')) return await showChannels(world, database, scope);
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
  for await (const day of soldDays(world, database, scope)) {
    days.push(day);
    const next = SURVEY_DATES[days.length];
    if (next !== undefined) log(words.channels.running(next));
  }
  if (asJson) process.stdout.write(`${JSON.stringify(days)}\n`);
  else process.stdout.write(`\n${soldTable(days, words)}\n\n${words.channels.story(days).join('\n')}\n`);
  const wrong = days.filter((day) => day.wrong > 0);
  for (const day of wrong) log(words.notAsExpected(words.channels.wrong(day.wrong, day.date)));
  if (wrong.length === 0 && !asJson) process.stdout.write(`${words.channels.asExpected}\n`);
  return wrong.length === 0 ? 0 : 1;
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
