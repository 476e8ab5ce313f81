import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { inherited, type Environment } from './environment.ts';
import { sleep } from './lifecycle.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** What worked for so long did not die of how it was started. */
const STEADY_MS = 60_000;

export interface Children {
  args: readonly string[];
  /** Beside what this process has. */
  env: Environment;
  count: number;
  /** Aborts when they are to end; they are given SIGTERM. */
  stop: AbortSignal;
  /** Aborts when whoever is left is killed. */
  cutOff: AbortSignal;
  onBegun(): void;
  /** One ended that was not to. */
  onDied(how: { code: number | null; signal: string | null; pauseMs: number }): void;
}

/** Keeps so many processes of this same program at work until they are to stop; resolves once all have ended. */
export async function keepChildren(children: Children): Promise<void> {
  await Promise.all(Array.from({ length: children.count }, () => keepOne(children)));
}

/** Runs this same program once, with this environment, to its end; rejects where that is not 0. It is killed when the signal aborts. */
export async function runChild(args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = start(args, {}, signal);
  const [code, by] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`${args[0]} ended with ${by ?? code}`);
}

/** As this process was started: what it prints goes where this one's goes, and nothing of it is an answer of this command. */
function start(args: readonly string[], env: Environment, signal?: AbortSignal): ChildProcess {
  return fork(process.argv[1] ?? '', [...args], {
    env: inherited(env),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  });
}

async function keepOne({ args, env, stop, cutOff, onBegun, onDied }: Children): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stop.aborted) {
    const beganMs = performance.now();
    const child = start(args, env);
    // Where it cannot even be started there is an error, and no exit.
    const ended = once(child, 'exit').catch(() => [null, null]) as Promise<[number | null, string | null]>;
    onBegun();
    const end = (): void => void child.kill('SIGTERM');
    const kill = (): void => void child.kill('SIGKILL');
    stop.addEventListener('abort', end, { once: true });
    cutOff.addEventListener('abort', kill, { once: true });
    const [code, signal] = await ended;
    stop.removeEventListener('abort', end);
    cutOff.removeEventListener('abort', kill);
    if (stop.aborted) return;
    if (performance.now() - beganMs >= STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    onDied({ code, signal, pauseMs });
    await sleep(pauseMs, stop).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
