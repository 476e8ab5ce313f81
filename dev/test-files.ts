import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from './setup/project.mjs';

export const testFiles = globSync('test/**/*.test.ts', { cwd: projectFolder });

const imported = new Map<string, string[]>();

/** What it imports of `test/`. */
function importsOf(file: string): string[] {
  let found = imported.get(file);
  if (found === undefined) {
    const text = readFileSync(join(projectFolder, file), 'utf8');
    found = Array.from(text.matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+\.ts)'/g), ([, path = '']) =>
      join(dirname(file), path),
    ).filter((path) => path.startsWith('test/'));
    imported.set(file, found);
  }
  return found;
}

function reaches(file: string, module: string, seen = new Set<string>()): boolean {
  if (file === module) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return importsOf(file).some((next) => reaches(next, module, seen));
}

/** The test files that import this file of `test/`, themselves or through what they import. */
export const testFilesWith = (module: string): string[] => testFiles.filter((file) => reaches(file, module));

/**
 * False where the arguments for vitest name test files, and none of these: what these need may have to be fetched first. What cannot be
 * told (`--bail 1`, `./test/a.test.ts:12`) is no reason to go without.
 */
export function namesFiles(args: string[], files: string[]): boolean {
  const isOption = (arg = '') => arg.startsWith('-') && !arg.includes('=');
  const names = args.filter((arg, at) => !arg.startsWith('-') && !isOption(args[at - 1]));
  const isIn = (some: string[]) => (name: string) => some.some((file) => file.includes(name));
  return names.length === 0 || names.some(isIn(files)) || !names.every(isIn(testFiles));
}
