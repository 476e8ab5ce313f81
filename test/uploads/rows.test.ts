import { expect, test } from 'vitest';
import { errorsIn, keptErrors } from '../../src/uploads/rows/errors.ts';
import { readHeader } from '../../src/uploads/rows/header.ts';
import { csvOf, GOOD, HEADINGS, productsIn, saidOf } from '../support/uploads/rows.ts';
import { inEnglish, inSpanish, refusalOf } from '../support/words.ts';
import { xlsxOf } from '../../dev/spreadsheets/xlsx.ts';

const DEFAULTS = ['stock_minimo', 'stock_critico', 'requiere_lote', 'requiere_vencimiento', 'presentacion'];

/** What is said of a row whose cells differ so from a good one; '' where nothing is wrong with it. */
async function saidOfCells(differing: Record<string, string>, decimal?: ',' | '.'): Promise<string> {
  const [row] = await productsIn(csvOf([differing]), decimal);
  return row === undefined ? 'no row' : saidOf(row);
}

/** The value of one cell of an otherwise good row. */
async function valueOf(column: string, text: string, decimal?: ',' | '.'): Promise<unknown> {
  const [row] = await productsIn(csvOf([{ [column]: text }]), decimal);
  return row?.product?.[HEADINGS.indexOf(column)] ?? (row === undefined ? 'no row' : saidOf(row));
}

test('a row becomes a product, its values as the database gives them back', async () => {
  const [row] = await productsIn(csvOf([{}]));
  expect(row).toMatchObject({ number: 2, errors: [] });
  expect(row?.product).toEqual([
    ...['PROD001', 'Ibuprofeno 400 mg', '0077912345', 'Analgésicos', 'Caja x 20', '12.0000', 'ANMAT 1234'],
    ...['Entre 15 y 30 °C', 3, 20, 8, 1, 0],
  ]);
});

test('what is optional has its usual value where the cell is empty or the column is absent', async () => {
  const empty = Object.fromEntries(DEFAULTS.map((name) => [name, '']));
  const absent = HEADINGS.filter((name) => !DEFAULTS.includes(name));
  const [ofEmpty] = await productsIn(csvOf([empty]));
  const [ofAbsent] = await productsIn(csvOf([{}], absent));
  expect(ofEmpty?.product?.slice(9)).toEqual([10, 5, 0, 1]);
  expect(ofEmpty?.product?.[4]).toBeNull();
  expect(ofAbsent?.product).toEqual(ofEmpty?.product);
});

test('columns are known whatever their case, accents, spaces and order are, and others are named and ignored', () => {
  const odd = HEADINGS.map((name) => ` ${name.replaceAll('_', ' ').toUpperCase()}* `).reverse();
  expect(readHeader(odd).places).toEqual(HEADINGS.map((_name, index) => HEADINGS.length - 1 - index));
  const header = readHeader([
    'Código',
    'Color',
    '',
    ...HEADINGS.filter((name) => name !== 'codigo'),
    'color',
  ]);
  expect(header.places[2]).toBe(0);
  expect(header.ignored).toEqual(['Color', 'color']);
  expect(header.matched[0]).toEqual({ heading: 'Código', column: 'codigo' });
  expect(header.matched).toHaveLength(13);
});

test('columns that every product needs are asked for by name, all at once', () => {
  const given = HEADINGS.filter((name) => !['codigo', 'categoria', 'stock_minimo'].includes(name));
  expect(refusalOf(() => readHeader(given))).toContain('missing columns: codigo, categoria');
  expect(inSpanish({ code: 'upload.columns_missing', params: { columns: ['a', 'b'] } }).message).toBe(
    'Columnas faltantes: a, b',
  );
});

test('one that is there twice is refused, and one that is ignored may be', () => {
  expect(refusalOf(() => readHeader([...HEADINGS, 'Código']))).toContain('the column codigo is there twice');
  expect(readHeader([...HEADINGS, 'x', 'x']).ignored).toEqual(['x', 'x']);
});

test('all that is wrong with a row is told at once', async () => {
  const said = await saidOfCells({
    ...{ nombre: ' ', codigo: '', precio_unitario: 'mucho', tiempo_entrega_dias: '1,5' },
    ...{ stock_minimo: '-1', requiere_lote: 'quizás' },
  });
  expect(said).toBe(
    'Campos obligatorios vacíos: nombre, codigo; precio_unitario: mucho no es un número; tiempo_entrega_dias: 1,5 no es un número entero; ' +
      'stock_minimo: -1 es menor que 0; requiere_lote: quizás no es verdadero ni falso: escribí sí o no, 1 o 0',
  );
});

test.each([
  ['12', '12.0000'],
  ['0', '0.0000'],
  ['0012,5', '12.5000'],
  ['1.234,50', '1234.5000'],
  ['1,234.50', '1234.5000'],
  ['$ 1.234.567', '1234567.0000'],
  ['12,345600', '12.3456'],
  ['99999999999,9999', '99999999999.9999'],
  [
    '1.234',
    'precio_unitario: 1.234 se puede leer de dos maneras: decí si los decimales van con coma o con punto',
  ],
  ['12,34567', 'precio_unitario: 12,34567 tiene más de 4 decimales'],
  ['100000000000', 'precio_unitario: 100000000000 es demasiado grande'],
  ['-3', 'precio_unitario: -3 es menor que 0'],
  ['gratis', 'precio_unitario: gratis no es un número'],
])('the price %s is %s', async (text, value) => {
  expect(await valueOf('precio_unitario', text)).toBe(value);
});

