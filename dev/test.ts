// The tests, once on each database that is asked for: TEST_DATABASE = any (default) | mysql | mariadb | both.
// Arguments go to vitest. TEST_SUMMARY_FILE names a file for the numbers.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserVariables, inBrowser, wantsBrowser } from './browser/tests.ts';
import { openDatabase } from './database.ts';
import { NoDatabase, type Database, type Wanted } from './database/server.ts';
import { testVariablesFor } from './database/variables.ts';
import { rabbitmqForTests } from './rabbitmq/tests.ts';
import { buildIfStale } from './setup/build.mjs';
import { run } from './setup/child.mjs';
import {
  failures,
  tallyTests,
  type DatabaseResult,
  type TestSummary,
  type VitestReport,
} from './setup/tally.mjs';
import { testFiles, testFilesWith } from './test-files.ts';
import type { Log } from './ways.ts';

const log: Log = (line) => console.error(`test: ${line}`);

// With two servers, these run on the first only: what makes no schema, and what asks no other statements of one than the tests
// that remain.
const databaseTests = new Set(testFilesWith('test/support/database.ts'));
const ON_ANY_DATABASE = [
  ...testFiles.filter((file) => !databaseTests.has(file)),
  ...inBrowser,
  'test/{dev,google}/**',
  'test/faults/{hostile-answers,network,receiver,secrets,signals}.test.ts',
  'test/job/{alert,alert-configuration,alert-delivery,bitcram-failures,broken-answers,cloud-logging,demo,demo-stop}.test.ts',
  'test/job/{empty-answers,exit-codes,init,output,paging,reader,reader-tables,targets,terminal,wrong-usage}.test.ts',
].map((path) => `--exclude=${path}`);

const NOTHING: Record<string, string> = {};

const CHOICES: Record<string, Wanted[]> = {
  any: ['any'],
  mysql: ['mysql'],
  mariadb: ['mariadb'],
  both: ['mysql', 'mariadb'],
};

async function main(args: string[]): Promise<number> {
  const choice = process.env['TEST_DATABASE'] || 'any';
  const wanted = CHOICES[choice];
  if (!wanted) {
    log(`TEST_DATABASE=${choice} is none of ${Object.keys(CHOICES).join(', ')}`);
    return 64;
  }
  const summary: TestSummary = { databases: [], unavailable: [] };
  // Beside the first database: each may have to be fetched.
  const others = Promise.all([
    wantsBrowser(args) ? browserVariables(log) : NOTHING,
    rabbitmqForTests(args, log),
    buildIfStale(),
  ]);
  others.catch(() => undefined);
  for (const want of wanted) {
    const database = await openDatabase({ want, log }).catch((error: unknown) => {
      if (wanted.length === 1 || !(error instanceof NoDatabase)) throw error;
      summary.unavailable.push({ kind: want, reason: error.ways.join('; ').replace(/\s*\n\s*/g, ' ') });
      return undefined;
    });
    if (!database) continue;
    try {
      const repeated = summary.databases.length > 0 ? ON_ANY_DATABASE : [];
      const [browser, rabbitmq] = await others;
      const more = { ...browser, ...rabbitmq.variables };
      const { result, interrupted } = await testOn(database, [...args, ...repeated], more);
      if (interrupted) return result.exitCode || 130;
      summary.databases.push(result);
    } finally {
      await database.close();
    }
  }
  const [browser, rabbitmq] = await others;
  await rabbitmq.close();
  for (const [kind, reason] of [
    ['Chromium', browser['TEST_NO_CHROMIUM']],
    ['RabbitMQ', rabbitmq.variables['TEST_NO_RABBITMQ']],
  ] as const) {
    if (reason !== undefined) summary.unavailable.push({ kind, reason });
  }
  report(summary);
  const passed = summary.databases.length > 0 && summary.databases.every(({ exitCode }) => exitCode === 0);
  return passed ? 0 : 1;
}

async function testOn(
  database: Database,
  args: string[],
  more: Record<string, string>,
): Promise<{ result: DatabaseResult; interrupted: boolean }> {
  const { kind, version, origin } = database;
  log(`${kind} ${version}, ${origin}`);
  const folder = mkdtempSync(join(tmpdir(), 'vitest-report-'));
  try {
    const file = join(folder, 'report.json');
    const reporters = ['--reporter=json', `--outputFile.json=${file}`];
    if (!args.some((arg) => arg.startsWith('--reporter'))) reporters.unshift('--reporter=default');
    const env = { ...process.env, ...testVariablesFor(database), ...more };
    const { exitCode, interrupted } = await run('vitest', ['run', ...reporters, ...args], { env });
    const numbers = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
    const tally = tallyTests(numbers, exitCode);
    return {
      result: { kind, version, origin, exitCode, ...tally, failures: failures(numbers) },
      interrupted,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(summary: TestSummary) {
  for (const { kind, version, origin, passed, failed, skipped } of summary.databases) {
    log(`${passed} passed, ${failed} failed, ${skipped} skipped on ${kind} ${version} (${origin})`);
  }
  for (const { kind, reason } of summary.unavailable) {
    log(`not tested with ${kind}, which was not found (${reason})`);
  }
  const file = process.env['TEST_SUMMARY_FILE'];
  if (file) writeFileSync(file, JSON.stringify(summary));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
