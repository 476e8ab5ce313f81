export class WrongFlag extends Error {}

export function oneOf<Value extends string>(known: readonly Value[], flag: string, text: string): Value {
  const found = known.find((value) => value === text);
  if (found === undefined) throw new WrongFlag(`${flag} takes one of ${known.join(', ')}, not "${text}"`);
  return found;
}

export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new WrongFlag(`${flag} takes a whole number from ${least} to ${most}, not "${text}"`);
  }
  return number;
}

/** The alphabet of bearer tokens, which needs no quotes in a .env file either. */
export function credential(flag: string, text: string): string {
  if (!/^[\w.~+/=-]+$/.test(text)) {
    throw new WrongFlag(`${flag} takes letters, digits and . _ ~ + / = - only`);
  }
  return text;
}
