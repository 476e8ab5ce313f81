import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasTerminal, onTerminal } from '../../dev/terminal.ts';
import { commands } from '../../src/cli/rooms.ts';
import { isEnglish } from '../support/english.ts';
import { startJob } from '../support/job.ts';

const PROGRAM = 'bitcram-inventory-sync';
const hasShell = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  // What no other command could read.
  mkdirSync(file('.env'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await startJob(['completion', shell], {}, folder).done;
    writeFileSync(file(shell), stdout);
  }
  writeFileSync(file('my page.html'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const said = (shell: string, args: string[]): string[] =>
  execFileSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder },
  })
    .split('\n')
    .filter(Boolean);

/** What bash offers for the last of these words. */
function offeredByBash(words: readonly string[], type = 9): string[] {
  const quoted = [PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  const typed = `COMP_WORDS=(${quoted}) COMP_CWORD=${words.length} COMP_TYPE=${type} COLUMNS=60`;
  return said('bash', [
    '--norc',
    '-c',
    `source ./bash; ${typed}; _bitcram_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]);
}

describe.skipIf(!hasShell('bash'))('in bash', () => {
  test.each([
    [['syn'], ['sync']],
    [['runs', 's'], ['show']],
    [['sync', '--mo'], ['--mode']],
    [
      ['sync', '--mode', ''],
      ['flash', 'delta', 'deep', 'full'],
    ],
    [
      ['sync', '--mode', 'd'],
      ['delta', 'deep'],
    ],
    [
      ['sync', '--mode', '=', 'f'],
      ['flash', 'full'],
    ],
    [
      ['sync', '--mode', '='],
      ['flash', 'delta', 'deep', 'full'],
    ],
    [
      ['--lang', ''],
      ['en', 'es'],
    ],
    [
      ['doctor', '--lang', 'e'],
      ['en', 'es'],
    ],
    [['--lang', 'es', 'sync', '--dry'], ['--dry-run']],
    [['report', '--out', 'my'], ['my page.html']],
    [['report', '--days', ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help', '-h', '--version', '-V', '--lang'],
    ],
    [['nothing-like-it'], []],
  ])('%j', (words, offered) => {
    expect(offeredByBash(words)).toEqual(offered);
  });

  test('every command and every flag of every command is offered', () => {
    expect(commands.length).toBeGreaterThan(10);
    for (const { parent, name, options } of commands) {
      const above = parent === undefined ? [] : [parent];
      expect(offeredByBash([...above, ''])).toContain(name);
      const flags = options.map((option) => option.flags.split(' ')[0]);
      expect(offeredByBash([...above, name, '-'])).toEqual(expect.arrayContaining(flags));
    }
  });

  test('where it only lists them, what they mean stands behind them and fits the line', () => {
    const listed = offeredByBash(['sync', '--d'], 63);
    expect(listed).toEqual(['--dry-run']);
    const all = offeredByBash(['sync', '--'], 63);
    expect(all).toContainEqual(expect.stringMatching(/^--force +let this run pass/));
    expect(Math.max(...all.map(({ length }) => length))).toBeLessThan(60);
  });
});

describe.skipIf(!hasShell('zsh') || !hasTerminal)('in zsh', () => {
  test.each([
    ['syn\t', 'ran: sync.'],
    ['runs sh\t', 'ran: runs show.'],
    ['sync --mode=fl\t', 'ran: sync --mode=flash.'],
    ['report --out my\t', 'ran: report --out my page.html.'],
    ['doctor --\t', /--json +-- +print JSON on stdout/],
  ])('%j', async (keys, shown) => {
    // Enter behind the Tab runs what was completed, which ends the shell.
    const start = `${PROGRAM}() { print -r "ran: $*."; exit }; autoload -Uz compinit; compinit -u -D; source ./zsh; echo loaded`;
    const { lines } = await onTerminal(
      ['zsh', '-f', '-i'],
      folder,
      { PATH: process.env['PATH'] ?? '', HOME: folder, PS1: 'ready> ' },
      {
        columns: 200,
        typed: [
          ['ready>', `${start}\r`],
          [/loaded\s[^]*ready>/, `${PROGRAM} ${keys}\r`],
        ],
      },
    );
    expect(lines.join('\n')).toMatch(shown);
  });
});

describe.skipIf(!hasShell('fish'))('in fish', () => {
  test.each([
    ['syn', ['sync\t']],
    ['runs s', ['show\t']],
    ['sync --mode ', ['flash', 'delta', 'deep', 'full']],
    ['sync --dry', ['--dry-run\tsay what a run would do']],
    ['report --out my', ['my page.html']],
    ['completion ', ['bash', 'fish', 'zsh']],
    ['report --days ', []],
  ])('%j', (typed, offered) => {
    const lines = said('fish', ['--no-config', '-c', `source ./fish; complete -C '${PROGRAM} ${typed}'`]);
    expect(lines).toHaveLength(offered.length);
    for (const each of offered) expect(lines).toContainEqual(expect.stringContaining(each));
  });
});

test('what they mean is said in the language of the person', async () => {
  const { stdout } = await startJob(['completion', 'fish', '--lang', 'es'], {}, folder).done;
  const meanings = Array.from(stdout.matchAll(/-d '([^']*)'/g), ([, meaning = '']) => meaning);
  expect(meanings.length).toBeGreaterThan(50);
  expect(meanings.filter(isEnglish)).toEqual([]);
});

test('another shell is wrong usage, with those there are', async () => {
  const { exitCode, stderr } = await startJob(['completion', 'tcsh'], {}, folder).done;
  expect(exitCode).toBe(64);
  expect(stderr).toContain('bash, zsh, fish');
});

test.each(['bash', 'zsh', 'fish'])('the script for %s needs no .env that can be read', async (shell) => {
  const { exitCode, stderr } = await startJob(['completion', shell], {}, folder).done;
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toBe('');
});
