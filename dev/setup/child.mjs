import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { projectFolder } from './project.mjs';

const SAME_KEYPRESS_MS = 500;
const ORPHAN_POLL_MS = 500;

const parent = process.ppid;
const isUnderNpm = process.env['npm_lifecycle_event'] !== undefined;

/**
 * Runs a program to its end, in the project's folder. SIGINT and SIGTERM are passed on and waited for.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<{ exitCode: number, interrupted: boolean }>} exitCode is 128 + the signal's number if one ended it
 */
export async function run(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(command, args, { cwd: projectFolder, env, stdio });
  let interrupted = false;
  let passedOnAt = -Infinity;

  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    interrupted = true;
    // A terminal gives Ctrl-C to the child as well, and npm repeats it: twice would mean "at once" to the job.
    if (signal === 'SIGINT' && hasTerminal()) return;
    if (performance.now() - passedOnAt < SAME_KEYPRESS_MS) return;
    passedOnAt = performance.now();
    child.kill(signal);
  };
  process.on('SIGINT', passOn);
  process.on('SIGTERM', passOn);
  // npm gives a SIGTERM to its shell only, which ends and leaves the program behind.
  const orphanWatch = setInterval(() => {
    if (isUnderNpm && process.ppid !== parent) passOn('SIGTERM');
  }, ORPHAN_POLL_MS);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)));
      child.once('close', (code, signal) => {
        resolve({ exitCode: signal ? 128 + constants.signals[signal] : (code ?? 1), interrupted });
      });
    });
  } finally {
    clearInterval(orphanWatch);
    process.off('SIGINT', passOn);
    process.off('SIGTERM', passOn);
  }
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
