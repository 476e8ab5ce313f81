import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from './digest.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { cacheFolder, projectFolder } from './project.mjs';

// Inside node_modules, so that whoever deletes or replaces the packages deletes the claim about them too.
const stampFile = join(projectFolder, 'node_modules', '.set-up');

/** @param {import('./node.mjs').NodeBinary} node */
export async function ensurePackages(node) {
  const wanted = stampOf(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8'), node.major);
  if (installed() === wanted) return;
  await withLock(join(cacheFolder, 'set-up.lock'), async () => {
    if (installed() === wanted) return;
    console.error('set-up: npm ci');
    // NODE_ENV=production would leave out what tests and checks need.
    const exitCode = await npm(node.path, ['ci', '--include=dev', '--include=optional']);
    if (exitCode !== 0) {
      throw new Error(
        `npm ci failed (exit code ${exitCode}), its reason is above. ` +
          'Check the network and `npm config get registry`, then run the same command again.',
      );
    }
    writeFileSync(stampFile, wanted);
  });
}

/** Native packages differ by platform, and some of them by Node. @param {string} lockfile @param {number} nodeMajor */
export function stampOf(lockfile, nodeMajor) {
  return digest([lockfile, `node${nodeMajor}`, process.platform, process.arch]);
}

function installed() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}
