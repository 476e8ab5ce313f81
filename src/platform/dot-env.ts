import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError, phrase } from './errors.ts';

/** The file `.env` of the working folder, byte for byte; undefined where there is none. */
export function dotEnvFile(): Buffer | undefined {
  try {
    return readFileSync('.env');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError(phrase('env_unreadable', { code }), { cause: error });
  }
}

/** Its text, in UTF-8 or, as PowerShell writes it, in UTF-16; without the mark with which some editors begin it. */
export function dotEnvText(): string {
  const bytes = dotEnvFile() ?? Buffer.of();
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Whether it was saved under the name that Windows gives a text, and hides. */
export function isNamedTxt(): boolean {
  return !existsSync('.env') && existsSync('.env.txt');
}

const UNQUOTED_WITH_HASH = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=((?![ \t]*['"`])[^#\r\n]*)#/gm;

/**
 * The variables of a file whose value ends at a # outside quotes, where it may have been meant to go on. Behind a space it begins a
 * comment, as everybody knows; a secret is worth a second look even so.
 */
export function cutAtHash(text: string, isSecret: (name: string) => boolean): string[] {
  const read = parseEnv(text);
  const names = Array.from(text.matchAll(UNQUOTED_WITH_HASH), ([, name = '', before = '']) => {
    const value = before.trim();
    // A line within another value, which has quotes, or one that a later line replaces.
    if (read[name] !== value) return '';
    return !/\s$/.test(before) || (value !== '' && isSecret(name)) ? name : '';
  });
  return [...new Set(names)].filter(Boolean);
}

/** A comment or a variable, whose value in quotes may go over several lines. */
const READABLE = /^[ \t]*(?:#.*|(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|).*)$/gm;

/** The numbers of the lines that are neither empty, nor a comment, nor of a variable. */
export function oddLines(text: string): number[] {
  const onlyBreaks = (read: string): string => read.replaceAll(/[^\n]/g, '');
  const left = text.replaceAll('\r\n', '\n').replaceAll(READABLE, onlyBreaks).split('\n');
  return left.flatMap((line, index) => (line.trim() === '' ? [] : index + 1));
}

/** The numbers of the lines with a byte that is none of UTF-8. */
export function garbledLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes('\uFFFD') ? index + 1 : []));
}

/** The names that stand there more than once with different values, of which the last counts. */
export function namedTwice(text: string): string[] {
  const values = new Map<string, Set<string | undefined>>();
  for (const [line, name] of text.matchAll(READABLE)) {
    if (name === undefined) continue;
    values.set(name, (values.get(name) ?? new Set()).add(parseEnv(line)[name]));
  }
  return [...values].flatMap(([name, { size }]) => (size > 1 ? name : []));
}

/** Whether one variable's name may have been typed for the other: one slip of the finger, other capitals, or its words in another order. */
export function isLike(given: string, name: string): boolean {
  const [a, b] = [given.toUpperCase(), name.toUpperCase()];
  const inOrder = (text: string): string => text.split(/[_-]/).sort().join('_');
  return inOrder(a) === inOrder(b) || isOneSlipAway(a, b);
}

/** A letter too many, too few or another one, or two letters in each other's place. */
function isOneSlipAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restOfA, restOfB] = [a, b].map((text) => text.slice(start, text.length - end)) as [string, string];
  if (restOfA.length <= 1 && restOfB.length <= 1) return true;
  return (
    restOfA.length === 2 && restOfB.length === 2 && restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0]
  );
}
