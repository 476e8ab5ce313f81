import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../src/platform/errors.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

const files = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(join(SOURCES, file), 'utf8')]),
);

/** The classes that errors are of, each with the one it extends and with its own exit codes. */
const classes = new Map(
  [...files.values()].flatMap((text) =>
    [...text.matchAll(/class (\w+Error) extends (\w+Error)[^{]*\{(.*?)\n?\}\n/gs)].map(
      ([, name = '', parent = '', body = '']) => {
        const own = [...body.matchAll(/exitCode = .*/g)].flatMap(([line]) => exitCodesIn(line));
        return [name, { parent, own }] as const;
      },
    ),
  ),
);

function exitCodesIn(text: string): number[] {
  return [...text.matchAll(/\bEXIT\.(\w+)/g)].map(([, name]) => EXIT[name as keyof typeof EXIT]);
}

function exitCodesOf(name: string): readonly number[] {
  const found = classes.get(name);
  if (found === undefined) return [];
  return found.own.length > 0 ? found.own : exitCodesOf(found.parent);
}

/**
 * With what codes the program exits for each phrase that an error is made of right where it is worded, by "room.name". What goes
 * through a variable first is not seen.
 */
export function exitCodesByPhrase(): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const [file, text] of files) {
    const rooms = phraseMakersOf(file, text);
    for (const { name, start } of errorsMadeIn(text)) {
      for (const { maker, phrase } of phrasesAt(text, start)) {
        const code = `${rooms.get(maker) ?? ''}.${phrase}`;
        found.set(code, new Set([...(found.get(code) ?? []), ...exitCodesOf(name)]));
      }
    }
  }
  return found;
}

/** Each `new SomeError(`, and `super(` of a class of errors, with where what is in the brackets starts. */
function errorsMadeIn(text: string): { name: string; start: number }[] {
  const made = [...text.matchAll(/(?:new (\w+Error)|class (\w+Error) (?:(?!\n\}).)*?\bsuper)\(/gs)];
  return made.map((match) => ({ name: match[1] ?? match[2] ?? '', start: match.index + match[0].length }));
}

/** The phrases between here and the closing bracket that are in no other phrase's brackets. */
function phrasesAt(text: string, start: number): { maker: string; phrase: string }[] {
  const found: { maker: string; phrase: string }[] = [];
  let depth = 1;
  for (let at = start; depth > 0 && at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    const [, maker, phrase] = /^(\w*[pP]hrase)\(\s*'(\w+)'/.exec(text.slice(at, at + 80)) ?? [];
    if (depth === 1 && maker !== undefined && phrase !== undefined && !/\w/.test(text[at - 1] ?? '')) {
      found.push({ maker, phrase });
    }
  }
  return found;
}

/** What a file calls the functions that make the rooms' phrases, each with its room. */
function phraseMakersOf(file: string, text: string): Map<string, string> {
  const makers = new Map<string, string>();
  for (const [, names = '', path = ''] of text.matchAll(/import \{([^}]*)\} from '([^']+)'/g)) {
    const [, alias] = /\bphrase(?: as (\w+))?\b/.exec(names) ?? [undefined, undefined];
    const room = roomMadeIn(files.get(join(dirname(file), path)) ?? '');
    if (/\bphrase\b/.test(names) && room !== undefined) makers.set(alias ?? 'phrase', room);
  }
  const own = roomMadeIn(text);
  if (own !== undefined) makers.set('phrase', own);
  return makers;
}

function roomMadeIn(text: string): string | undefined {
  return /export const phrase = phrasesOf<[^>]*>\('(\w+)'\)/.exec(text)?.[1];
}
