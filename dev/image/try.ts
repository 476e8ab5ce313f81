import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BitcramSimulator, SIMULATED_TOKEN, startBitcram } from '../simulate/bitcram.ts';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { SIMULATED_SECRET, startPublications } from '../simulate/publications.ts';
import { projectFolder } from '../setup/project.mjs';
import type { Ended, Start } from './builder.ts';

const EXIT_CONFIGURATION = 78;
const EXIT_SIGTERM = 143;
/** Cloud Run kills 10 s after its SIGTERM. */
const END_WITHIN_MS = 8000;
const NOTED_AFTER_MS = 1000;
/** Above the base image. Polars' library is 115 MB of it. */
const LARGEST_BYTES = 150e6;

/** Nothing is wrong where it is empty. */
type Finding = [what: string, wrong: string];

const ENTRIES = 'LICENSE, dist, node_modules, package.json, sql';

/** Done by a shell in the image, as its user and in its folder. */
const looks: [what: string, command: string][] = [
  ['a user that is not root', 'test "$(id -u)" -ne 0'],
  ['a read-only file system', '! touch file && ! touch /tmp/file'],
  [
    "nothing that is the user's to change",
    'found=$(find . ! -type l ! -user root -o ! -type l -perm /022) && (test -z "$found" || ! echo "$found")',
  ],
  [`nothing but ${ENTRIES}`, `test "$(ls -m)" = "${ENTRIES}"`],
  [
    `at most ${LARGEST_BYTES / 1e6} MB above the base image; bytes:`,
    `size=$(du -sb . | cut -f 1) && echo "$size" && test "$size" -le ${LARGEST_BYTES}`,
  ],
];

/** What the image does where there is no service at all. */
export async function tryAlone(start: Start): Promise<Finding[]> {
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const findings: Finding[] = [];
  for (const [what, command] of looks) {
    const look = await start(['-c', command], {}, 'sh').ended;
    findings.push([`${what} ${look.stdout.trim()}`.trim(), unless(look.exitCode === 0, look)]);
  }
  const help = await start(['--help']).ended;
  const named = await start(['--version']).ended;
  const bare = await start([]).ended;
  const refuses = bare.exitCode === EXIT_CONFIGURATION && bare.stderr.includes('"command":"sync"');
  return [
    ...findings,
    ['--help', unless(help.stdout.includes('Usage:'), help)],
    [`--version is ${version}`, unless(named.stdout.trim() === version, named)],
    ['started bare it is `sync`, which refuses an empty environment (78)', unless(refuses, bare)],
  ];
}

/** Whole runs against simulators. `database`: the job's variables for a schema of its own. */
export async function tryWhole(start: Start, database: Record<string, string>): Promise<Finding[]> {
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
  const migrated = await start(['migrate'], env).ended;
  const first = await start(['sync', '--json'], env).ended;
  const second = await start(['sync', '--json'], { ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }).ended;
  // A cache file of another Node, path or user would be asked for in vain.
  const uncached = second.stderr.match(/code cache for .* was not initialized/g) ?? [];
  const cached = second.stderr.match(/code cache for .* was accepted/g) ?? [];
  // The one place that can be written to. The page's program and style are no modules: they could be left behind.
  const page = await start(['report', '--out', '/dev/shm/report.html'], env).ended;
  const loads = tells(first, { exit_code: 0, inserted: products, delivered: products });
  const rests = tells(second, { exit_code: 0, unchanged: products, owed: 0 });
  return [
    ['migrate', unless(migrated.exitCode === 0, migrated)],
    [`a first sync loads ${products} products and sends a webhook for each`, unless(loads, first)],
    ['a second one finds nothing to do', unless(rests, { ...second, stderr: '' })],
    [
      `and compiles nothing again (${cached.length} files from the cache)`,
      cached.length > 0 ? uncached.join('; ') : 'no cache',
    ],
    ['report writes the page', unless(page.exitCode === 0, page)],
    await trySignal(start, env, bitcram),
  ];
}

/** SIGTERM in the middle of a run that would wait for minutes. */
async function trySignal(
  start: Start,
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
  const run = start(['sync'], env);
  const early = await Promise.race([reading, run.ended]);
  // An engine takes signals only once it has noted down that its container runs.
  await setTimeout(NOTED_AFTER_MS);
  const startedMs = performance.now();
  if (early === undefined) run.signal('SIGTERM');
  const ended = await run.ended;
  // podman sometimes loses the exit code of a container that a signal ends.
  const isInOrder = ended.stderr.includes(`"exit_code":${EXIT_SIGTERM}`);
  const isInTime = performance.now() - startedMs < END_WITHIN_MS;
  return ['SIGTERM reaches the job, which ends in order (143)', unless(isInOrder && isInTime, ended)];
}

function tells({ stdout }: Ended, expected: Record<string, number>): boolean {
  const told = JSON.parse(stdout || '{}') as Record<string, unknown>;
  return Object.entries(expected).every(([name, value]) => told[name] === value);
}

function unless(isWell: boolean, { exitCode, stdout, stderr }: Ended): string {
  return isWell ? '' : `exit code ${exitCode}: ${(stderr || stdout).trim().split('\n').at(-1) ?? ''}`;
}
