/** Whether a word is in a text, both plain: anywhere, or from the beginning of words written apart: "cocacola" is in "coca cola". */
export function finderOf(word: string): (text: string) => boolean {
  const letters = Array.from(word, (letter) => letter.replace(/\W/, '\\$&'));
  const apart = new RegExp(`(?:^| )${letters.join(' ?')}`);
  return (text) => text.includes(word) || apart.test(text);
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
