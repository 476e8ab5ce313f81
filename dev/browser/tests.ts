import type { Log } from '../ways.ts';
import { findBrowser, NoBrowser } from '../browser.ts';
import { testFiles, testFilesWith } from '../test-files.ts';

/** What opens pages says so by its imports. */
export const inBrowser = testFilesWith('test/support/browser.ts');

/**
 * False where the arguments for vitest name test files, and none of these: a browser may have to be fetched first. What cannot
 * be told (`--bail 1`, `./test/a.test.ts:12`) is no reason to go without.
 */
export function wantsBrowser(args: string[]): boolean {
  const isOption = (arg = '') => arg.startsWith('-') && !arg.includes('=');
  const names = args.filter((arg, at) => !arg.startsWith('-') && !isOption(args[at - 1]));
  const isIn = (files: string[]) => (name: string) => files.some((file) => file.includes(name));
  return names.length === 0 || names.some(isIn(inBrowser)) || !names.every(isIn(testFiles));
}

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
