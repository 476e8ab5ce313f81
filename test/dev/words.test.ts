import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Not the plain words of the trade, and what to say instead. */
const WORDS: readonly [word: RegExp, instead: string][] = [
  [/\bno(?:body|one)['’]s (?:items?|rows?)\b/i, 'items without an id'],
  [/\b(?:is|are|was|were|be) had\b/i, 'is read from, is found'],
  [/\bours to \w+/i, 'a defect in this program'],
  [/\bat[- ]home\b/i, 'deployed'],
  [/\btold of\b/i, 'notified of, alerted'],
  [/\bwithout ado\b/i, 'at once'],
  [/\bdebts?\b|\b(?:owe|owes|owing)\b|\b(?:is|are|was|were|be|stays?|left|leaves|still) owed\b/i, 'pending'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix, correct'],
  [
    /\b(?:by which|thereof|wherein|whereby|thereby|whence|thence|hither|thither|forthwith)\b/i,
    'two sentences',
  ],
  [/\b(?:lest|nought|naught|beheld|tidings|anew|unto|whilst|henceforth|hitherto)\b/i, 'its plain word'],
];

/** What the glossary does not use, and what it uses instead. Code keeps `owed`, because scripts read it. */
const OF_THE_GLOSSARY: typeof WORDS = [
  [/\bowed\b|\bsettl(?:e|es|ed|ing|ement)\b/i, 'pending, retired'],
  [/\b(?:HTML|owner['’]s) report\b|\breport (?:page|that opens)\b/i, 'dashboard'],
  [/\bcorridas?\b/i, 'sincronización'],
  [/\b(?:deudas?|adeuda\w*)\b/i, 'sin enviar'],
  [/\breportes?\b/i, 'panel, informe'],
];

const root = new URL('../../', import.meta.url);

function filesOf(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
      (file) => `${folder}/${file}`,
    ),
  );
}

const linesOf = (file: string): string[] => readFileSync(new URL(file, root), 'utf8').split('\n');

/** Where words stand that ought not to, in lines of which `seen` leaves what is looked at. */
function found(
  files: readonly string[],
  words: typeof WORDS,
  seen = (line: string): string => line,
): string[] {
  return files.flatMap((file) =>
    linesOf(file).flatMap((line, index) =>
      words
        .filter(([word]) => word.test(seen(line)))
        .map(([, instead]) => `${file}:${index + 1}: say “${instead}”: ${line.trim()}`),
    ),
  );
}

test('names, comments and messages are in plain words', () => {
  const files = filesOf('src', 'test', 'dev').filter(
    (file) => /\.(?:ts|mjs|py|css|md)$/.test(file) && file !== 'test/dev/words.test.ts',
  );
  expect(files.length).toBeGreaterThan(100);
  expect(found(files, WORDS)).toEqual([]);
});

test('so are the documents, in the words of the glossary', () => {
  const pages = readdirSync(new URL('docs', root)).filter((file) => file.endsWith('.md'));
  const files = ['README.md', 'README.es.md', 'CONTRIBUTING.md', ...pages.map((page) => `docs/${page}`)];
  expect(files.length).toBeGreaterThan(10);
  // What code is called, the values within a message, and the formula of the report, stay as they are.
  const prose = (line: string): string =>
    line
      .replaceAll(/`[^`]*`|\{\w+\}/g, '')
      .replace(/^owed = .*|^Words that the project does not use: .*|^corrida for a run\..*/, '');
  expect(found(files, [...WORDS, ...OF_THE_GLOSSARY], prose)).toEqual([]);
});

const MESSAGES = filesOf('src').filter((file) => /\/words\/[\w.]+\.ts$/.test(file));

test('the Spanish of the program is in the words of the glossary', () => {
  const spanish = MESSAGES.filter((file) => /\bes\.ts$/.test(file));
  expect(spanish.length).toBeGreaterThan(10);
  expect(found(spanish, OF_THE_GLOSSARY.slice(2))).toEqual([]);
});

const COMMAND =
  '(?:sync|notify|dead|renew-token|init|discover|doctor|migrate|runs|history|quarantine|report|demo|completion)';

test('a command that a message names is a line to paste, as `typed` writes it', () => {
  const untyped: typeof WORDS = [
    [new RegExp(`'[^']*\`${COMMAND}(?: [^\`']*)?\`[^']*'`), 'typed()'],
    [new RegExp(`\\b${COMMAND} --[a-z]`), 'typed()'],
    [/\bnpm run job\b/, 'typed()'],
  ];
  const said = (line: string): string =>
    line.replace(/^\s*(?:\/?\*|\/\/).*/, '').replaceAll(/typed\([^)]*\)/g, '');
  expect(found(MESSAGES, untyped, said)).toEqual([]);
});
