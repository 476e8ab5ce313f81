import { stripVTControlCharacters } from 'node:util';
import { Help } from 'commander';

/** As wide as the table or the line of a program whose output goes into a pipe. */
export const PIPE_COLUMNS = 80;

/** Undefined where it is no terminal. */
export function columnsOf(stream: { isTTY?: boolean; columns?: number }): number | undefined {
  return stream.isTTY === true ? stream.columns : undefined;
}

/** What stands for a space that must not become the end of a line. */
const JOINED = '\u0000';

const help = new Help();
// Commander leaves a narrow text as it is.
help.minWidthToWrap = 1;

/**
 * The same lines, those that are too long as several, broken between words, each but the first further in than it. A command that is
 * to be copied stays whole where it can. Undefined columns: nobody's terminal, where a line stays one.
 */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => hanging(line, columns))
    .join('\n');
}

function hanging(line: string, columns: number): string {
  const [margin = ''] = /^ */.exec(line) ?? [];
  const indent = `${margin}  `;
  if (stripVTControlCharacters(line).length <= columns) return line;
  const [first = '', ...rest] = words(line.slice(margin.length), columns - indent.length);
  return [margin + first, ...rest.map((each) => indent + each)].join('\n');
}

/** A text as lines of at most so many characters, broken between words, and within one only where `hard`. */
export function words(text: string, columns: number, { hard = false } = {}): string[] {
  const joined = text.replaceAll(/`[^`\n]+`/g, (code) =>
    code.length <= columns ? code.replaceAll(' ', JOINED) : code,
  );
  const broken = hard ? joined.replaceAll(new RegExp(`\\S{${columns}}(?=\\S)`, 'gu'), '$& ') : joined;
  return help.boxWrap(broken, columns).replaceAll(JOINED, ' ').split('\n');
}
