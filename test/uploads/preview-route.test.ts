import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { inlineRows, xlsxOf } from '../../dev/spreadsheets/xlsx.ts';
import { csvOf, GOOD, HEADINGS, products, productsIn, saidOf } from '../support/uploads/rows.ts';
import {
  ask,
  CSV,
  formOf,
  openServer,
  serverBeforeEach,
  type TestServer,
  UPLOAD,
} from '../support/uploads/server.ts';

const server = serverBeforeEach();

async function expectNothing(): Promise<void> {
  expect(server.held()).toEqual([]);
  expect(await server.schema.query('SELECT task_id FROM upload_task')).toEqual([]);
  expect(await server.counted()).toEqual({});
}

interface Looking {
  content?: string | Buffer;
  query?: string;
  name?: string;
  headers?: Record<string, string>;
}
const look = (
  { url }: TestServer,
  { content = CSV, query = '', name = 'productos.csv', headers = {} }: Looking,
) =>
  ask(`${url}${UPLOAD}/preview?${query}`, {
    ...{ method: 'POST', headers },
    body: formOf({ [name]: typeof content === 'string' ? content : Uint8Array.from(content) }),
  });
const previewOf = async (content: string | Buffer, query = '', name = 'productos.csv') => {
  const { status, body } = await look(server, { content, query, name });
  return { status, ...body } as Record<string, unknown> & { status: number };
};
interface ShownRow {
  fila: number;
  valores: string[];
  producto: Record<string, unknown> | null;
  error: string | null;
}
const rowsOf = (body: Record<string, unknown>) => body['filas'] as ShownRow[];

test('a .csv is shown as an import would understand it, before anything is written', async () => {
  const headings = ['Código', 'ID', 'Nombre *', 'Observaciones', ...HEADINGS.slice(3, 9)];
  const cells = (code: string, id: string, price: string) =>
    [code, id, 'Ibuprofeno ñandú', 'frágil', 'Analgésicos', 'Caja x 20', price, 'ANMAT 1', 'Seco', '3'].join(
      ';',
    );
  const text = [headings.join(';'), cells('007', 'P1', '1.250,50'), cells('008', 'P2', 'abc')].join('\r\n');
  const found = await previewOf(Buffer.from(text, 'latin1'), 'proveedor_id=PROV001&solo_validar=true');
  expect(found).toMatchObject({
    ...{ status: 200, filename: 'productos.csv', size_bytes: text.length, formato: 'csv', error: null },
    ...{ encoding: 'windows-1252', delimiter: ';', decimales: ['coma'], hoja: null, hojas: [] },
    claves_numericas: [],
    columnas_ignoradas: ['Observaciones'],
    columnas_faltantes: [
      { columna: 'stock_minimo', obligatoria: false, valor: 10 },
      { columna: 'stock_critico', obligatoria: false, valor: 5 },
      { columna: 'requiere_lote', obligatoria: false, valor: false },
      { columna: 'requiere_vencimiento', obligatoria: false, valor: true },
    ],
    hay_mas: false,
  });
  expect((found['columnas'] as object[]).slice(0, 3)).toEqual([
    { titulo: 'Código', columna: 'codigo' },
    { titulo: 'ID', columna: 'id' },
    { titulo: 'Nombre *', columna: 'nombre' },
  ]);
  const [good, wrong] = rowsOf(found);
  expect(good).toMatchObject({
    fila: 2,
    valores: [
      '007',
      'P1',
      'Ibuprofeno ñandú',
      'Analgésicos',
      'Caja x 20',
      '1.250,50',
      'ANMAT 1',
      'Seco',
      '3',
    ],
    producto: {
      ...{ id: 'P1', codigo: '007', precio_unitario: '1250.5000', tiempo_entrega_dias: 3 },
      ...{ stock_minimo: 10, requiere_lote: false },
    },
    error: null,
  });
  expect(wrong).toMatchObject({ fila: 3, producto: null, error: 'precio_unitario: abc no es un número' });
  await expectNothing();
});

test('its rows are wrong for the reasons of an import, and it ends after 50', async () => {
  const differing = [{ precio_unitario: '1.234' }, { codigo: '' }, { requiere_lote: 'tal vez' }, {}];
  const content = csvOf([...differing, ...products(60)].map((each) => ({ ...GOOD, ...each })));
  for (const [query, decimal] of [
    ['', 'auto'],
    ['decimal=punto', '.'],
  ] as const) {
    const found = await previewOf(content, query);
    const rows = rowsOf(found);
    expect([rows.length, found['hay_mas']]).toEqual([50, true]);
    const read = (await productsIn(content, decimal)).slice(0, 50);
    expect(rows.map(({ fila, error }) => [fila, error ?? ''])).toEqual(
      read.map((row) => [row.number, saidOf(row)]),
    );
    expect(rows.filter(({ error }) => error !== null)).toHaveLength(decimal === 'auto' ? 3 : 2);
  }
  await expectNothing();
});

