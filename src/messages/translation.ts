import type { Messages } from './en.ts';

/**
 * Errors, checks and reasons are worded once, in English, as they stand in logs and tables. For a reader of another language
 * each is found again by its wording, in which `{name}` stands for what differs: also one that an earlier run wrote down.
 */
export interface Translator {
  /** In the reader's language; as it is where the catalogue does not know it. */
  translated(english: string): string;
}

interface Wording {
  pattern: RegExp;
  here: string;
  /** Letters that are not a placeholder: of two wordings that fit, the one that says more is meant. */
  fixed: number;
}

export function createTranslator({ said }: Pick<Messages, 'said'>): Translator {
  const wordings = said.map(([english, here]) => wordingOf(english, here)).sort((a, b) => b.fixed - a.fixed);

  const whole = (english: string): string | undefined => {
    for (const { pattern, here } of wordings) {
      const found = pattern.exec(english);
      if (found !== null) {
        return here.replace(PLACEHOLDER, (_, name: string) => translated(found.groups?.[name] ?? ''));
      }
    }
    return undefined;
  };

  /** Sentences are joined by `; `, an error and its hint among them; one may have the mark inside. */
  const translated = (english: string): string => {
    const found = whole(english);
    if (found !== undefined) return found;
    const parts = english.split('; ');
    for (let count = parts.length - 1; count > 0; count -= 1) {
      const first = whole(parts.slice(0, count).join('; '));
      if (first !== undefined) return `${first}; ${translated(parts.slice(count).join('; '))}`;
    }
    const [head = '', ...rest] = parts;
    return rest.length === 0 ? head : `${head}; ${translated(rest.join('; '))}`;
  };
  return { translated };
}

const PLACEHOLDER = /\{(\w+)\}/g;

function wordingOf(english: string, here: string): Wording {
  const literals = english.split(/\{\w+\}/);
  const names = [...english.matchAll(PLACEHOLDER)].map(([, name]) => name as string);
  const escaped = literals.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const source = escaped.map((text, index) => (index === 0 ? text : `(?<${names[index - 1]}>.+?)${text}`));
  return { pattern: new RegExp(`^${source.join('')}$`, 's'), here, fixed: literals.join('').length };
}
