import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Unavailable } from '../ways.ts';
import { type Browser, versionOf } from './probe.ts';

// The shell first: it starts faster, and calls nobody by itself.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** What names a browser wants that one, and no other in its stead. */
export class NotStarting extends Error {
  override name = 'NotStarting';
}

export async function findNamed(): Promise<Browser> {
  const path = process.env['TEST_CHROMIUM'];
  if (!path) throw new Unavailable('TEST_CHROMIUM is not set');
  const version = await versionOf(path).catch((error: Error) => {
    throw new NotStarting(`The browser that TEST_CHROMIUM names, ${path}, does not start: ${error.message}`, {
      cause: error,
    });
  });
  return { path, version, origin: `named by the environment, ${path}` };
}

export async function findInstalled(): Promise<Browser> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const failures: string[] = [];
  for (const path of paths.filter((path) => existsSync(path))) {
    try {
      return { path, version: await versionOf(path), origin: `installed, ${path}` };
    } catch (error) {
      failures.push(`${path} does not start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Unavailable(failures.join('; ') || `no ${NAMES.join(', ')} on the PATH`);
}
