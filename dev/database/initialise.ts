import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './keeper.ts';
import type { ServerProgram } from './program.ts';

/** How a program fills its empty data folder; afterwards root@localhost has no password. */
export function initialise(
  program: ServerProgram,
  { settings, folder }: { settings: string[]; folder: string },
): Command {
  const { command, leadingArgs } = program;
  if (program.kind === 'mysql') {
    return { command, args: [...leadingArgs, ...settings, '--initialize-insecure'] };
  }
  const input = join(folder, 'bootstrap.sql');
  writeFileSync(input, bootstrapSql(program.baseFolder));
  return { command, args: [...leadingArgs, ...settings, '--bootstrap'], input };
}

/**
 * What MariaDB's own mariadb-install-db feeds to its server. That script finds programs by their installed paths,
 * which an unpacked server does not have.
 */
function bootstrapSql(baseFolder: string): string {
  const folders = ['share/mysql', 'share/mariadb', 'share'].map((name) => join(baseFolder, name));
  const script = (name: RegExp) => {
    for (const folder of folders.filter((candidate) => existsSync(candidate))) {
      const file = readdirSync(folder).find((entry) => name.test(entry));
      if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
    }
    throw new Error(`MariaDB's set-up scripts are not in ${folders.join(', ')}`);
  };
  return [
    'CREATE DATABASE mysql;',
    'USE mysql;',
    'SET @auth_root_socket = NULL;',
    script(/^(mysql|mariadb)_system_tables\.sql$/),
    script(/^(mysql|mariadb)_system_tables_data\.sql$/),
    // Accounts without a password that the init file does not know of.
    `DELETE FROM global_priv WHERE host <> 'localhost' OR user = '';`,
    '',
  ].join('\n');
}
