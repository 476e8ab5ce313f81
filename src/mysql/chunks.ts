/** Parts of what comes, each of at most `maxRows` rows and, unless a single row is longer, `maxLength` as `lengthOf` counts. */
export function* chunks<T>(
  rows: Iterable<T>,
  maxRows: number,
  maxLength = Infinity,
  lengthOf: (row: T) => number = () => 0,
): Generator<readonly T[]> {
  let part: T[] = [];
  let length = 0;
  for (const row of rows) {
    const more = lengthOf(row);
    if (part.length > 0 && (part.length === maxRows || length + more > maxLength)) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(row);
    length += more;
  }
  if (part.length > 0) yield part;
}
