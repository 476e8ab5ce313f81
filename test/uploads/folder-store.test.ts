import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError, UnavailableError } from '../../src/platform/errors.ts';
import { openFolderStore } from '../../src/uploads/store/folder.ts';
import { storeContract } from '../support/uploads/store-contract.ts';
import { saidBy } from '../support/words.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const held = (): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));
async function* bytes(text: string): AsyncGenerator<Buffer, void> {
  yield Buffer.from(text);
}
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a folder', () => {
  storeContract(async () => ({
    store: await openFolderStore(folder),
    held: () => Promise.resolve(held()),
    close: () => Promise.resolve(),
  }));
});

test('a folder is made where there is none, and keeps its name whoever opens it, at once too', async () => {
  const path = join(folder, 'a', 'b');
  const stores = await Promise.all(Array.from({ length: 8 }, () => openFolderStore(path)));
  const [uuid] = new Set(stores.map((store) => store.uuid));
  expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
  expect(stores.map((store) => store.uuid)).toEqual(stores.map(() => uuid));
  expect((await openFolderStore(path)).uuid).toBe(uuid);
  expect((await openFolderStore(join(folder, 'c'))).uuid).not.toBe(uuid);
  expect(readdirSync(path)).toEqual(['.store']);
});

test('files are readable by their owner alone', async () => {
  const store = await openFolderStore(join(folder, 'own'));
  await store.put('key', bytes('x'), never);
  const modeOf = (path: string): number => statSync(path).mode & 0o777;
  expect([modeOf(join(folder, 'own')), modeOf(join(folder, 'own', 'key'))]).toEqual([0o700, 0o600]);
});

test('no key leads out of the folder', async () => {
  const store = await openFolderStore(join(folder, 'in'));
  for (const key of [
    '../out',
    '..',
    '.',
    '',
    '/etc/passwd',
    'a/b',
    'a\\b',
    '.store',
    'a\0b',
    'x'.repeat(300),
  ]) {
    await expect(store.put(key, bytes('x'), never), key).rejects.toThrow('no key');
    await expect(store.open(key), key).rejects.toThrow('no key');
    await expect(failure(Promise.resolve().then(() => store.delete(key))), key).resolves.toBeInstanceOf(
      Error,
    );
  }
  expect(readdirSync(folder)).toEqual(['in']);
  expect(readdirSync(join(folder, 'in'))).toEqual(['.store']);
});

test('what a killed process left half stored is listed, once it is old enough, and can be deleted', async () => {
  const store = await openFolderStore(folder);
  await writeFile(join(folder, 'half.part'), 'half');
  utimesSync(join(folder, 'half.part'), new Date(0), new Date(0));
  await writeFile(join(folder, 'new.part'), 'half');
  const keys: string[] = [];
  for await (const key of store.list(new Date(Date.now() - 3_600_000))) keys.push(key);
  expect(keys).toEqual(['half.part']);
  await store.delete('half.part');
  expect(held()).toEqual(['new.part']);
});

test('a folder that was deleted, or is another one now, is found and takes nothing', async () => {
  const path = join(folder, 'mounted');
  const store = await openFolderStore(path);
  rmSync(path, { recursive: true });
  expect(saidBy(await failure(store.check()))).toContain(`${path} is not the folder any more`);
  expect(await failure(store.put('key', bytes('x'), never))).toBeInstanceOf(UnavailableError);
  await mkdir(path);
  expect(await failure(store.check())).toBeInstanceOf(UnavailableError);
  expect(readdirSync(path)).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder that nobody may write to is said with what to do',
  async () => {
    const store = await openFolderStore(folder);
    chmodSync(folder, 0o500);
    try {
      expect(await failure(store.check())).toBeInstanceOf(ConfigurationError);
      const refused = saidBy(await failure(openFolderStore(join(folder, 'below'))));
      expect(refused).toMatch(/cannot be used: EACCES.*UPLOAD_STORE/);
    } finally {
      chmodSync(folder, 0o700);
    }
  },
);

test('a path that is a file is said with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  const refused = await failure(openFolderStore(join(folder, 'file', 'below')));
  expect(refused).toBeInstanceOf(ConfigurationError);
  expect(saidBy(refused)).toMatch(/cannot be used: ENOTDIR.*UPLOAD_STORE/);
});
