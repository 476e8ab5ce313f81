import { InvalidArgumentError, Option } from 'commander';

/** A switch, off unless given. */
export function flag(flags: string, about: string): Option {
  return new Option(flags, about).default(false);
}

export function json(about = 'print JSON on stdout'): Option {
  return flag('--json', about);
}

/** An option with a value, read by `parse`. */
export function option<T>(
  flags: string,
  about: string,
  parse: (text: string, before?: T) => T,
  fallback?: T,
): Option {
  const made = new Option(flags, about).argParser(parse);
  return fallback === undefined ? made : made.default(fallback);
}

export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a positive whole number.');
}

/** Ids of several options, or of one with commas between them. */
export function collectIds(text: string, ids: readonly number[] = []): readonly number[] {
  return [...ids, ...text.split(',').map(productId)];
}

export function productId(text: string): number {
  const id = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(id)) return id;
  throw new InvalidArgumentError('A product id is a positive whole number.');
}
