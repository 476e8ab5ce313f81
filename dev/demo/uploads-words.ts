import { formatsIn } from '../../src/platform/formats.ts';
import type { Language } from '../../src/platform/language.ts';

/** What the demo of uploads says to a person. */
export interface UploadWords {
  /** Of the table, in two lines each. */
  headings: readonly (readonly [string, string])[];
  files: Readonly<Record<'first' | 'again' | 'prices' | 'mistakes', string>>;
  uploading(file: string, bytes: number): string;
  story(told: { repriced: number; firstError: string }): readonly string[];
  asExpected: string;
}

export function uploadWordsIn(language: Language): UploadWords {
  return language === 'es' ? es : en;
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);
const english = formatsIn('en-US');
const en: UploadWords = {
  headings: [
    ['file', ''],
    ['rows', ''],
    ['new', ''],
    ['changed', ''],
    ['un-', 'changed'],
    ['failed', ''],
    ['answered', 'after'],
    ['all', 'done'],
  ],
  files: {
    first: 'april-13.xlsx',
    again: 'the-same.xlsx',
    prices: 'april-19.csv',
    mistakes: 'mistakes.xlsx',
  },
  uploading: (file, bytes) => `a supplier uploads ${file}, ${english.number(kilobytes(bytes))} kB`,
  story: ({ repriced, firstError }) => [
    `The first file is the catalogue of a real supermarket. The same file again writes no row.`,
    `The third is next week's list as a spreadsheet program in Argentina saves it: windows-1252, semicolons, decimal commas. Only the`,
    `${english.number(repriced)} products with another price are written, and those that are new.`,
    `The last has mistakes. Each row that failed is told with its number, and all others are brought in. The first of them:`,
    `  row ${firstError}`,
  ],
  asExpected: 'Every row is accounted for.',
};

const spanish = formatsIn('es-AR');
const es: UploadWords = {
  headings: [
    ['archivo', ''],
    ['filas', ''],
    ['nuevos', ''],
    ['cambiados', ''],
    ['sin', 'cambios'],
    ['con error', ''],
    ['respuesta', 'en'],
    ['todo', 'listo en'],
  ],
  files: {
    first: 'abril-13.xlsx',
    again: 'el-mismo.xlsx',
    prices: 'abril-19.csv',
    mistakes: 'con-errores.xlsx',
  },
  uploading: (file, bytes) => `un proveedor sube ${file}, ${spanish.number(kilobytes(bytes))} kB`,
  story: ({ repriced, firstError }) => [
    `El primer archivo es el catálogo de un supermercado real. El mismo archivo otra vez no escribe ninguna fila.`,
    `El tercero es la lista de la semana siguiente como la guarda una planilla en Argentina: windows-1252, punto y coma, coma decimal. Solo`,
    `se escriben los ${spanish.number(repriced)} productos con otro precio, y los nuevos.`,
    `El último tiene errores. Cada fila con error se informa con su número, y las demás entran. La primera:`,
    `  fila ${firstError}`,
  ],
  asExpected: 'Cada fila tiene su resultado.',
};
