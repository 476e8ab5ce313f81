import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { productArgs } from '../../dev/setup/tasks.mjs';
import { onTerminal, type TerminalResult, type Typed } from '../../dev/terminal.ts';

/** A developer's own .env, which may name a real database, lies elsewhere and is not read. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

export interface JobResult {
  /** Null where a signal ended the process. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** The JSON objects of stderr, in order. */
  log: Record<string, unknown>[];
  /** The last log line, where it is a report. */
  report: JobReport;
}

export interface JobReport {
  event: string;
  status: string;
  exit_code: number;
  reason: string | null;
  fetched: number;
  unchanged: number;
  inserted: number;
  updated: number;
  duplicates: number;
  quarantined: number;
  unknown: number;
  missing: number;
  removed: number;
  negative: number;
  owed: number;
  delivered: number;
  pending: number;
  dead: number;
  duration_ms: number;
  peak_rss_mb: number;
  phases_ms: Record<string, number>;
  [more: string]: unknown;
}

export interface StartedJob {
  process: ChildProcess;
  done: Promise<JobResult>;
}

/** Starts the built job as its image does, with this environment and little of the test's own. */
export function startJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder = FOLDER,
  program: readonly string[] = productArgs,
): StartedJob {
  return startJobWith(args, { ...ownEnvironment(), ...env }, folder, program);
}

/** With the project named, Google's clients do not run `gcloud` to find one. */
function ownEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', GOOGLE_CLOUD_PROJECT: 'test-project' };
}

/** The built job as a person starts it. */
export function jobOnTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder = FOLDER,
  typed: readonly Typed[] = [],
  columns?: number,
): Promise<TerminalResult> {
  const command = [process.execPath, ...productArgs, ...args];
  return onTerminal(command, folder, { ...ownEnvironment(), ...env }, { typed, columns });
}

/** With this environment and nothing else. */
export function startJobWith(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder = FOLDER,
  program: readonly string[] = productArgs,
): StartedJob {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const done = Promise.all([text(child.stdout), text(child.stderr), ended]).then(([stdout, stderr, end]) => {
    const log = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { ...end, stdout, stderr, log, report: (log.at(-1) ?? {}) as unknown as JobReport };
  });
  return { process: child, done };
}

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The job from its sources, with the test's own source, whose ids are texts, among those that SOURCE may name. */
export function runTextualJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<JobResult> {
  const program = ['--import', fileOf('textual/register.mjs'), fileOf('../../src/main.ts')];
  // The job would keep what is compiled of its sources beside them.
  const own = { NODE_COMPILE_CACHE: fileOf('../../.cache/compiled'), ...env };
  return startJob(args, own, FOLDER, program).done;
}

export function runJob(args: readonly string[], env: Readonly<Record<string, string>>): Promise<JobResult> {
  return startJob(args, env).done;
}
