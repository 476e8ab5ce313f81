import { randomUUID } from 'node:crypto';
import { link, mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigurationError, SyncError, UnavailableError } from '../../platform/errors.ts';
import { phrase } from '../phrase.ts';
import { untilAborted } from './until-aborted.ts';
import { isKey, PART, requireKey } from './keys.ts';
import { NoSuchObjectError, type ObjectStore } from './store.ts';

const UUID_FILE = '.store';
/** Nobody else's business: prices and suppliers. */
const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']);

/** A folder of this machine, or one that several have mounted. It is made where there is none. */
export async function openFolderStore(path: string): Promise<ObjectStore> {
  const folder = resolve(path);
  const uuid = await told(folder, () => uuidOf(folder));
  return new FolderStore(folder, uuid);
}

class FolderStore implements ObjectStore {
  readonly uuid: string;
  readonly #folder: string;

  constructor(folder: string, uuid: string) {
    this.#folder = folder;
    this.uuid = uuid;
  }

  async put(key: string, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const [whole, part] = [this.#pathOf(key), this.#pathOf(key + PART)];
    const file = await told(this.#folder, () => open(part, 'wx', OWN_FILE));
    try {
      await pipeline(untilAborted(bytes, signal), file.createWriteStream({ flush: true }));
      await rename(part, whole);
      await syncFolder(this.#folder);
    } catch (error) {
      await Promise.all([part, whole].map((path) => rm(path, { force: true }).catch(() => undefined)));
      signal.throwIfAborted();
      throw asStoreError(error, this.#folder);
    }
  }

  async open(key: string): Promise<{ path: string } & AsyncDisposable> {
    const path = this.#pathOf(key);
    try {
      await stat(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asStoreError(error, this.#folder);
      throw new NoSuchObjectError(phrase('object_missing', { key }), { cause: error });
    }
    return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  delete(key: string): Promise<void> {
    return told(this.#folder, () => rm(this.#pathOf(key), { force: true }));
  }

  async *list(before: Date): AsyncGenerator<string, void> {
    for await (const { name } of await told(this.#folder, () => opendir(this.#folder))) {
      if (!isKey(name)) continue;
      // Another process may have deleted it meanwhile.
      const found = await stat(this.#pathOf(name)).catch(() => undefined);
      if (found !== undefined && found.mtime < before) yield name;
    }
  }

  /** A folder that was unmounted looks like an empty one. */
  async check(): Promise<void> {
    const probe = join(this.#folder, `.${randomUUID()}`);
    await told(this.#folder, async () => {
      const uuid = await readFile(join(this.#folder, UUID_FILE), 'utf8').catch(() => '');
      if (uuid !== this.uuid) throw new UnavailableError(phrase('store_gone', { folder: this.#folder }));
      try {
        await writeFile(probe, this.uuid, { flag: 'wx', mode: OWN_FILE, flush: true });
      } finally {
        await rm(probe, { force: true });
      }
    });
  }

  #pathOf(key: string): string {
    return join(this.#folder, requireKey(key));
  }
}

/** What the folder was named when it was first used, whoever of several came first. */
async function uuidOf(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: OWN_FOLDER });
  const path = join(folder, UUID_FILE);
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const draft = join(folder, `.${randomUUID()}`);
  try {
    await writeFile(draft, randomUUID(), { mode: OWN_FILE, flush: true });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return readFile(path, 'utf8');
}

/** A name is durable with its folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function told<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error, folder);
  }
}

/** What the caller's own bytes failed with is no failure of the store. */
function asStoreError(error: unknown, folder: string): unknown {
  const { code, syscall, message: why } = error as NodeJS.ErrnoException;
  if (error instanceof SyncError || code === undefined || syscall === undefined) return error;
  const cause = { cause: error };
  if (FULL.has(code)) return new UnavailableError(phrase('store_full', { folder, why }), cause);
  if (REFUSED.has(code)) return new ConfigurationError(phrase('store_refused', { folder, why }), cause);
  return new UnavailableError(phrase('store_failed', { folder, why }), cause);
}
