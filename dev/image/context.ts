import { readdirSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';

/** The files that a builder is given: those of the folder that its .dockerignore leaves, as paths from the folder. */
export function contextFiles(folder: string, dockerignore: string): string[] {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keep: line.startsWith('!'), pattern: line.replace(/^!/, '').replace(/\/$/, '') }));
  // A builder walks everything as well; what no exception can bring back is skipped to spare the time.
  const kept = rules.filter(({ keep }) => keep).map(({ pattern }) => pattern);
  const walk = (inside: string): string[] =>
    readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!entry.isDirectory()) return isKept(path, rules) ? [path] : [];
      const leads = isKept(path, rules) || kept.some((pattern) => pattern.startsWith(`${path}/`));
      return leads ? walk(path) : [];
    });
  return walk('');
}

/** The last rule that fits a path or a folder above it decides. */
function isKept(path: string, rules: readonly { keep: boolean; pattern: string }[]): boolean {
  const parts = path.split('/');
  const above = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
  return rules.findLast(({ pattern }) => above.some((one) => fits(one, pattern)))?.keep ?? true;
}

/** Unlike for a shell, `*` is here also a name that begins with a point. */
function fits(path: string, pattern: string): boolean {
  if (pattern === '*') return !path.includes('/');
  return pattern.includes('*') ? matchesGlob(path, pattern) : path === pattern;
}
