import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable, type Log } from '../ways.ts';
import type { ServerProgram } from './program.ts';
import { fits, kindOf, type OwnDatabase, type Wanted } from './server.ts';
import { startThrowaway } from './throwaway.ts';

const execute = promisify(execFile);

// A normal user's PATH often lacks them.
const SYSTEM_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/usr/local/libexec',
  '/usr/local/mysql/bin',
];

/** Starts a server program that is installed on this machine; a running one is left alone. */
export async function openInstalled(
  want: Wanted,
  log: Log,
  settings: readonly string[] = [],
): Promise<OwnDatabase> {
  const failures: string[] = [];
  for await (const program of installedPrograms()) {
    if (!fits(program.kind, want)) continue;
    log(`starting ${program.origin}`);
    try {
      return await startThrowaway(program, settings);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log(reason);
      failures.push(reason);
    }
  }
  const name = want === 'any' ? 'mysqld or mariadbd' : want === 'mysql' ? 'mysqld' : 'mariadbd';
  throw new Unavailable(failures.join('\n') || `no ${name} on the PATH or in the system's folders`);
}

async function* installedPrograms(): AsyncGenerator<ServerProgram> {
  const seen = new Set<string>();
  for (const folder of searchedFolders()) {
    for (const name of ['mysqld', 'mariadbd']) {
      const command = executable(join(folder, name));
      if (command === undefined || seen.has(command)) continue;
      seen.add(command);
      // The name does not tell: MariaDB also comes as `mysqld`.
      const version = await execute(command, ['--no-defaults', '--version']).catch(() => undefined);
      if (!version) continue;
      const baseFolder = dirname(dirname(command));
      yield {
        kind: kindOf(version.stdout),
        command,
        leadingArgs: [],
        baseFolder,
        origin: `installed ${command}`,
      };
    }
  }
}

function searchedFolders(): string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const optional = list('/opt').flatMap((name) =>
    ['bin', 'sbin', 'libexec'].map((folder) => join('/opt', name, folder)),
  );
  return [...path, ...SYSTEM_FOLDERS, ...optional];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function executable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
