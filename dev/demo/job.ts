import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { productArgs } from '../setup/tasks.mjs';

/** A developer's own .env, which may name a real database, lies elsewhere and is not read. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Runs the built job as `npm start` does and gives its stdout; throws with its last words where it fails. */
export async function runJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  return startJob(args, env, signal).ended;
}

/** Starts it, for a command that works until it is stopped; `ended` is as above. */
export function startJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): { ended: Promise<string>; stop(): void } {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...productArgs, ...args], {
    cwd: FOLDER,
    env: { PATH: process.env['PATH'] ?? '', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C in a terminal reaches a whole group, and twice would mean "at once" to the job: it is told below.
    detached: true,
  });
  const stop = (): void => void child.kill('SIGTERM');
  const kill = (): boolean => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  process.on('exit', kill);
  const closed = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const ended = Promise.all([text(child.stdout), text(child.stderr), closed])
    .then(([stdout, stderr, exitCode]) => {
      signal.throwIfAborted();
      if (exitCode === 0) return stdout;
      throw new Error(`${args[0]} ended with exit code ${exitCode}: ${lastMessage(stderr)}`);
    })
    .finally(() => {
      signal.removeEventListener('abort', stop);
      process.off('exit', kill);
    });
  return { ended, stop };
}

/** The last error of a log, or its last line where it is no log. */
function lastMessage(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const error = lines.findLast((line) => line.includes('"severity":"ERROR"') && !line.includes('"event"'));
  if (error === undefined) return lines.at(-1) ?? '';
  return (JSON.parse(error) as { message: string }).message;
}
