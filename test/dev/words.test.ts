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

test('names, comments and messages are in plain words', () => {
  const root = new URL('../../', import.meta.url);
  const files = ['src', 'test', 'dev']
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => /\.(?:ts|mjs|py|css|md)$/.test(file) && file !== 'test/dev/words.test.ts');
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        WORDS.filter(([word]) => word.test(line)).map(
          ([, instead]) => `${file}:${index + 1}: say “${instead}”: ${line.trim()}`,
        ),
      ),
  );
  expect(found).toEqual([]);
});
