import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { cacheFolder } from './project.mjs';

/** @typedef {{ path: string, major: number }} NodeBinary */

// The oldest that runs TypeScript by itself and that the packages accept; package.json's `engines` says the same.
const OLDEST = [24, 0];
const MAJOR = 24;

/** @param {string} version such as `v24.0.0` */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @returns {Promise<NodeBinary>} the running Node, or one of the project's own */
export async function ensureNode() {
  if (isRecentEnough(process.version)) {
    return { path: process.execPath, major: Number(process.versions.node.split('.')[0]) };
  }
  const home = join(cacheFolder, `node${MAJOR}`, `${process.platform}-${process.arch}`);
  const path = binaryIn(home) ?? (await withLock(join(cacheFolder, 'set-up.lock'), () => fetchInto(home)));
  return { path, major: MAJOR };
}

/** @param {string} home @returns {Promise<string>} path of the binary */
async function fetchInto(home) {
  const meanwhile = binaryIn(home);
  if (meanwhile) return meanwhile;

  console.error(`set-up: fetching Node ${MAJOR}, because this is Node ${process.version}`);
  const parent = join(home, '..');
  mkdirSync(parent, { recursive: true });
  for (const leftover of readdirSync(parent).filter((name) => name.includes('.unfinished'))) {
    rmSync(join(parent, leftover), { recursive: true, force: true });
  }
  const unfinished = `${home}.unfinished`;
  // The `node` package finds its binary in an install script, which npm may be told not to run.
  for (const spec of [`node@${MAJOR}`, `${platformPackage(process.platform, process.arch)}@${MAJOR}`]) {
    mkdirSync(unfinished, { recursive: true });
    const exitCode = await npm(process.execPath, [
      'install',
      '--prefix',
      unfinished,
      '--no-package-lock',
      spec,
    ]);
    const binary = binaryIn(unfinished);
    if (exitCode === 0 && binary && runs(binary)) {
      rmSync(home, { recursive: true, force: true });
      renameSync(unfinished, home);
      return /** @type {string} */ (binaryIn(home));
    }
    rmSync(unfinished, { recursive: true, force: true });
  }
  throw new Error(
    `Node ${OLDEST.join('.')} or later is needed, this is ${process.version}, and npm could not fetch Node ${MAJOR}. ` +
      'Check the network and `npm config get registry`, or install a newer Node, then run the same command again.',
  );
}

/** @param {string} home */
function binaryIn(home) {
  const packages = ['node', platformPackage(process.platform, process.arch)];
  return packages
    .map((name) => join(home, 'node_modules', name, 'bin', 'node'))
    .find((path) => existsSync(path));
}

/** The naming of the `node` package's own install script. @param {string} platform @param {string} arch */
export function platformPackage(platform, arch) {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${arch}`;
}

/** @param {string} binary */
function runs(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8' }).startsWith(`v${MAJOR}.`);
  } catch {
    return false;
  }
}
