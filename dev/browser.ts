// A Chromium for the tests of pages, found or unpacked.
// As a command:  node dev/browser.ts  prints what tests that are run by hand want in their environment.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findInstalled, findNamed, NotStarting } from './browser/installed.ts';
import type { Browser } from './browser/probe.ts';
import { findUnpacked } from './browser/unpacked.ts';
import type { Log } from './ways.ts';

const ways: [name: string, find: (log: Log) => Promise<Browser>][] = [
  ['named by the environment', findNamed],
  ['installed here', findInstalled],
  ['Debian packages', findUnpacked],
];

/** No way led to a browser. The message is one line that says what came of each. */
export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

/** The first way that this machine offers. */
export async function findBrowser(log: Log): Promise<Browser> {
  const outcomes: string[] = [];
  for (const [name, find] of ways) {
    try {
      return await find(log);
    } catch (error) {
      if (error instanceof NotStarting) throw error;
      const reason = error instanceof Error ? error.message.trim().replace(/\s*\n\s*/g, ' ') : String(error);
      outcomes.push(`${name}: ${reason}`);
    }
  }
  throw new NoBrowser(
    `${outcomes.join('; ')}; install the package chromium, or name a program with TEST_CHROMIUM`,
  );
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { path, version, origin } = await findBrowser((line) => console.error(`browser: ${line}`));
    console.error(`browser: Chromium ${version}, ${origin}`);
    console.log(`TEST_CHROMIUM=${path}`);
  } catch (error) {
    console.error(`browser: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 69;
  }
}