test('an .xlsx is shown by its sheets, and its numbers need no mark', async () => {
  const good = Object.values({ ...GOOD, codigo: 'C-1', precio_unitario: '{price}' });
  const rows = inlineRows([HEADINGS, good]).replace(
    '<c t="inlineStr"><is><t>{price}</t></is></c>',
    '<c><v>1234.5</v></c>',
  );
  const content = xlsxOf({ sheets: { Notas: inlineRows([['Hola']]), Productos: rows } });
  const name = 'lista.xlsx';
  expect(await previewOf(content, '', name)).toMatchObject({
    ...{ formato: 'xlsx', encoding: null, delimiter: null, hoja: 'Notas', hojas: ['Notas', 'Productos'] },
    ...{ columnas: [], columnas_ignoradas: ['Hola'], filas: [] },
    error: expect.stringMatching(/^Columnas faltantes: id, nombre, codigo/) as string,
  });
  const found = await previewOf(content, 'hoja=productos', name);
  expect(found).toMatchObject({ hoja: 'Productos', decimales: [], columnas_faltantes: [], error: null });
  expect(rowsOf(found)[0]?.producto).toMatchObject({ precio_unitario: '1234.5000', codigo: 'C-1' });
  expect((await previewOf(content, 'hoja=Otra', name))['error']).toMatch(
    /no tiene la hoja Otra; tiene: Notas, Productos/,
  );
  await expectNothing();
});

test('a key that is a number in an .xlsx is named: the zeros it began with are lost there', async () => {
  const rows = inlineRows([HEADINGS, Object.values({ ...GOOD, codigo: '{code}', precio_unitario: '5' })]);
  const code = '<c t="inlineStr"><is><t>{code}</t></is></c>';
  const found = (cell: string) =>
    previewOf(xlsxOf({ sheets: { Productos: rows.replace(code, cell) } }), '', 'lista.xlsx');
  expect(await found('<c><v>77912</v></c>')).toMatchObject({ claves_numericas: ['codigo'], error: null });
  expect(await found(code)).toMatchObject({ claves_numericas: [], error: null });
});

test('the beginning of a file is shown in the encoding that the whole was found in', async () => {
  const [head = '', row = ''] = csvOf([{}]).split('\n');
  const found = await previewOf(`${head}\n${row.replaceAll(/[^ -~]/g, '')}\n`, 'encoding=windows-1252');
  expect(found).toMatchObject({ encoding: 'windows-1252', error: null });
  await expectNothing();
});

test('what an upload would be refused for is refused here too, and what cannot be read is said', async () => {
  const refused: [content: string, query: string, name: string, status: number, code: string][] = [
    ['', '', 'a.csv', 400, 'upload.file_empty'],
    ['%PDF-1.7', '', 'a.csv', 400, 'upload.unsupported_type'],
    ['id;nombre', '', 'a.txt', 400, 'upload.unsupported_type'],
    ['id;nombre', 'decimal=x', 'a.csv', 422, 'server.parameters_wrong'],
    ['id;nombre', 'solo_validr=1', 'a.csv', 422, 'server.parameters_wrong'],
    ['x'.repeat(1024 * 1024 + 1), '', 'a.csv', 413, 'upload.file_too_large'],
  ];
  for (const [content, query, name, status, code] of refused) {
    expect(await previewOf(content, query, name), code).toMatchObject({ status, code });
  }
  expect(await previewOf('PK\x03\x04 no zip', '', 'a.xlsx')).toMatchObject({
    ...{ status: 200, formato: null, columnas: [], filas: [] },
    error: expect.stringMatching(/está dañada/) as string,
  });
  expect(await previewOf('\n\n')).toMatchObject({ error: expect.stringMatching(/está vacía/) as string });
  await expectNothing();
});

test('only clients look at files, and each for whom it may upload', async () => {
  const sha256 = createHash('sha256').update('token').digest('hex');
  const tokens = JSON.stringify([{ name: 'acme', sha256, role: 'supplier', proveedores: ['P1'] }]);
  const guarded = await openServer(server.schema, { tokens });
  try {
    const headers = { authorization: 'Bearer token' };
    const statusOf = async (query: string, given: Record<string, string> = headers) =>
      (await look(guarded, { query, headers: given })).status;
    expect(await statusOf('', {})).toBe(401);
    expect(await statusOf('proveedor_id=P2')).toBe(403);
    expect(await statusOf('proveedor_id=P1')).toBe(200);
    expect(await statusOf('')).toBe(200);
    expect(guarded.held()).toEqual([]);
  } finally {
    await guarded.close();
  }
});
