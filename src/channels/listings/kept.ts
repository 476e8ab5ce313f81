/** As wide as the columns of what a marketplace calls its listings. */
const MOST_CHARS = 255;

/** A text of a marketplace as its column takes it. */
export function asKept<T extends string | null>(text: T): T {
  return (text === null ? null : Array.from(text.toWellFormed()).slice(0, MOST_CHARS).join('')) as T;
}
