/** So much of a file says what it is. */
export const HEAD_BYTES = 512;

const ZIPS: readonly string[] = ['PK\x03\x04', 'PK\x05\x06'];
/** What old Excel files and encrypted new ones lie in. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const UTF16_MARKS: readonly string[] = ['\xff\xfe', '\xfe\xff'];
/** What programs write that name a page or a document .csv. */
const MARKUP = /^(?:\xef\xbb\xbf)?\s*(?:<|%PDF-|\{\\rtf)/;
/** Other than what ends lines and fields, and the end of a file as CP/M had it. */
const PLAIN: ReadonlySet<number> = new Set(Buffer.from('\t\n\v\f\r\x1a'));
const FIRST_PRINTED = 0x20;

/** What a file is by its beginning, whatever its name is: `compound` is an old .xls or one that is protected. */
export function kindOf(head: Buffer): 'xlsx' | 'csv' | 'compound' | 'other' {
  const text = head.toString('latin1');
  if (ZIPS.includes(text.slice(0, 4))) return 'xlsx';
  if (head.subarray(0, COMPOUND.length).equals(COMPOUND)) return 'compound';
  if (UTF16_MARKS.includes(text.slice(0, 2))) return 'csv';
  const isText = head.every((byte) => byte >= FIRST_PRINTED || PLAIN.has(byte));
  return isText && !MARKUP.test(text) ? 'csv' : 'other';
}
