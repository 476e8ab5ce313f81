import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failures, tallyTests, total } from '../../dev/setup/tally.mjs';

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [
    { name: '/r/a.test.ts', status: 'passed', assertionResults: [{ fullName: 'a', status: 'passed' }] },
  ],
};
const checks = { exitCode: 0, summary: [{ name: 'types', ok: true }] };

test('a clean run has no failures', () => {
  expect(tallyTests(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

test('a file that does not load is a failure, though none of its tests ran', () => {
  const broken = { name: '/r/b.test.ts', status: 'failed', assertionResults: [] };
  expect(tallyTests({ ...report, testResults: [broken, broken] }, 1).failed).toBe(2);
});

test('a bad exit is a failure, though every test passed or no report was written', () => {
  expect(tallyTests(report, 1).failed).toBe(1);
  expect(tallyTests(undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a part without a summary is a failure, whatever its exit code says', () => {
  expect(total({ exitCode: 0, summary: undefined }, checks, 69)).toMatchObject({
    passed: 1,
    failed: 1,
  });
  expect(total({ exitCode: 0, summary: { databases: [], unavailable: [] } }, checks, 69).failed).toBe(1);
});

test('the total adds every database and every check', () => {
  const on = (kind: string) => ({
    kind,
    version: '1',
    origin: '',
    exitCode: 0,
    passed: 5,
    failed: 0,
    skipped: 0,
    failures: [],
  });
  const summary = { databases: [on('mysql'), on('mariadb')], unavailable: [] };
  expect(total({ exitCode: 0, summary }, checks, 0)).toEqual({ passed: 12, failed: 0, failures: [] });
  expect(total({ exitCode: 0, summary }, checks, 1)).toMatchObject({ passed: 11, failed: 1 });
});

test('an image that nothing here could build is neither passed nor failed', () => {
  const summary = { databases: [], unavailable: [] };
  const withoutImage = total({ exitCode: 0, summary }, checks, 69);
  expect(withoutImage).toMatchObject({ passed: 1, failed: 1 });
});

test('what failed is named, a line each, with the first line of its reason', () => {
  const file = (name: string) => join(process.cwd(), 'test', name);
  const wrong = { fullName: 'stock > falls', status: 'failed', failureMessages: ['Error: 3 of 4\n    at x'] };
  const testResults = [
    {
      name: file('a.test.ts'),
      status: 'failed',
      assertionResults: [wrong, { fullName: 'b', status: 'passed' }],
    },
    {
      name: file('c.test.ts'),
      status: 'failed',
      message: '\u001B[31mno such module\u001B[39m',
      assertionResults: [],
    },
  ];
  const lines = failures({ ...report, testResults });
  expect(lines).toEqual(['test/a.test.ts > stock > falls: Error: 3 of 4', 'test/c.test.ts: no such module']);
  const result = { kind: 'mysql', version: '1', origin: '', exitCode: 1, passed: 1, failed: 2, skipped: 0 };
  const summary = { databases: [{ ...result, failures: lines }], unavailable: [] };
  const lint = { exitCode: 1, summary: [{ name: 'lint', ok: false }] };
  expect(total({ exitCode: 1, summary }, lint, 70).failures).toEqual([
    ...lines.map((line) => `on mysql: ${line}`),
    'check: lint',
    'image: exit code 70',
  ]);
});
