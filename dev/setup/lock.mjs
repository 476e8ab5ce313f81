import { closeSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// The owner is alive while its lock's time moves. Process ids would not do: after a container's restart, or
// between two containers that share the folder, the same id is another process.
const BEAT_MS = 500;
const DEAD_AFTER_MS = 5_000;
const POLL_MS = 200;

/**
 * Does the work while no other process of this clone holds the lock. The lock of one that was killed is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {number} [deadAfterMs]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, deadAfterMs = DEAD_AFTER_MS) {
  mkdirSync(dirname(file), { recursive: true });
  await take(file, deadAfterMs);
  const beat = setInterval(() => touch(file), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

/** @param {string} file @param {number} deadAfterMs */
async function take(file, deadAfterMs) {
  let seen = '';
  let seenAt = performance.now();
  for (let attempt = 0; !create(file); attempt++) {
    if (attempt === 10) console.error('set-up: waiting for another set-up of this folder');
    await sleep(POLL_MS);
    const now = identity(file);
    if (now !== seen) {
      seen = now;
      seenAt = performance.now();
    } else if (performance.now() - seenAt > deadAfterMs) {
      takeAway(file, seen);
    }
  }
}

/** @param {string} file */
function create(file) {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {string} file */
function identity(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs}` : '';
}

/**
 * Several may wait on the same dead lock: what was renamed is checked, and put back if it is a successor's.
 * @param {string} file
 * @param {string} dead its identity
 */
function takeAway(file, dead) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (identity(aside) !== dead) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);
