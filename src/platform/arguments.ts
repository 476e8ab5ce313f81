import { phrase } from './errors.ts';
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

/** Ids of several options or arguments, or of one with commas between them. */
export function ids(text: string, before: unknown): readonly number[] {
  return [...((before as readonly number[] | undefined) ?? []), ...text.split(',').map(idIn)];
}

function idIn(text: string): number {
  const id = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(id)) return id;
  throw new WrongArgumentError(phrase('id_expected'));
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new WrongArgumentError(phrase('positive_number'));
}
