import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} TestResult
 * @typedef {{ status: string, name: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {object} VitestReport what vitest's JSON reporter writes, as far as it is read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {FileResult[]} testResults
 *
 * @typedef {Tally & { kind: string, version: string, origin: string, exitCode: number, failures: string[] }} DatabaseResult
 * @typedef {{ databases: DatabaseResult[], unavailable: { kind: string, reason: string }[] }} TestSummary
 * @typedef {{ name: string, ok: boolean }[]} CheckSummary
 */

/**
 * A test run in numbers. What failed outside any test (a file that does not load, an error after the last test, a
 * crash before the report) counts as a failure too: numbers must not look better than the exit code.
 * @param {VitestReport | undefined} report
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyTests(report, exitCode) {
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: exitCode !== 0 ? Math.max(failed, 1) : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/**
 * What failed, a line each: the file, the test, and the first line of the reason. A file that does not load is named too.
 * @param {VitestReport | undefined} report
 * @returns {string[]}
 */
export function failures(report) {
  return (report?.testResults ?? []).flatMap(({ status, name, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [oneLine(file, message)] : [];
    return tests.map(({ fullName, failureMessages }) =>
      oneLine(`${file} > ${fullName}`, failureMessages?.[0]),
    );
  });
}

/** @param {string} what @param {string} [reason] */
function oneLine(what, reason = '') {
  const [first = ''] = stripVTControlCharacters(reason).trim().split('\n');
  return first ? `${what}: ${first}` : what;
}

/** Of `npm run image`: nothing here builds images, which is neither passed nor failed. */
const IMAGE_UNAVAILABLE = 69;

/**
 * Tests, checks and image together; a part that left no summary, or ended badly without naming a failure, is one failure.
 * @param {{ exitCode: number, summary: TestSummary | undefined }} tests
 * @param {{ exitCode: number, summary: CheckSummary | undefined }} checks
 * @param {number} imageExitCode
 */
export function total(tests, checks, imageExitCode) {
  const parts = [
    countPart(
      tests.exitCode,
      tests.summary?.databases.reduce((sum, { passed }) => sum + passed, 0),
      tests.summary?.databases.reduce((sum, { failed }) => sum + failed, 0),
    ),
    countPart(
      checks.exitCode,
      checks.summary?.filter(({ ok }) => ok).length,
      checks.summary?.filter(({ ok }) => !ok).length,
    ),
    ...(imageExitCode === IMAGE_UNAVAILABLE ? [] : [countPart(imageExitCode, imageExitCode === 0 ? 1 : 0)]),
  ];
  return {
    passed: parts.reduce((sum, { passed }) => sum + passed, 0),
    failed: parts.reduce((sum, { failed }) => sum + failed, 0),
    failures: [
      ...(tests.summary?.databases ?? []).flatMap(({ kind, failures: lines }) =>
        lines.map((line) => `on ${kind}: ${line}`),
      ),
      ...(checks.summary ?? []).filter(({ ok }) => !ok).map(({ name }) => `check: ${name}`),
      ...(imageExitCode === 0 || imageExitCode === IMAGE_UNAVAILABLE
        ? []
        : [`image: exit code ${imageExitCode}`]),
    ],
  };
}

/** @param {number} exitCode @param {number} [passed] @param {number} [failed] */
function countPart(exitCode, passed = 0, failed = 0) {
  const isWell = exitCode === 0 && passed > 0;
  return { passed, failed: isWell ? failed : Math.max(failed, 1) };
}
