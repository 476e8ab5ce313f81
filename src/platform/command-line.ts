import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program's name where it is installed: `bin` of package.json. */
export const PROGRAM = 'bitcram-inventory-sync';

const inRepository = existsSync(new URL('../../dev/setup.mjs', import.meta.url));

/** The folder of the repository, which prepares what it needs; undefined in an image, which has `dist/` alone. */
export const repository = inRepository
  ? fileURLToPath(new URL('../../', import.meta.url)).slice(0, -1)
  : undefined;

const isInstalled = basename(process.argv[1] ?? '') === PROGRAM;
const calledAs = isInstalled ? PROGRAM : inRepository ? 'npm run job --' : 'node dist/main.js';

/** A command of this program as a person can paste it, by the way in which the program was called. */
export function typed(command: string): string {
  return `\`${calledAs} ${command}\``;
}
