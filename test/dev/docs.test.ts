import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { generated, staleIn } from '../../dev/docs/generated.ts';
import { projectFolder } from '../../dev/setup/project.mjs';
import { commands } from '../../src/cli/rooms.ts';
import { allVariables } from '../../src/cli/variables.ts';

const variables = await allVariables();
const files = await generated();
const text = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

test('every variable says in one line what it is for', () => {
  const names = Object.keys(variables);
  expect(names.length).toBeGreaterThan(50);
  for (const name of names) expect(variables[name]?.about, name).toMatch(/^[^\n]{10,130}[^.\n]$/);
});

test.each([
  ['.env.example', (name: string) => new RegExp(`^(# )?${name}=`, 'm')],
  ['docs/configuration.md', (name: string) => new RegExp(`\`${name}\``)],
])('%s has every variable', (path, place) => {
  const missing = Object.keys(variables).filter((name) => !place(name).test(text(path)));
  expect(missing).toEqual([]);
});

test('.env.example leaves to be filled in what `sync` needs, and nothing else', () => {
  const open = text('.env.example').match(/^\w+=.*$/gm);
  expect(open).toEqual([
    'URL_BITCRAM=',
    'BITCRAM_TOKEN=',
    'CHECKOUT=',
    'USER_DB=',
    'URL_PUBLICATIONS=',
    'SECRET_PUBLICATIONS=',
  ]);
});

test('commands.md names each command with its flags, and those that have no --json', () => {
  const page = text('docs/commands.md');
  const isNamed = (word: string): boolean => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(page);
  const flagsOf = ({ options }: (typeof commands)[number]): string[] =>
    options.map(({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? flags);
  const words = commands.flatMap((command) => [command.name, ...flagsOf(command)]);
  expect(words.filter((word) => !isNamed(word))).toEqual([]);
  const hasJson = (name: string): boolean =>
    commands.some(
      (command) => [command.name, command.parent].includes(name) && flagsOf(command).includes('--json'),
    );
  const silent = [
    'completion',
    ...commands.flatMap(({ name, parent }) => (hasJson(parent ?? name) ? [] : [name])),
  ];
  const [, said = ''] = /each takes `--json` but ([^.]+)\./.exec(page) ?? [];
  expect(new Set([...said.matchAll(/`([\w-]+)`/g)].map(([, name]) => name))).toEqual(new Set(silent));
});

test('every error has its code, its exit code, a message and what to do', () => {
  const rows = text('docs/errors.md').match(/^\| `.*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(80);
  for (const row of rows) {
    expect(row).toMatch(/^\| `\w+\.\w+` +\| (\d+( or \d+)?|as its cause) +\| \S.*\S +\| \S.*\S +\|$/);
    expect(row).not.toMatch(/undefined|NaN|\[object|=>/);
  }
  expect(rows.join('\n')).toMatch(/`mysql\.locked` +\| 75 +\|.*\{schema\}/);
  expect(rows.join('\n')).toMatch(/`platform\.interrupted` +\| 130 or 143 +\|/);
});

test('a file that was changed, or is gone, is stale', () => {
  expect(staleIn(projectFolder, files)).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(projectFolder, 'docs'), join(folder, 'docs'), { recursive: true });
  expect(staleIn(folder, files).map(({ path }) => path)).toEqual(['.env.example']);
  writeFileSync(join(folder, '.env.example'), text('.env.example'));
  expect(staleIn(folder, files)).toEqual([]);
  writeFileSync(join(folder, 'docs/errors.md'), `${text('docs/errors.md')}by hand\n`);
  expect(staleIn(folder, files).map(({ path }) => path)).toEqual(['docs/errors.md']);
});
