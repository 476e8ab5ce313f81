import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { product } from '../../dev/setup/tasks.mjs';
import { PROJECT } from '../support/project.ts';

test('npm start, npm run job and the image start the job with the same flags of Node', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts['start']?.split(' ')).toEqual(product);
  const [, entrypoint = ''] = /^ENTRYPOINT (.*)$/m.exec(read('Dockerfile')) ?? [];
  expect(JSON.parse(entrypoint)).toEqual(product);
});

test('on a Node that is too old the built job says what to call instead, and not a syntax error', () => {
  const main = read('dist/main.js');
  // What such a Node does not have by name ends the program before its first line.
  expect(
    [...main.matchAll(/^import (.*) from "(.*)";$/gm)].map(([, names, from]) => `${names} ${from}`),
  ).toEqual(['module node:module', '{ fileURLToPath } node:url']);
  const old = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;
  const said = (args: readonly string[], env: Record<string, string> = {}): string => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', old, 'dist/main.js', ...args], {
      cwd: PROJECT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });
    expect(status).toBe(78);
    return stderr;
  };
  expect(said(['report', '--out', 'my page.html', '--lang', 'en'], { LANG: 'es_AR.UTF-8' })).toBe(
    'this needs Node 24 or later, and yours is 20.20.2: run `npm run job -- report --out "my page.html" --lang en` ' +
      "in the project's folder, which fetches a Node of its own\n",
  );
  const spanish =
    /^hace falta Node 24 o posterior, y el tuyo es 20\.20\.2: ejecutá `npm run job -- sync.*` en la/;
  expect(said(['sync', '--lang=es'])).toMatch(spanish);
  expect(said(['sync'], { LANG: 'es_AR.UTF-8' })).toMatch(spanish);
  expect(said(['sync'], { LC_ALL: 'C', LANG: 'es_AR.UTF-8' })).toMatch(/^this needs/);
});

function read(file: string): string {
  return readFileSync(join(PROJECT, file), 'utf8');
}
