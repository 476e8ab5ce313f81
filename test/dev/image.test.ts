import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = read('Dockerfile');
const { engines, dependencies } = JSON.parse(read('package.json')) as {
  engines: { node: string };
  dependencies: Record<string, string>;
};

interface Locked {
  optionalDependencies?: Record<string, string>;
}

test('the image has the Node of package.json', () => {
  expect(/^ARG BASE=(.+)$/m.exec(dockerfile)?.[1]).toBe(`node:${engines.node.replace(/\D/g, '')}-slim`);
  const named = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
  for (const [, base] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(['$BASE', ...named]).toContain(base);
});

test('the builder is given what the Dockerfile copies and nothing else, so no .env, history or test', () => {
  const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  const rules = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules[0]).toBe('*');
  const kept = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
  expect(kept.sort()).toEqual([...new Set(copies)].sort());
  expect(rules).toContain('**/.env*');
});

test('the image installs only what the bundle asks for as a package', () => {
  const bundle = globSync('dist/**/*.js', { cwd: PROJECT }).map(read).join('\n');
  for (const name of Object.keys(dependencies)) expect(bundle).toMatch(new RegExp(`\\("${name}[/"]`));
});

test('whatever is native has a package for arm64', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const families = Object.values(packages).map(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  const native = families.filter((names) => names.some((name) => name.includes('linux-x64')));
  expect(native.length).toBeGreaterThan(0);
  for (const names of native) expect(names).toContainEqual(expect.stringContaining('linux-arm64'));
});

test('where nothing builds images that is said in one line, and is no failure of the image', () => {
  const options = { cwd: PROJECT, env: { PATH: '' }, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync(process.execPath, ['dev/image/main.ts'], options);
  expect(stderr).toMatch(
    /^image: not tried: nothing answers `docker ps`; .*Install podman or, as root on Debian, buildah\.\n$/,
  );
  expect(status).toBe(69);
});

function read(file: string): string {
  return readFileSync(`${PROJECT}${file}`, 'utf8');
}
