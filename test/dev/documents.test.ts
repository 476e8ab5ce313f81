import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tasks } from '../../dev/setup/tasks.mjs';
import { readFlags } from '../../dev/simulate/flags.ts';
import { commandsOf, fencesOf, linksOf, anchorsOf, programArgsOf, SAMPLES } from '../support/documents.ts';
import { startJob } from '../support/job.ts';
import { PROJECT } from '../support/project.ts';

const READMES = ['README.md', 'README.es.md'];
const PAGES = globSync('docs/*.md', { cwd: PROJECT });
const DOCUMENTS = [...READMES, 'CONTRIBUTING.md', ...PAGES];
const DECISIONS = globSync('docs/decisions/*.md', { cwd: PROJECT });
/** Written by `npm run docs` from the program itself. */
const GENERATED = ['docs/configuration.md', 'docs/errors.md'];

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const folder = mkdtempSync(join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(READMES)('%s has at most 10 kB', (file) => {
  expect(Buffer.byteLength(read(file))).toBeLessThanOrEqual(10_000);
});

test('both READMEs give the same commands, variables, pages and numbers', () => {
  const [english = '', spanish = ''] = READMES.map(read);
  const given = (text: string) => ({
    commands: fencesOf(text).flatMap(commandsOf),
    variables: [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name),
    numbers: [...text.matchAll(/\d+/g)].map(([digits]) => digits).sort(),
    pages: linksOf(text).filter((link) => link.endsWith('.md') && !link.startsWith('README')),
  });
  expect(given(spanish)).toEqual(given(english));
  expect(given(english).commands.length).toBeGreaterThanOrEqual(10);
  expect(given(english).variables).toHaveLength(10);
});

const everywhere = (find: (text: string, file: string) => string[]): string[] =>
  [...DOCUMENTS, ...DECISIONS].flatMap((file) => find(read(file), file).map((found) => `${file}: ${found}`));

test('no link in a document leads nowhere', () => {
  const dead = everywhere((text, file) =>
    linksOf(text).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(PROJECT, target))) return !GENERATED.includes(target);
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    }),
  );
  expect(dead).toEqual([]);
});

test('every file of the project that a document names is there', () => {
  const made = ['deploy/terraform.tfvars', ...GENERATED];
  const gone = everywhere((text) => {
    const paths = [...text.matchAll(/\b(?:src|test|dev|deploy|sql|docs)\/[\w./-]*\w/g)].map(([path]) => path);
    return paths.filter((path) => !existsSync(join(PROJECT, path)) && !made.includes(path));
  });
  expect(gone).toEqual([]);
});

test('what a document gives as shell is shell', () => {
  const blocks = DOCUMENTS.flatMap((file) => fencesOf(read(file)));
  expect(blocks.length).toBeGreaterThan(15);
  for (const input of blocks) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
    expect(status, `${stderr}${input}`).toBe(0);
  }
});

/** Each call of an npm script in a document: its name and its arguments. */
function npmCallsOf(text: string): { name: string; args: string[] }[] {
  const calls = text.matchAll(
    /\bnpm (?:run )?(?:-s )?(?:run )?(?!run|-s\b|ci\b|config\b)([a-z][\w:]*)((?: [^`\n|&;<>#]*)?)/g,
  );
  return [...calls].map(([, name = '', rest = '']) => {
    const words =
      rest
        .split(/\s{2,}/)[0]
        ?.trim()
        .split(' ')
        .filter(Boolean) ?? [];
    return { name, args: words[0] === '--' ? words.slice(1) : [] };
  });
}

const calls = DOCUMENTS.flatMap((file) => {
  const text = read(file);
  const code = [...fencesOf(text), ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, inline = '']) => inline)];
  return code.flatMap((each) => npmCallsOf(each).map((call) => ({ file, ...call })));
});

test('every npm script in the documents is there, and takes what it is given', () => {
  expect(calls.length).toBeGreaterThan(30);
  for (const { file, name, args } of calls) {
    expect(Object.keys(scripts), `${file}: npm run ${name}`).toContain(name);
    if (name === 'test') expect(args.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    if (name === 'simulate') expect(() => readFlags(args)).not.toThrow();
    if (name === 'bench' || name === 'database') {
      const script = tasks.get(name)?.command.at(-1) ?? '';
      for (const flag of args) expect(read(script), `${name} ${flag}`).toContain(flag);
    }
  }
});

test(
  'the program accepts every command line in the documents, and each that a hint of its own names',
  { timeout: 240_000 },
  async () => {
    const hints = globSync('src/**/words/*.ts', { cwd: PROJECT }).flatMap((file) =>
      [...read(file).matchAll(/\btyped\('([^']+)'\)/g)].map(([, hint = '']) => ({
        file,
        line: hint,
      })),
    );
    expect(hints.length).toBeGreaterThan(20);
    const written = DOCUMENTS.flatMap((file) => programArgsOf(read(file)).map((line) => ({ file, line })));
    expect(written.length).toBeGreaterThan(30);
    const lines = Map.groupBy([...hints, ...written], ({ line }) => line);
    const pending = [...lines];
    const refused: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const [line, where] = next;
        const args = line.split(' ').map((word) => SAMPLES[word] ?? word.replace(/\|.*/, ''));
        // The demo would begin, and questions need a terminal.
        if (args[0] === 'demo' || args[0] === 'init') args.push('--help');
        // In an environment of nothing the program ends before it does anything.
        const { stderr, exitCode } = await startJob(args, {}, folder).done;
        if (exitCode === 64) refused.push(`${where[0]?.file}: ${line}: ${stderr}`);
      }
    };
    await Promise.all([work(), work(), work()]);
    expect(refused).toEqual([]);
  },
);
