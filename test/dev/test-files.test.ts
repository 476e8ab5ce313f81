import { expect, test } from 'vitest';
import { testFilesWith } from '../../dev/test-files.ts';

test('a test file is known by what it imports, and by what that imports in turn', () => {
  const found = testFilesWith('test/support/database.ts');
  expect(found).toContain('test/faults/lock.test.ts');
  expect(found).toContain('test/sync/load.test.ts');
  expect(found).not.toContain('test/platform/text.test.ts');
});
