import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';

export interface Command {
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** One whole process, from its start to its exit. */
export interface Measure {
  wallMs: number;
  /** User and system time; NaN where the system does not tell. */
  cpuMs: number;
  peakMb: number;
  /** The last line of stdout, where it is a JSON object. */
  said: Readonly<Record<string, unknown>>;
}

/** Runs a program with this environment and nothing else; throws with its last words unless it ends as expected. */
export async function measure(command: Command, expectedExit = 0): Promise<Measure> {
  const cpuBefore = childrenCpuMs();
  const startedMs = performance.now();
  const child = spawn(command.file, [...command.args], {
    env: { PATH: process.env['PATH'] ?? '', ...command.env },
    // A developer's own .env, which may name a real database, lies elsewhere and is not read.
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('exit', resolve),
  );
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const exitCode = await ended;
  const wallMs = performance.now() - startedMs;
  const [stdout, stderr] = await output;
  if (exitCode !== expectedExit) {
    throw new Error(
      `${command.file} ${command.args.join(' ')} ended with ${exitCode}: ${stderr.slice(-2000)}`,
    );
  }
  const said = lastObject(stdout);
  return {
    wallMs,
    cpuMs: childrenCpuMs() - cpuBefore,
    peakMb: Number(said['peak_rss_mb'] ?? said['rss_mb']),
    said,
  };
}

function lastObject(stdout: string): Record<string, unknown> {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
}

const TICK_MS = 10;

/** Processor time of the children that have ended: fields 16 and 17 of proc_pid_stat(5), in ticks. */
function childrenCpuMs(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
  } catch {
    return NaN;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? NaN)) / 2;
}
