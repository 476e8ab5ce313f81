const LONGEST_CHARS = 64;
/** A spreadsheet program has taken a code for a number. */
const SPREADSHEET = /^(\d+)\.0$/;

/** The code of an article as Air has it. Case and leading zeros stay. Undefined where it can be none. */
export function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const trimmed = String(value).trim();
  const code = SPREADSHEET.exec(trimmed)?.[1] ?? trimmed;
  return code !== '' && Array.from(code).length <= LONGEST_CHARS && code.isWellFormed() ? code : undefined;
}
