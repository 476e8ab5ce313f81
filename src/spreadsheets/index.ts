export { openSpreadsheet } from './open.ts';
export { decimalAt, decimalMarkOf, type DecimalMark, readDecimal } from './decimal.ts';
export { SpreadsheetError } from './refused.ts';
export type { Row } from './row.ts';
export type { OpenOptions } from './spreadsheet.ts';
export { guarded, unguarded } from './guard.ts';
export { HEAD_BYTES, kindOf } from './kind.ts';
