import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './child.mjs';
import { digest } from './digest.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, projectFolder } from './project.mjs';

const stampFile = join(projectFolder, 'dist', '.built');

export async function buildIfStale() {
  if (!isStale()) return;
  await withLock(join(cacheFolder, 'set-up.lock'), async () => {
    if (!isStale()) return;
    console.error('set-up: building dist/');
    const wanted = sourceDigest(projectFolder);
    // Else a module that was renamed in src/ would live on in dist/.
    rmSync(join(projectFolder, 'dist'), { recursive: true, force: true });
    const { exitCode } = await run('rolldown', ['-c', 'rolldown.config.mjs'], {
      stdio: ['ignore', 'ignore', 2],
    });
    if (exitCode !== 0) throw new Error('src/ cannot be built: see the errors above');
    writeFileSync(stampFile, wanted);
  });
}

function isStale() {
  return !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== sourceDigest(projectFolder);
}

/**
 * By content, because a checkout, a copy or an unpacked archive says nothing reliable about times.
 * @param {string} folder the project's
 */
export function sourceDigest(folder) {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    // Left by src/main.ts, run as it is.
    .filter((name) => !name.startsWith('.compile-cache'))
    .map((name) => join(folder, 'src', name))
    .filter((file) => statSync(file).isFile());
  const settings = readdirSync(folder)
    .filter((name) => /^(tsconfig\.json|rolldown\.config\.mjs|package-lock\.json)$/.test(name))
    .map((name) => join(folder, name));
  const files = [...sources, ...settings].sort();
  return digest(files.flatMap((file) => [relative(folder, file), readFileSync(file)]));
}
