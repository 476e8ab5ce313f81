import { existsSync } from 'node:fs';

const inRepository = existsSync(new URL('../../dev/setup.mjs', import.meta.url));

/** A command of this program as a person can paste it: in the repository, which prepares what it needs, and in an image, which has `dist/` alone. */
export function typed(command: string): string {
  return `\`${inRepository ? 'npm run job --' : 'node dist/main.js'} ${command}\``;
}
