import { extname } from 'node:path';

const MOST_CHARACTERS = 200;
/** Control characters, marks of the direction of writing, and halves of characters: they make a name look like another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029]/gu;

/** A file's name as a label, and nothing more: no path, and only what can be seen. '' where nothing is left. */
export function labelOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const seen = base.normalize('NFC').replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim();
  const characters = Array.from(seen);
  if (characters.length <= MOST_CHARACTERS) return seen;
  const extension = extname(seen).slice(0, 8);
  return characters.slice(0, MOST_CHARACTERS - extension.length).join('') + extension;
}

/** By its name: "xlsx". Other than what the name says is not looked for in it. */
export function extensionOf(label: string): string {
  return extname(label).slice(1).toLowerCase();
}
