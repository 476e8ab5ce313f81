// Runs once while the image is built: loads all that the job may load, so that the image has Node's compile cache of it.
import { chmodSync, readdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../dist/.compile-cache', import.meta.url));
const chunks = fileURLToPath(new URL('../../dist/chunks', import.meta.url));

enableCompileCache(cache);
for (const name of readdirSync(chunks)) await import(join(chunks, name));
flushCompileCache();

// Node keeps its files from everybody else; in the image they belong to root and another reads them.
for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
  chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}
