/** Whether a word is in a text, both plain: anywhere, or from the beginning of words written apart: "cocacola" is in "coca cola". */
export function finderOf(word: string): (text: string) => boolean {
  const letters = Array.from(word, (letter) => letter.replace(/\W/, '\\$&'));
  const apart = new RegExp(`(?:^| )${letters.join(' ?')}`);
  return (text) => text.includes(word) || apart.test(text);
}

const NUMBER = /^\d[\d.]*$/;

/**
 * Whether each number among the words is one of the name, or begins a code; all of them plain. Digits within another number, such as
 * 500 in a barcode, are found too, but are rarely what is meant.
 */
export function isWhole(words: readonly string[], name: string, codes: readonly string[]): boolean {
  return words
    .filter((word) => NUMBER.test(word))
    .every(
      (word) =>
        codes.some((code) => code.startsWith(word)) ||
        new RegExp(`(?<![\\d.])${word.replaceAll('.', '\\.')}(?!\\.?\\d)`).test(name),
    );
}

/** Without accents, case and hyphens, with one space where there are several and a point in every decimal. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\d),(?=\d)/g, '$1.')
    .replace(/[\s-]+/g, ' ')
    .trim();
}
