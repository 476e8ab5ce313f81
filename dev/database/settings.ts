import type { Kind } from './server.ts';
import type { ServerProgram } from './program.ts';

// The data lives as long as the test run: nothing here needs to survive a crash.
const fastAndUnsafe = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=OFF',
  '--innodb-buffer-pool-size=256M',
  '--performance-schema=OFF',
  '--skip-log-bin',
  // Most tests make a schema of their own, and a file for each of its tables would be made, changed and removed.
  '--innodb-file-per-table=OFF',
];

// `loose` = versions that do not know the setting go on without it.
const byKind: Record<Kind, string[]> = {
  mysql: ['--loose-mysqlx=OFF', '--loose-innodb-redo-log-capacity=256M'],
  mariadb: ['--loose-innodb-log-file-size=96M'],
};

/** The same for the first initialisation and for the server. `--no-defaults` must come first. */
export function settingsOf({ kind, baseFolder, pluginFolder }: ServerProgram): string[] {
  return [
    '--no-defaults',
    `--basedir=${baseFolder}`,
    ...(pluginFolder === undefined ? [] : [`--plugin-dir=${pluginFolder}`]),
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    '--local-infile=ON',
    ...fastAndUnsafe,
    ...byKind[kind],
  ];
}
