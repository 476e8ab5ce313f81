import { phrase, UsageError } from './errors.ts';
import type { Phrase } from './phrase.ts';

/** An option of a command, as a room declares it. */
export interface OptionSpec {
  /** "--limit <n>". */
  flags: string;
  about: Phrase;
  /** Throws `WrongArgumentError`. `before` is what the option was given already. */
  parse?(text: string, before: unknown): unknown;
  fallback?: unknown;
  choices?: readonly string[];
  /** Other words for some of them, which no list of them has. */
  spellings?: Readonly<Record<string, string>>;
  mandatory?: true;
}

export class WrongArgumentError extends Error {
  readonly phrase: Phrase;

  constructor(expected: Phrase) {
    super(expected.code);
    this.phrase = expected;
  }
}

/** A switch, off unless given. */
export function flag(flags: string, about: Phrase): OptionSpec {
  return { flags, about, fallback: false };
}

export function json(about: Phrase = phrase('help_json')): OptionSpec {
  return flag('--json', about);
}

export function limit(about: Phrase): OptionSpec {
  return { flags: '--limit <n>', about, parse: wholeNumber, fallback: 20 };
}

/** The same, where 0 is all. */
export function limitOrAll(about: Phrase): OptionSpec {
  return { ...limit(about), parse: (text) => (text === '0' ? 0 : wholeNumber(text)) };
}

/** Words of several options or arguments, as they were given. */
export function words(text: string, before: unknown): readonly string[] {
  return [...((before as readonly string[] | undefined) ?? []), text];
}

/** The ids in these words, of which one may hold several with commas between them. Throws `UsageError` where it is none. */
export function idsIn(given: readonly string[]): number[] {
  const wrong = noIdIn(given);
  if (wrong !== undefined) throw new UsageError(wrong);
  return partsOf(given).map(Number);
}

/** What is wrong with the first of them that is no id, if any. */
export function noIdIn(given: readonly string[]): Phrase | undefined {
  const wrong = partsOf(given).find((part) => !isId(part));
  return wrong === undefined ? undefined : phrase('no_id', { given: wrong });
}

export function isId(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
}

/** A word may hold several, with commas between them. */
function partsOf(given: readonly string[]): string[] {
  return given.flatMap((word) => word.split(','));
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new WrongArgumentError(phrase('positive_number'));
}
