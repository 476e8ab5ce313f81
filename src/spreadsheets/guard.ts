/** What a spreadsheet program would take for a formula, or for the beginning of the next cell and a formula in it. */
const FORMULA = /^(?:\s*[=+\-@]|[\t\r\n])/;
const GUARDED = /^'+(?:\s*[=+\-@]|[\t\r\n])/;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)*$/;

/** A text as it may stand in a .csv that somebody opens in a spreadsheet program; a number such as -70 is none that could do harm. */
export function guarded(text: string): string {
  return (FORMULA.test(text) && !NUMBER.test(text)) || GUARDED.test(text) ? `'${text}` : text;
}

/** What was guarded, exactly as it was; every other text as it is. */
export function unguarded(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
