import { redact } from './redact.ts';

/**
 * Text that came from outside, made harmless for one line of a terminal or a log: control characters (terminal escapes
 * among them) and marks that reverse the direction of writing become visible escapes; the rest stays as it is. Secrets are
 * hidden here already: once the text is cut, nobody would know the beginning of one.
 */
export function printable(text: string, maxChars = 300): string {
  const safe = redact(text);
  const cut = safe.length > maxChars ? `${safe.slice(0, maxChars)}…` : safe;
  return cut.replace(UNPRINTABLE, escaped);
}

/** A value as JSON for stdout, which may be a terminal as well: the same value, with what `printable` escapes escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** A system's error in a few words, its code once: "connect ECONNREFUSED 127.0.0.1:9", not the code before and in it. */
export function causeInWords(code: string, message: string): string {
  const said = printable(message);
  return code === '' || said.includes(code) ? said : `${code} ${said}`.trim();
}

const HEIGHTS = '▁▂▃▄▅▆▇█';

/** Values as a line of small bars, the largest one full; what is not nothing is never drawn as nothing. */
export function trendOf(values: readonly number[]): string {
  const most = Math.max(...values, 1);
  const height = (value: number): number =>
    value === 0 ? 0 : Math.max(1, Math.round((value / most) * (HEIGHTS.length - 1)));
  return values.map((value) => HEIGHTS[height(value)]).join('');
}
