export { writeCsv } from './csv/write.ts';
export { writeXlsx } from './xlsx/write.ts';
export type { Cell } from './cell.ts';
