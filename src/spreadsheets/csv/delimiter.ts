const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** What Excel writes, and reads, above the line with the names. */
const SAID = /^"?sep=([,;\t])"?\r?\n/i;

export interface Delimited {
  readonly delimiter: Delimiter;
  /** Whether the first line only says so. */
  readonly isSaid: boolean;
}

/** What stands between the names of the columns: what there is most of in the first line that has any text, beside what is quoted. */
export function delimiterIn(beginning: string): Delimited {
  const [, said] = SAID.exec(beginning) ?? [];
  if (said !== undefined) return { delimiter: said as Delimiter, isSaid: true };
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const char of beginning.trimStart()) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === '\n' || char === '\r')) break;
    else if (!isQuoted && counts.has(char)) counts.set(char, (counts.get(char) as number) + 1);
  }
  const most = Math.max(...counts.values());
  const delimiter = DELIMITERS.find((each) => counts.get(each) === most) ?? ',';
  return { delimiter, isSaid: false };
}
