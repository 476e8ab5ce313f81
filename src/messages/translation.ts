import type { Messages } from './en.ts';

/**
 * Errors, checks and reasons are worded once, in English, as they stand in logs and tables. For a reader of another language
 * each is found again by its wording, in which `{what}` stands for what differs, and `{WORD}` for one without a space: also one
 * that an earlier run wrote down.
 */
export interface Translator {
  /** In the reader's language; as it is where the catalogue does not know it. */
  translated(english: string): string;
}

interface Wording {
  here: string;
  /** What stands before, between and behind the places. */
  literals: readonly string[];
  names: readonly string[];
  /** Of two wordings that fit, the one that says more is meant. */
  fixed: number;
}

export function createTranslator({ said }: Pick<Messages, 'said'>): Translator {
  const wordings = Object.entries(said)
    .map(([english, here]) => wordingOf(english, here))
    .sort((a, b) => b.fixed - a.fixed);

  const whole = (english: string): string | undefined => {
    for (const wording of wordings) {
      const found = placesIn(english, wording);
      if (found !== undefined) {
        return wording.here.replace(PLACEHOLDER, (_, name: string) => translated(found[name] ?? ''));
      }
    }
    return undefined;
  };

  /**
   * Sentences are joined by `; `, an error and its hint among them; one may have the mark inside. The shortest beginning that
   * is known is a sentence: a longer one would take the next sentence for a part of what stands in it.
   */
  const translated = (english: string): string => {
    const parts = partsOf(english);
    for (let count = 1; count <= Math.min(parts.length, MOST_PARTS); count += 1) {
      const first = whole(parts.slice(0, count).join('; '));
      if (first !== undefined) return joined(first, parts.slice(count));
    }
    const [head = '', ...rest] = parts;
    return joined(head, rest);
  };
  const joined = (first: string, rest: readonly string[]): string =>
    rest.length === 0 ? first : `${first}; ${translated(rest.join('; '))}`;
  return { translated };
}

/** At every mark that stands in no bracket; one that is never closed was cut off and is none. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let open = '';
  for (const piece of text.split('; ')) {
    open = open === '' ? piece : `${open}; ${piece}`;
    if (countOf('(', open) > countOf(')', open)) continue;
    parts.push(open);
    open = '';
  }
  return open === '' ? parts : [...parts, ...open.split('; ')];
}

function countOf(mark: string, text: string): number {
  return text.split(mark).length - 1;
}

/** No sentence has the mark more often inside; what a server sends may be nothing but marks. */
const MOST_PARTS = 4;

const PLACEHOLDER = /\{(\w+)\}/g;

function wordingOf(english: string, here: string): Wording {
  const literals = english.split(/\{\w+\}/);
  const names = [...english.matchAll(PLACEHOLDER)].map(([, name]) => name as string);
  return { here, literals, names, fixed: literals.join('').length };
}

/** What stands in the places of a wording; undefined where the text is another one. */
function placesIn(text: string, { literals, names }: Wording): Record<string, string> | undefined {
  // Few wordings get beyond this, and an expression for each of them would take longer than the rest of a short run.
  if (!text.startsWith(literals[0] as string) || !text.endsWith(literals.at(-1) as string)) return undefined;
  const escaped = literals.map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const places = names.map((name) => `(?<${name}>${name === name.toUpperCase() ? String.raw`\S+` : '.+?'})`);
  const source = escaped.map((literal, index) => (index === 0 ? literal : `${places[index - 1]}${literal}`));
  const found = new RegExp(`^${source.join('')}$`, 's').exec(text);
  return found === null ? undefined : (found.groups ?? {});
}
