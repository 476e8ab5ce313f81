import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
/** From the ground up; a room imports only rooms that stand before it. */
const FLOORS = [
  'platform',
  'messages',
  'mysql',
  'runs',
  'sources',
  'channels',
  'alerts',
  'sync',
  'dashboard',
  'cli',
];

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
/** Every file with what it imports: values, types, and what it loads later. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.{1,2}\/[^']+\.ts)'/gm);
  return [...found].map(([, path = '']) => join(dirname(file), path));
}

const roomOf = (file: string): string => file.split('/')[0] as string;

test('every import names a file that is there', () => {
  expect(files.length).toBeGreaterThan(100);
  const all = new Set(files);
  const unknown = [...imports].flatMap(([file, paths]) =>
    paths.filter((path) => !all.has(path)).map((path) => `${file} → ${path}`),
  );
  expect(unknown).toEqual([]);
});

test('a room imports no room above it, neither values nor types, neither now nor later', () => {
  const rooms = new Set(files.filter((file) => file !== 'main.ts').map(roomOf));
  expect([...rooms].sort()).toEqual([...FLOORS].sort());
  const upward = [...imports].flatMap(([file, paths]) =>
    paths
      .filter((path) => file !== 'main.ts' && FLOORS.indexOf(roomOf(path)) > FLOORS.indexOf(roomOf(file)))
      .map((path) => `${file} → ${path}`),
  );
  expect(upward).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const circles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    else {
      state.set(file, 'open');
      for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
