// The last lines of .ci/run: what failed, where whoever has only the end of the output sees it, and then the numbers.
// Arguments: exit code and summary file of the tests, the same of the checks, and the exit code of the image.
import { existsSync, readFileSync } from 'node:fs';
import { total } from './tally.mjs';

const [testExitCode, testSummary = '', checkExitCode, checkSummary = '', imageExitCode] =
  process.argv.slice(2);

/**
 * What a runner wrote; undefined where it did not come to that.
 * @template T
 * @param {string} file
 * @returns {T | undefined}
 */
function read(file) {
  return existsSync(file) ? /** @type {T} */ (JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

const { passed, failed, failures } = total(
  { exitCode: Number(testExitCode), summary: read(testSummary) },
  { exitCode: Number(checkExitCode), summary: read(checkSummary) },
  Number(imageExitCode),
);
for (const line of failures) console.log(`failed ${line}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
