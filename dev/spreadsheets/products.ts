import { escaped, inlineRows, xlsxOf } from './xlsx.ts';

/** As the template of uploads names them. */
export const COLUMNS = [
  ...['id', 'nombre', 'codigo', 'categoria', 'presentacion', 'precio_unitario', 'certificado_sanitario'],
  ...['condiciones_almacenamiento', 'tiempo_entrega_dias', 'stock_minimo', 'stock_critico'],
  ...['requiere_lote', 'requiere_vencimiento'],
] as const;

const CATEGORIES = ['Medicamentos', 'Insumos', 'Equipos', 'Reactivos', 'Descartables'];
const CONDITIONS = ['Ambiente', 'Refrigerado 2-8 °C', 'Congelado -20 °C', 'Al abrigo de la luz'];

/** A cell of a product; numbers are numbers in an .xlsx too. */
export type Cell = string | number;

/** So many products of `supplier`, each unlike the others; with another `edition` the same ones have other prices and stocks. */
export function* products(count: number, supplier = 'PROV001', edition = 0): Generator<Cell[]> {
  for (let at = 1; at <= count; at += 1) {
    yield [
      `${supplier}-${String(at).padStart(7, '0')}`,
      `Producto número ${at} de ${supplier}`,
      `COD-${supplier}-${at.toString(36).toUpperCase()}`,
      CATEGORIES[at % CATEGORIES.length] ?? '',
      `Caja × ${(at % 20) + 1}`,
      Number(`${(at % 9_000) + 10}.${String((at * 7 + edition) % 100).padStart(2, '0')}`),
      `INVIMA-${2020 + (at % 6)}-${at}`,
      CONDITIONS[at % CONDITIONS.length] ?? '',
      (at % 30) + 1,
      10 + ((at + edition) % 90),
      5,
      at % 2 === 0 ? 'true' : 'false',
      at % 3 === 0 ? 'false' : 'true',
    ];
  }
}

/** Texts in their cells, as exports write them. */
export function workbookOf(rows: Iterable<readonly Cell[]>): Buffer {
  const parts = [inlineRows([COLUMNS])];
  for (const row of rows) {
    const cells = row.map((cell) =>
      typeof cell === 'number'
        ? `<c><v>${cell}</v></c>`
        : `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`,
    );
    parts.push(`<row>${cells.join('')}</row>`);
  }
  return xlsxOf({ sheets: { Productos: parts.join('') } });
}

/** Each text once, in a list of its own that cells point into, as spreadsheet programs write them. */
export function workbookOfSharedTexts(rows: Iterable<readonly Cell[]>): Buffer {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const cellOf = (cell: Cell): string =>
    typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="s"><v>${placeOf(cell)}</v></c>`;
  const rowOf = (row: readonly Cell[]): string => `<row>${row.map(cellOf).join('')}</row>`;
  const parts = [rowOf(COLUMNS)];
  for (const row of rows) parts.push(rowOf(row));
  const strings = [...places.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`).join('');
  return xlsxOf({ sheets: { Productos: parts.join('') }, strings });
}

export function csvOf(rows: Iterable<readonly Cell[]>): Buffer {
  const lines = [COLUMNS.join(',')];
  for (const row of rows) lines.push(row.join(','));
  return Buffer.from(`${lines.join('\n')}\n`);
}
