/** Parts of a list, each of at most `maxRows` rows and, unless a single row is longer, `maxChars` characters. */
export function* chunks<T>(
  rows: readonly T[],
  maxRows: number,
  maxChars = Infinity,
  charsOf: (row: T) => number = () => 0,
): Generator<readonly T[]> {
  let start = 0;
  let chars = 0;
  for (const [index, row] of rows.entries()) {
    const length = charsOf(row);
    if (index > start && (index - start === maxRows || chars + length > maxChars)) {
      yield rows.slice(start, index);
      start = index;
      chars = 0;
    }
    chars += length;
  }
  if (start < rows.length) yield rows.slice(start);
}
