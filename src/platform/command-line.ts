import { existsSync } from 'node:fs';
import { basename } from 'node:path';

/** The program's name where it is installed: `bin` of package.json. */
const PROGRAM = 'bitcram-inventory-sync';

/** Whether it lies in the repository, which prepares what it needs; an image has `dist/` alone. */
export const inRepository = existsSync(new URL('../../dev/setup.mjs', import.meta.url));

const isInstalled = basename(process.argv[1] ?? '') === PROGRAM;
const calledAs = isInstalled ? PROGRAM : inRepository ? 'npm run job --' : 'node dist/main.js';

/** A command of this program as a person can paste it, by the way in which the program was called. */
export function typed(command: string): string {
  return `\`${calledAs} ${command}\``;
}
