import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Charge } from './keeper.ts';

export interface Kept {
  /** The server is no more, or never came to be. */
  hasEnded(): boolean;
  /** The last lines of what it said. */
  lastWords(): string;
  /** Kills the server and starts it again, in its folder; it takes a while until it is there. */
  restart(): void;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

const LAST_LINES = 12;
const program = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** Starts a server under a keeper, so that it ends with this process, however this process ends. */
export function keep(charge: Charge): Kept {
  const logFile = join(charge.folder, 'log');
  const log = openSync(logFile, 'a');
  const keeper = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, JSON.stringify(charge)],
    // A group of its own: Ctrl-C in the terminal must not reach the server before the tests are through with it.
    { detached: true, stdio: ['pipe', 'pipe', log] },
    // Node's pipes are sockets; its types know that for no log file beside them.
  ) as ChildProcessByStdio<Socket, Socket, null>;
  closeSync(log);
  let ended = false;
  const gone = once(keeper, 'exit').finally(() => (ended = true));
  gone.catch(() => undefined);
  keeper.stdout.once('data', () => (ended = true));
  keeper.stdin.on('error', () => undefined);

  // A program that forgets to close its database still comes to its end, and its server with it.
  for (const handle of [keeper, keeper.stdin, keeper.stdout]) handle.unref();

  return {
    hasEnded: () => ended,
    lastWords: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n'),
    restart: () => void keeper.stdin.write('again'),
    stop: async () => {
      keeper.ref();
      keeper.stdin.end();
      await gone;
    },
  };
}
