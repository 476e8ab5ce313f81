// The process between a test run and its server. It lives as long as the pipe on its stdin, which breaks however the
// run ends, kill -9 included; then it stops the server and removes the folder. Whatever comes through the pipe kills the server and
// starts it again. Its first argument is a Charge.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

export interface Command {
  command: string;
  args: string[];
  /** A file to read as stdin. */
  input?: string;
}

export interface Charge {
  /** Belongs to the server and goes with it. */
  folder: string;
  /** One after the other, the last being the server; the first that fails is the end. */
  commands: Command[];
  /** For what SIGTERM and SIGKILL leave behind. */
  afterwards?: Command;
}

const SHUTDOWN_MS = 10_000;

const charge = JSON.parse(process.argv[2] ?? '') as Charge;
const [server] = charge.commands.slice(-1);
let running: ChildProcess | undefined;
let isServing = false;
let stopping = false;
let isToRestart = false;

function execute({ command, args, input }: Command): Promise<boolean> {
  return new Promise((resolve) => {
    const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
    // stdout is the line to the test run: what the server prints belongs with its errors.
    running = spawn(command, args, { cwd: charge.folder, stdio: [stdin, 2, 2] });
    running.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    running.once('exit', (code) => resolve(code === 0));
  });
}

async function serve() {
  for (const command of charge.commands) {
    isServing = command === server;
    if (stopping || !(await execute(command))) break;
  }
  while (isToRestart && !stopping && server !== undefined) {
    isToRestart = false;
    await execute(server);
  }
  running = undefined;
  if (stopping) leave();
  else process.stdout.write('ended\n');
}

function stop() {
  if (stopping) return;
  stopping = true;
  if (!running) return leave();
  // A server that fills its data folder for the first time does not listen to SIGTERM.
  running.kill(isServing ? 'SIGTERM' : 'SIGKILL');
  setTimeout(() => running?.kill('SIGKILL'), SHUTDOWN_MS).unref();
}

/** Without a word, as a machine that loses its power. */
function restart() {
  if (!isServing || stopping) return;
  isToRestart = true;
  running?.kill('SIGKILL');
}

function leave() {
  if (charge.afterwards) spawnSync(charge.afterwards.command, charge.afterwards.args, { stdio: 'ignore' });
  rmSync(charge.folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit();
}

// Whoever would read this is gone; the server must be stopped all the same.
process.stdout.on('error', () => undefined);
process.stdin.on('error', stop).on('close', stop).on('data', restart);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
void serve();
