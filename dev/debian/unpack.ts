import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '../setup/lock.mjs';
import { Unavailable, type Log } from '../ways.ts';
import { unpackPackage } from './apt.ts';
import type { AptSource } from './apt-sources.ts';

const execute = promisify(execFile);

interface Wanted {
  /** For the person who waits: what is fetched, and how much of it. */
  name: string;
  size: string;
  /** The first that the sources have is taken. */
  packages: string[];
  sources: AptSource[];
  /** What is of no use to it, as patterns below the folder. */
  bulk: string[];
  /** Packages that are left out, by the beginning of the name. */
  without?: RegExp;
  /** The last step, in the folder as it will be; what it throws leaves nothing behind. */
  finish?: (home: string) => void | Promise<void>;
}

/** Unpacks a package of Debian or its kin, with what it depends on, into a folder of the project's cache, without root, once. */
export async function unpackOnce(home: string, wanted: () => Wanted, log: Log): Promise<void> {
  if (existsSync(home)) return;
  await withLock(`${home}.lock`, async () => {
    if (!existsSync(home)) await fetchInto(home, wanted, log);
  });
}

async function fetchInto(home: string, wanted: () => Wanted, log: Log): Promise<void> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    await execute(tool, ['--version']).catch(() => {
      throw new Unavailable(`this machine has no ${tool}`);
    });
  }
  const { name, size, packages, sources, bulk, without, finish } = wanted();
  log(`fetching ${name} from the ${sources[0]?.suites[0]} packages into .cache (${size}, only once)`);

  const unfinished = `${home}.unfinished`;
  const target = join(unfinished, 'root');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  try {
    await unpackPackage(packages, { sources, workFolder: unfinished, target, ...(without && { without }) });
    for (const path of globSync(bulk, { cwd: target })) {
      rmSync(join(target, path), { recursive: true, force: true });
    }
    await finish?.(target);
    // In one step, so that an interruption leaves all of it or nothing.
    renameSync(target, home);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
