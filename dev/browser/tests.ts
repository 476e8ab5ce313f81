import type { Log } from '../ways.ts';
import { findBrowser, NoBrowser } from '../browser.ts';
import { namesFiles, testFilesWith } from '../test-files.ts';

/** What opens pages says so by its imports. */
export const inBrowser = testFilesWith('test/support/browser.ts');

export const wantsBrowser = (args: string[]): boolean => namesFiles(args, inBrowser);

/** For test/support/browser.ts: the program, or why there is none. */
export async function browserVariables(log: Log): Promise<Record<string, string>> {
  try {
    const { path, version, origin } = await findBrowser(log);
    log(`Chromium ${version}, ${origin}`);
    return { TEST_CHROMIUM: path };
  } catch (error) {
    if (!(error instanceof NoBrowser)) throw error;
    return { TEST_NO_CHROMIUM: error.message };
  }
}
