import type { DecimalMark } from '../../../src/spreadsheets/index.ts';
import { COLUMNS } from '../../../src/uploads/rows/columns.ts';
import { sentenceOf } from '../../../src/uploads/rows/errors.ts';
import { readHeader } from '../../../src/uploads/rows/header.ts';
import { ProductReader, type ProductRow } from '../../../src/uploads/rows/product.ts';
import { readAll } from '../spreadsheets.ts';
import { inSpanish } from '../words.ts';

export const HEADINGS = COLUMNS.map(({ name }) => name);

/** A product that nothing is wrong with, as a spreadsheet has it. */
export const GOOD: Readonly<Record<string, string>> = {
  id: 'PROD001',
  nombre: 'Ibuprofeno 400 mg',
  codigo: '0077912345',
  categoria: 'Analgésicos',
  presentacion: 'Caja x 20',
  precio_unitario: '12',
  certificado_sanitario: 'ANMAT 1234',
  condiciones_almacenamiento: 'Entre 15 y 30 °C',
  tiempo_entrega_dias: '3',
  stock_minimo: '20',
  stock_critico: '8',
  requiere_lote: 'sí',
  requiere_vencimiento: 'no',
};

/** So many different products, from this number on. */
export const products = (count: number, from = 1, differing: Record<string, string> = {}) =>
  Array.from({ length: count }, (_each, index) => ({
    ...{ id: `PROD${from + index}`, codigo: `C${from + index}` },
    ...differing,
  }));

/** As a .csv with `;`, of products that differ so from a good one. */
export function csvOf(products: readonly Readonly<Record<string, string>>[], headings = HEADINGS): string {
  const rows = products.map((differing) => {
    const product = { ...GOOD, ...differing };
    return headings.map((heading) => quoted(product[heading] ?? ''));
  });
  return [headings, ...rows].map((cells) => cells.join(';')).join('\n');
}

const quoted = (text: string): string => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What becomes of the rows of a file. */
export async function productsIn(
  content: string | Buffer,
  decimal: DecimalMark = 'auto',
): Promise<ProductRow[]> {
  const [head, ...rows] = (await readAll(content)).rows;
  const reader = new ProductReader(readHeader(head?.cells ?? []), decimal);
  return rows.map((row) => reader.read(row));
}

/** What is wrong with a row, as a person in Argentina reads it. */
export const saidOf = ({ errors }: Pick<ProductRow, 'errors'>): string => sentenceOf(errors, inSpanish);
