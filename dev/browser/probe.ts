import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const START_TIMEOUT_MS = 30_000;

/** A Chromium that starts. */
export interface Browser {
  path: string;
  version: string;
  /** Where it comes from, for the person who reads the test's last lines. */
  origin: string;
}

/**
 * Throws what kept the program from telling its version: a missing library, or that it only stands in for a snap package that
 * is not there.
 */
export async function versionOf(path: string): Promise<string> {
  const { stdout } = await execute(path, ['--version'], { timeout: START_TIMEOUT_MS }).catch(
    (error: Error & { stderr?: string }) => {
      throw new Error((error.stderr?.trim() || error.message).replace(/\s*\n\s*/g, ' '), { cause: error });
    },
  );
  const version = /\b(?:Chromium|Chrome|HeadlessShell)\b.*?(\d+(?:\.\d+)+)/i.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`it calls itself "${stdout.trim()}", which is no Chromium`);
  return version;
}
