import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BitcramSimulator, SIMULATED_TOKEN, startBitcram } from '../simulate/bitcram.ts';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { SIMULATED_SECRET, startPublications } from '../simulate/publications.ts';
import type { Engine } from './container.ts';
import type { Finding } from './inspect.ts';

const EXIT_CONFIGURATION = 78;
const EXIT_SIGTERM = 143;
/** Cloud Run kills 10 s after its SIGTERM. */
const END_WITHIN_MS = 8000;

/** What the image does where there is no service at all. */
export async function tryAlone(engine: Engine, version: string): Promise<Finding[]> {
  const help = await engine.start(['--help']).ended;
  const named = await engine.start(['--version']).ended;
  const bare = await engine.start([]).ended;
  return [
    { what: '--help', wrong: help.stdout.includes('Usage:') ? [] : [help.stderr] },
    {
      what: `--version is ${version}`,
      wrong: named.stdout.trim() === version ? [] : [named.stdout + named.stderr],
    },
    {
      what: 'started bare it is `sync`, which refuses an empty environment (78)',
      wrong: unless(bare.exitCode === EXIT_CONFIGURATION && bare.stderr.includes('"command":"sync"'), bare),
    },
  ];
}

/** Whole runs against simulators. `database`: the job's variables for a schema of its own. */
export async function tryWhole(engine: Engine, database: Record<string, string>): Promise<Finding[]> {
  await using scope = new AsyncDisposableStack();
  const bitcram = await startBitcram();
  scope.defer(() => bitcram.close());
  const publications = await startPublications();
  scope.defer(() => publications.close());
  const { priceList, stock } = await realCatalogue(SURVEY_DATES[0]);
  bitcram.setCatalogue(priceList);
  bitcram.setStock(stock);
  const env = {
    ...database,
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
    URL_PUBLICATIONS: publications.url,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
  };
  const products = priceList.length;
  const migrated = await engine.start(['migrate'], env).ended;
  const first = await engine.start(['sync', '--json'], env).ended;
  const second = await engine.start(['sync', '--json'], { ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }).ended;
  // A cache file of another Node, path or user would be asked for in vain.
  const uncached = second.stderr.match(/code cache for .* was not initialized/g) ?? [];
  const cached = second.stderr.match(/code cache for .* was accepted/g) ?? [];
  return [
    { what: 'migrate', wrong: unless(migrated.exitCode === 0, migrated) },
    {
      what: `a first sync loads ${products} products and tells of them`,
      wrong: unless(tells(first.stdout, { exit_code: 0, inserted: products, delivered: products }), first),
    },
    {
      what: 'a second one finds nothing to do',
      wrong: unless(tells(second.stdout, { exit_code: 0, unchanged: products, owed: 0 }), {
        ...second,
        stderr: '',
      }),
    },
    {
      what: `a whole sync compiles nothing again (${cached.length} files from the compile cache)`,
      wrong: cached.length === 0 ? ['no compile cache was used'] : uncached,
    },
    await tryReport(engine, env),
    await trySignal(engine, env, bitcram),
  ];
}

/** The page's program and style are no modules of the job: they could be left behind. */
async function tryReport(engine: Engine, env: Record<string, string>): Promise<Finding> {
  const page = join(tmpdir(), `report-${randomBytes(4).toString('hex')}.html`);
  try {
    const ended = await engine.start(['report', '--out', page], env).ended;
    return { what: 'report writes the page', wrong: unless(ended.exitCode === 0, ended) };
  } finally {
    rmSync(page, { force: true });
  }
}

/** SIGTERM in the middle of a run that would wait for minutes. */
async function trySignal(
  engine: Engine,
  env: Record<string, string>,
  bitcram: BitcramSimulator,
): Promise<Finding> {
  let asked: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => (asked = resolve));
  bitcram.intercept(async () => {
    asked();
    await setTimeout(END_WITHIN_MS * 2, undefined, { ref: false });
    return undefined;
  });
  const job = engine.start(['sync'], env);
  await Promise.race([reading, job.ended]);
  const startedMs = performance.now();
  job.signal('SIGTERM');
  const ended = await job.ended;
  const tookMs = performance.now() - startedMs;
  const isInTime = ended.exitCode === EXIT_SIGTERM && tookMs < END_WITHIN_MS;
  return { what: 'SIGTERM reaches the job, which ends in order (143)', wrong: unless(isInTime, ended) };
}

function tells(report: string, expected: Record<string, number>): boolean {
  const told = JSON.parse(report || '{}') as Record<string, unknown>;
  return Object.entries(expected).every(([name, value]) => told[name] === value);
}

function unless(
  isWell: boolean,
  { exitCode, stdout, stderr }: { exitCode: number | null; stdout: string; stderr: string },
) {
  return isWell ? [] : [`exit code ${exitCode}: ${(stderr || stdout).trim().split('\n').at(-1) ?? ''}`];
}
