import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NoSuchObjectError, type ObjectStore } from '../../../src/uploads/store/store.ts';

/** A store of a test's own. */
export interface TestStore {
  store: ObjectStore;
  /** All that it holds, half stored objects too. */
  held(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const never = new AbortController().signal;

async function* parts(...texts: readonly (string | Buffer | Error)[]): AsyncGenerator<Buffer, void> {
  for (const text of texts) {
    await sleep(1);
    if (text instanceof Error) throw text;
    yield Buffer.from(text as string);
  }
}

/** What every object store does, however it stores. */
export function storeContract(openStore: () => Promise<TestStore>): void {
  let opened: TestStore;
  let store: ObjectStore;
  beforeEach(async () => {
    opened = await openStore();
    ({ store } = opened);
  });
  afterEach(() => opened.close());

  const textOf = async (key: string): Promise<string> => {
    await using file = await store.open(key);
    return readFileSync(file.path, 'utf8');
  };
  const keysBefore = async (before: Date): Promise<string[]> => {
    const keys: string[] = [];
    for await (const key of store.list(before)) keys.push(key);
    return keys.sort();
  };
  const TOMORROW = new Date(Date.now() + 86_400_000);

  test('what is put can be opened, byte for byte', async () => {
    await store.put('a-key', parts('id;nombre\n', '', 'á;ñ\n'), never);
    expect(await textOf('a-key')).toBe('id;nombre\ná;ñ\n');
    await store.put('empty', parts(), never);
    expect(await textOf('empty')).toBe('');
    await store.check();
  });

  test('a large object arrives whole', async () => {
    const part = Buffer.alloc(1024 * 1024, 'ñandú;');
    const bytes = Array.from({ length: 12 }, () => part);
    await store.put('large', parts(...bytes), never);
    await using file = await store.open('large');
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file.path)) hash.update(chunk as Buffer);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.concat(bytes)).digest('hex'));
  });

  test('nothing is left where the bytes fail or the signal aborts, and the key can be put again', async () => {
    const broken = new Error('the client is gone');
    await expect(store.put('key', parts('half', broken), never)).rejects.toBe(broken);
    const abort = new AbortController();
    const gone = new Error('no longer');
    async function* endless(): AsyncGenerator<Buffer, void> {
      for (let count = 0; ; count += 1) {
        if (count === 3) abort.abort(gone);
        await sleep(1);
        yield Buffer.alloc(10_000);
      }
    }
    await expect(store.put('key', endless(), abort.signal)).rejects.toBe(gone);
    await expect(store.put('key', parts('late'), abort.signal)).rejects.toBe(gone);
    const silent = new AbortController();
    async function* mute(): AsyncGenerator<Buffer, void> {
      yield Buffer.from('half');
      await new Promise(() => undefined);
    }
    setTimeout(() => silent.abort(gone), 50);
    await expect(store.put('key', mute(), silent.signal)).rejects.toBe(gone);
    expect(await opened.held()).toEqual([]);
    await expect(store.open('key')).rejects.toBeInstanceOf(NoSuchObjectError);
    await store.put('key', parts('whole'), never);
    expect(await textOf('key')).toBe('whole');
  });

  test('it cannot be opened before it is whole', async () => {
    const rest = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer, void> {
      yield Buffer.from('half');
      await rest.promise;
      yield Buffer.from(' and half');
    }
    const stored = store.put('slow', slow(), never);
    await sleep(50);
    await expect(store.open('slow')).rejects.toBeInstanceOf(NoSuchObjectError);
    rest.resolve();
    await stored;
    expect(await textOf('slow')).toBe('half and half');
  });

  test('what is deleted is gone, and may be deleted again', async () => {
    await store.put('one', parts('1'), never);
    await store.put('two', parts('2'), never);
    await store.delete('one');
    await store.delete('one');
    await store.delete('never-there');
    expect(await opened.held()).toEqual(['two']);
    await expect(store.open('one')).rejects.toBeInstanceOf(NoSuchObjectError);
  });

  test('keys are listed that are old enough', async () => {
    for (const key of ['one', 'two', 'three']) await store.put(key, parts(key), never);
    expect(await keysBefore(TOMORROW)).toEqual(['one', 'three', 'two']);
    expect(await keysBefore(new Date(Date.now() - 86_400_000))).toEqual([]);
    for (const key of await keysBefore(TOMORROW)) await store.delete(key);
    expect(await opened.held()).toEqual([]);
  });
}
