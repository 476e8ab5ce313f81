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
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', old, 'dist/main.js', 'report', '--out', 'my page.html', '--lang', 'es'],
    { cwd: PROJECT, encoding: 'utf8' },
  );
  expect(stderr).toBe(
    'this needs Node 24 or later, and yours is 20.20.2: run `npm run job -- report --out "my page.html" --lang es` ' +
      "in the project's folder, which fetches a Node of its own\n",
  );
  expect(status).toBe(78);
});

function read(file: string): string {
  return readFileSync(join(PROJECT, file), 'utf8');
}
