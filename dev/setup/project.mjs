import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that set-up fetches, and may fetch again: safe to delete while nothing runs. */
export const cacheFolder = join(projectFolder, '.cache');
