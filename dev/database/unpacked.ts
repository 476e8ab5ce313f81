import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLock } from '../setup/lock.mjs';
import { machineSources, unpackPackage } from './apt.ts';
import { ofRelease, otherSuite, type AptSource } from './apt-sources.ts';
import type { ServerProgram } from './program.ts';
import { NAMES, Unavailable, type Database, type Kind, type Log, type Wanted } from './server.ts';
import { startThrowaway } from './throwaway.ts';

const execute = promisify(execFile);
const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));

// The plain name where a release has it; releases of Ubuntu carry the version in it.
const PACKAGES: Record<Kind, string[]> = {
  mysql: ['mysql-server-core', 'mysql-server-core-8.4', 'mysql-server-core-8.0'],
  mariadb: ['mariadb-server-core', 'mariadb-server-core-10.6'],
};

/** Starts a server from the packages of Debian or its kin, unpacked into the project's cache, without root. */
export async function openUnpacked(want: Wanted, log: Log): Promise<Database> {
  const failures: string[] = [];
  // MySQL first: it is what production runs.
  for (const kind of want === 'any' ? (['mysql', 'mariadb'] as const) : [want]) {
    try {
      const home = join(cacheFolder, kind);
      if (!existsSync(home)) {
        await withLock(`${home}.lock`, async () => {
          if (!existsSync(home)) await fetchInto(home, kind, log);
        });
      }
      const program = programIn(home, kind);
      log(`starting ${program.origin}`);
      return await startThrowaway(program);
    } catch (error) {
      failures.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  throw new Unavailable(failures.join('\n'));
}

async function fetchInto(home: string, kind: Kind, log: Log): Promise<void> {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    await execute(tool, ['--version']).catch(() => {
      throw new Unavailable(`this machine has no ${tool}`);
    });
  }
  const sources = sourcesFor(kind);
  log(
    `fetching ${NAMES[kind]} from the ${sources[0]?.suites[0]} packages into .cache (up to 80 MB, only once)`,
  );

  const unfinished = `${home}.unfinished`;
  const target = join(unfinished, 'root');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  try {
    await unpackPackage(PACKAGES[kind], { sources, workFolder: unfinished, target });
    for (const bulk of ['doc', 'man', 'locale']) {
      rmSync(join(target, 'usr', 'share', bulk), { recursive: true, force: true });
    }
    // In one step, so that an interruption leaves all of it or nothing.
    renameSync(target, home);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Debian's stable releases carry no MySQL, sid does; other releases of the family carry both. */
function sourcesFor(kind: Kind): AptSource[] {
  const release = osRelease();
  const codename = release.get('UBUNTU_CODENAME') ?? release.get('VERSION_CODENAME') ?? 'sid';
  const sources = machineSources();
  const sid =
    kind === 'mysql' && release.get('ID') === 'debian' ? otherSuite(sources, codename, 'sid') : undefined;
  const chosen = sid ? [sid] : ofRelease(sources, codename);
  if (!chosen.length) throw new Unavailable(`apt's sources name no mirror of ${codename}`);
  return chosen;
}

function osRelease(): Map<string, string> {
  const file = '/etc/os-release';
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^([A-Z_]+)="?([^"]*)"?$/.exec(line) ?? [];
      return key !== undefined && value !== undefined ? [[key, value] as const] : [];
    }),
  );
}

/** Through the packages' own loader and libraries: this machine's libc may be older than the server's. */
function programIn(home: string, kind: Kind): ServerProgram {
  const find = (...patterns: string[]) => globSync(patterns, { cwd: home }).map((path) => join(home, path));
  const [loader] = find('{usr/lib,lib}/*-linux-*/ld-linux*.so.*', '{usr/,}lib*/ld-linux*.so.*');
  const [server] = find(kind === 'mysql' ? 'usr/sbin/mysqld' : 'usr/sbin/{mariadbd,mysqld}');
  if (loader === undefined || server === undefined) {
    throw new Unavailable(`${home} is incomplete: delete it, and it will be fetched again`);
  }
  const libraries = find('{usr/,}lib/*-linux-*').filter((folder) => readdirSync(folder).length > 0);
  const [pluginFolder] = find('usr/lib/mysql/plugin');
  return {
    kind,
    command: loader,
    leadingArgs: ['--library-path', libraries.join(':'), server],
    baseFolder: dirname(dirname(server)),
    ...(pluginFolder === undefined ? {} : { pluginFolder }),
    origin: `unpacked ${join('.cache', kind)}`,
  };
}
