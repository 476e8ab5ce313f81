const DELIMITERS = [';', '\t', ','];
const PROPERLY_QUOTED = /^"(?:[^"]|"")*"$/;
/** Of a workbook, and of UTF-16, where a letter has two bytes. */
const NOT_BY_BYTES = ['PK', '\u00ff\u00fe', '\u00fe\u00ff'];

/**
 * A file of Air with its inch marks escaped. Air writes texts as they are, and a mark at the beginning of one would be taken for a
 * quotation mark, which goes on to the next one: through the rows between them, whose articles would be gone. A line that has as many cells
 * as the names of the columns, read as it stands, is read so. What is quoted there is left, as are lines of which nobody can say.
 * By bytes, since the characters that are looked for are the same in both encodings.
 */
export function withInchMarksEscaped(file: Buffer): Buffer {
  const text = file.toString('latin1');
  const lines = text.split(/(\r\n|\n|\r)/);
  const [names = ''] = lines;
  if (NOT_BY_BYTES.some((mark) => text.startsWith(mark)) || names.includes('"')) return file;
  const [delimiter = ''] = DELIMITERS.toSorted((a, b) => names.split(b).length - names.split(a).length);
  const columns = names.split(delimiter).length;
  const escaped = lines.map((line) => {
    if (!line.includes('"')) return line;
    const cells = line.split(delimiter);
    return cells.length === columns ? cells.map(escapedCell).join(delimiter) : line;
  });
  return Buffer.from(escaped.join(''), 'latin1');
}

function escapedCell(cell: string): string {
  if (!cell.includes('"') || PROPERLY_QUOTED.test(cell)) return cell;
  return `"${cell.replaceAll('"', '""')}"`;
}