test('what could be read in two ways is not ambiguous once the decimal mark is said', async () => {
  expect(await valueOf('precio_unitario', '1.234', ',')).toBe('1234.0000');
  expect(await valueOf('precio_unitario', '1.234', '.')).toBe('1.2340');
  expect(await valueOf('stock_minimo', '1.234', ',')).toBe(1234);
  expect(await valueOf('stock_minimo', '1.234')).toContain('se puede leer de dos maneras');
});

test.each([
  ['7', 7],
  ['007', 7],
  ['7,0', 7],
  ['2147483647', 2_147_483_647],
  ['2147483648', 'tiempo_entrega_dias: 2147483648 es demasiado grande'],
  ['7,5', 'tiempo_entrega_dias: 7,5 no es un número entero'],
  ['-7', 'tiempo_entrega_dias: -7 es menor que 0'],
  ['pronto', 'tiempo_entrega_dias: pronto no es un número'],
])('%s days are %s', async (text, value) => {
  expect(await valueOf('tiempo_entrega_dias', text)).toBe(value);
});

test.each([
  ...['true', '1', 'si', 'sí', 'SÍ', 'Yes', 'VERDADERO'].map((text) => [text, 1] as const),
  ...['false', '0', 'no', 'No', 'FALSO'].map((text) => [text, 0] as const),
])('%s is %s', async (text, value) => {
  expect(await valueOf('requiere_lote', text)).toBe(value);
});

test('ids and codes stay the texts that they are, and one that a spreadsheet shortened is refused', async () => {
  expect(await valueOf('codigo', '0007791234567890123456')).toBe('0007791234567890123456');
  expect(await valueOf('id', '  A-1 ')).toBe('A-1');
  expect(await valueOf('codigo', '12E4')).toBe('12E4');
  expect(await valueOf('codigo', '7,79123E+12')).toMatch(/^codigo: 7,79123E\+12 /);
});

test('a text is as long as its column takes, in characters', async () => {
  expect(await valueOf('id', 'x'.repeat(64))).toBe('x'.repeat(64));
  expect(await valueOf('nombre', '😀'.repeat(255))).toBe('😀'.repeat(255));
  expect(await valueOf('id', 'x'.repeat(65))).toBe('id: tiene 65 caracteres; se aceptan hasta 64');
  expect(await valueOf('nombre', '😀'.repeat(256))).toBe(
    'nombre: tiene 256 caracteres; se aceptan hasta 255',
  );
});

/** A sheet whose texts are those of a good product, but for the cells that are given as XML. */
function sheetOf(differing: Record<string, string>): Buffer {
  const head = HEADINGS.map((name) => `<c t="str"><v>${name}</v></c>`);
  const cells = HEADINGS.map((name) => differing[name] ?? `<c t="str"><v>${GOOD[name]}</v></c>`);
  return xlsxOf({
    sheets: { Hoja1: `<row r="1">${head.join('')}</row><row r="7">${cells.join('')}</row>` },
  });
}

test('cells that are numbers are those numbers, with the row that the spreadsheet counts', async () => {
  const [row] = await productsIn(
    sheetOf({ id: '<c><v>7791234567890</v></c>', precio_unitario: '<c><v>1.234</v></c>' }),
  );
  expect(row?.number).toBe(7);
  expect([row?.product?.[0], row?.product?.[5]]).toEqual(['7791234567890', '1.2340']);
});

test('a cell that cannot be read is told by its column alone, and one that is ignored by none', async () => {
  const [row] = await productsIn(
    sheetOf({ codigo: '<c><v>77912345678901234</v></c>', precio_unitario: '<c><f>1+1</f></c>' }),
  );
  expect(row?.product).toBeUndefined();
  expect(row?.errors.map(({ column, what: { code } }) => [column, code])).toEqual([
    ['codigo', 'spreadsheets.cell_digits_lost'],
    ['precio_unitario', 'spreadsheets.cell_without_value'],
  ]);
  const cell = '<c t="e"><v>#REF!</v></c>';
  const head = [...HEADINGS, 'margen'].map((name) => `<c t="str"><v>${name}</v></c>`);
  const cells = HEADINGS.map((name) => `<c t="str"><v>${GOOD[name]}</v></c>`);
  const sheets = { Hoja1: `<row>${head.join('')}</row><row>${cells.join('')}${cell}</row>` };
  const [other] = await productsIn(xlsxOf({ sheets }));
  expect(other).toMatchObject({ number: 2, errors: [] });
});

test('a row with more cells than there are columns is told as a whole', async () => {
  const [row] = await productsIn(`${csvOf([{}])};50;60`);
  expect(row?.errors.map(({ column, what: { code } }) => [column, code])).toEqual([
    [null, 'spreadsheets.surplus_cells'],
  ]);
});

test('what is kept of the errors of a row can be said in either language', async () => {
  const [row] = await productsIn(csvOf([{ nombre: '', precio_unitario: 'x' }]));
  const kept = errorsIn(keptErrors(row?.errors ?? []));
  expect(kept).toEqual(row?.errors);
  expect(kept.map(({ what }) => inEnglish(what).message)).toEqual([
    'required fields are empty: nombre',
    'x is no number',
  ]);
});
