import { globSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDebian, releaseSources, suiteSources } from '../debian/release.ts';
import { unpackOnce } from '../debian/unpack.ts';
import { cacheFolder } from '../setup/project.mjs';
import { Unavailable, type Log } from '../ways.ts';
import type { ServerProgram } from './program.ts';
import { NAMES, type OwnDatabase, type Kind, type Wanted } from './server.ts';
import { startThrowaway } from './throwaway.ts';

// The plain name where a release has it; releases of Ubuntu carry the version in it.
const PACKAGES: Record<Kind, string[]> = {
  mysql: ['mysql-server-core', 'mysql-server-core-8.4', 'mysql-server-core-8.0'],
  mariadb: ['mariadb-server-core', 'mariadb-server-core-10.6'],
};

/** Starts a server from the packages of Debian or its kin, unpacked into the project's cache, without root. */
export async function openUnpacked(
  want: Wanted,
  log: Log,
  settings: readonly string[] = [],
): Promise<OwnDatabase> {
  const failures: string[] = [];
  // MySQL first: it is what production runs.
  for (const kind of want === 'any' ? (['mysql', 'mariadb'] as const) : [want]) {
    try {
      const home = join(cacheFolder, kind);
      await unpackOnce(home, () => packagesOf(kind), log);
      const program = programIn(home, kind);
      log(`starting ${program.origin}`);
      return await startThrowaway(program, settings);
    } catch (error) {
      failures.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  throw new Unavailable(failures.join('\n'));
}

/** Debian's stable releases carry no MySQL, sid does; other releases of the family carry both. */
function packagesOf(kind: Kind) {
  return {
    name: NAMES[kind],
    size: 'up to 80 MB',
    packages: PACKAGES[kind],
    sources: kind === 'mysql' && isDebian ? suiteSources('sid') : releaseSources(),
    bulk: ['usr/share/{doc,man,locale}'],
  };
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
