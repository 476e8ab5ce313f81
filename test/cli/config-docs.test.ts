import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { allVariables } from '../../src/cli/rooms.ts';

/** Every variable with its default as one would write it; '' where it has none. */
const expected = Object.fromEntries(
  Object.entries(await allVariables()).map(([name, { check }]) => {
    const value = check.parse(undefined) as string | number | string[] | undefined;
    return [name, String(value ?? '')];
  }),
);

test('.env.example names exactly the variables of the program, with the same defaults', () => {
  const assignments = read('.env.example').match(/^(# )?[A-Z][A-Z_]*=.*$/gm) ?? [];
  const documented = assignments.map((line) => Object.entries(parseEnv(line.replace(/^# /, '')))[0] ?? []);
  expect(documented).toHaveLength(Object.keys(expected).length);
  expect(Object.fromEntries(documented)).toEqual(expected);
});

test('.env.example is a valid .env as it is: what has a default is commented', () => {
  const set = Object.entries(parseEnv(read('.env.example')));
  expect(set.filter(([, value]) => value !== '')).toEqual([]);
  expect(set.filter(([name]) => expected[name] !== '')).toEqual([]);
});

test.each([
  ['README.md', '## Configuration'],
  ['README.es.md', '## Configuración'],
])('%s has exactly the variables of the program, with the same defaults', (file, heading) => {
  const [, section = ''] = read(file).split(`\n${heading}\n`);
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` +\| .* \| *(.*?) *\|$/gm)];
  const documented = rows.map(([, name, cell = '']) => [name, /^`(.*)`$/.exec(cell)?.[1] ?? '']);
  expect(documented).toHaveLength(Object.keys(expected).length);
  expect(Object.fromEntries(documented)).toEqual(expected);
});

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}
