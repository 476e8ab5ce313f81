import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { xlsxOf } from '../../dev/spreadsheets/xlsx.ts';
import { readAll } from '../support/spreadsheets.ts';
import { csvOf, GOOD, HEADINGS } from '../support/uploads/rows.ts';
import { ask, openServer, TASKS, type TestServer, upload } from '../support/uploads/server.ts';
import { uploadShop } from '../support/uploads/shop.ts';

const shop = uploadShop();
let server: TestServer;
beforeAll(async () => {
  server = await openServer(shop.schema, { maxLive: 1000, maxBytes: 20 * 1024 * 1024 });
});
afterAll(() => server.close());

const OF_ERRORS = ['error_fila', 'error_columna', 'error_codigo', 'error_detalle'];

/** Uploads a file over HTTP, works until it has ended, and says how it did. */
async function bring(name: string, content: string | Buffer, query = '') {
  const { status, body } = await upload(server, {
    name,
    content: content as string,
    query: `proveedor_id=PROV001${query}`,
  });
  expect(status).toBe(202);
  const id = String(body['task_id']);
  const worker = shop.start({ UPLOAD_STORE: `folder:${server.folder}` });
  try {
    await shop.ended(id);
  } finally {
    await worker.stop();
  }
  const told = await ask(`${server.url}${TASKS}/status/${id}`);
  return { id, status: told.body };
}

async function errorsOf(id: string, format = '', headers = {}) {
  const query = format === '' ? '' : `?format=${format}`;
  const response = await fetch(`${server.url}${TASKS}/${id}/errors${query}`, { headers });
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, text: bytes.toString(), headers: response.headers, ...(await readAll(bytes)) };
}

/** With columns of its own, before and behind those of the template, in another order. */
const OWN = ['Ajuste', ...[...HEADINGS].reverse(), 'Notas'];

test('a .csv comes back with its own columns and the errors behind them; corrected and uploaded, no row fails', async () => {
  const rows = [
    {},
    {
      id: 'P2',
      codigo: 'C2',
      precio_unitario: 'doce',
      nombre: "=cmd|' /C calc'!A0",
      Ajuste: '-70',
      Notas: '+54 11 4321; 12',
    },
    {
      id: 'P3',
      codigo: 'C3',
      stock_minimo: '-1',
      requiere_lote: 'quizás',
      nombre: '@Ñandú',
      Ajuste: "'=1",
      Notas: '\t=2',
    },
    { id: 'P4', codigo: 'C4', nombre: '' },
  ];
  const original = Buffer.from(csvOf(rows, OWN), 'latin1');
  const { id, status } = await bring('lista ñandú.csv', original);
  expect(status).toMatchObject({ errores_total: 3, errores_url: `${TASKS}/${id}/errors` });
  const file = await errorsOf(id);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename="errores.csv"; filename*=UTF-8''errores%20lista%20%C3%B1and%C3%BA.csv`,
  );
  expect(file.text.startsWith('\uFEFFAjuste;requiere_vencimiento;')).toBe(true);
  expect(file).toMatchObject({ encoding: 'utf-8', delimiter: ';' });
  const [head, ...failed] = file.rows.map(({ cells }) => cells);
  expect(head).toEqual([...OWN, ...OF_ERRORS]);
  expect(failed.map((cells) => cells.slice(-4))).toEqual([
    ['3', 'precio_unitario', 'spreadsheets.decimal_wrong', 'precio_unitario: doce no es un número'],
    [
      ...['4', 'stock_minimo, requiere_lote', 'upload.number_negative, upload.no_boolean'],
      'stock_minimo: -1 es menor que 0; requiere_lote: quizás no es verdadero ni falso: escribí sí o no, 1 o 0',
    ],
    ['5', 'nombre', 'upload.fields_empty', 'Campos obligatorios vacíos: nombre'],
  ]);
  expect(failed[0]?.[0]).toBe('-70');
  expect(failed[0]?.[14]).toBe("'+54 11 4321; 12");
  expect(failed[1]?.[0]).toBe("''=1");
  expect(file.text).toContain(`;'=cmd|' /C calc'!A0;`);
  const corrected = file.text
    .replace(';doce;', ';25,5;')
    .replace(';-1;', ';1;')
    .replace(';quizás;', ';no;')
    .replace(';C4;;P4;', ';C4;Uno;P4;');
  const again = await bring('errores.csv', corrected);
  expect(again.status).toMatchObject({ progress: { total: 3, successful: 3, failed: 0 }, errores_url: null });
  expect(await shop.products('nombre, precio_unitario')).toEqual({
    PROD001: ['Ibuprofeno 400 mg', '12.0000'],
    P2: ["=cmd|' /C calc'!A0", '25.5000'],
    P3: ['@Ñandú', '12.0000'],
    P4: ['Uno', '12.0000'],
  });
});

/** A sheet with numbers that are numbers, and a cell that shows an error. */
const cell = (value: string): string =>
  /^(?:\d+\.)?\d+$/.test(value)
    ? `<c><v>${value}</v></c>`
    : value === '#N/A'
      ? `<c t="e"><v>#N/A</v></c>`
      : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const sheetOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('');
const productOf = (differing: Record<string, string>): string[] =>
  [...HEADINGS, 'Margen'].map((heading) => ({ ...GOOD, Margen: '', ...differing })[heading] ?? '');

test('an .xlsx comes back with its numbers as numbers, in either format, and no cell that could not be read is taken for empty', async () => {
  const rows = [
    productOf({
      id: 'X1',
      codigo: '7791234567890',
      precio_unitario: '1.234',
      stock_minimo: '#N/A',
      Margen: '-70',
    }),
    productOf({ id: 'X2', codigo: '7791234567891', precio_unitario: '1234.5', nombre: '', Margen: '0.125' }),
  ];
  const sheets = { otra: sheetOf([['nada']]), lista: sheetOf([[...HEADINGS, 'Margen'], ...rows]) };
  const { id } = await bring('lista.xlsx', xlsxOf({ sheets }), '&hoja=lista');
  const file = await errorsOf(id);
  expect(file.headers.get('content-disposition')).toContain('filename="errores.xlsx"');
  const [head, first, second] = file.rows;
  expect(head?.cells).toEqual([...HEADINGS, 'Margen', ...OF_ERRORS]);
  const numeric = ['codigo', 'precio_unitario', 'tiempo_entrega_dias', 'stock_critico'];
  const placesOf = (names: readonly string[]) =>
    names.map((name) => [...HEADINGS, 'Margen', ...OF_ERRORS].indexOf(name));
  expect(first?.numeric).toEqual(placesOf([...numeric, 'error_fila']));
  expect(first?.cells[placesOf(['precio_unitario'])[0] as number]).toBe('1.234');
  // It would have been 10 by now.
  expect(first?.faults.map(({ column }) => column)).toEqual(placesOf(['stock_minimo']));
  expect(second?.cells.slice(13, 15)).toEqual(['0.125', '3']);
  const same = await bring('errores.xlsx', file.bytes);
  expect(same.status).toMatchObject({ progress: { total: 2, failed: 2 } });

  const csv = await errorsOf(id, 'csv', { 'accept-language': 'en' });
  expect(csv.text).toMatch(
    /^X1;Ibuprofeno 400 mg;7791234567890;.*;1,2340;.*;#N\/A;8;.*;-70;2;stock_minimo;/m,
  );
  expect(csv.text).toContain('required fields are empty: nombre');
  expect((await bring('errores.csv', csv.bytes)).status).toMatchObject({ progress: { total: 2, failed: 2 } });
  const corrected = csv.text.replace('#N/A', '7').replace('X2;;', 'X2;Gasa;');
  expect((await bring('errores.csv', corrected)).status).toMatchObject({
    progress: { total: 2, successful: 2 },
  });
  expect(await shop.products('codigo, precio_unitario, stock_minimo')).toEqual({
    X1: ['7791234567890', '1.2340', 7],
    X2: ['7791234567891', '1234.5000', 20],
  });
});

test('the errors of a .csv as .xlsx have numbers where columns are of numbers; what slid out of its column fails until it is put back', async () => {
  const text = csvOf([{ precio_unitario: '-1.234,50' }, {}], ['Ean', ...HEADINGS, 'Ajuste'])
    .replace(/$/gm, '')
    .split('\n');
  const [head = '', bad = '', slid = ''] = text;
  const rows = [head, `0077${bad}-70`, `0078${slid.replace('Ibuprofeno 400 mg', 'Ibuprofeno; 400 mg')}8`];
  const { id } = await bring('lista.csv', rows.join('\n'));
  const {
    rows: [heading, first, second],
    bytes,
  } = await errorsOf(id, 'xlsx');
  const width = HEADINGS.length + 2;
  expect(heading?.cells.slice(width)).toEqual(OF_ERRORS);
  expect(first?.cells[0]).toBe('0077');
  expect(first?.cells.slice(6, 7)).toEqual(['-1234.50']);
  expect(first?.numeric).toEqual([6, 9, 10, 11, width - 1, width]);
  expect(second?.cells.at(-1)).toBe('8');
  expect(second?.cells).toHaveLength(width + OF_ERRORS.length + 1);
  const again = await bring('errores.xlsx', bytes);
  expect(again.status).toMatchObject({
    result: {
      errores: [
        { fila: 2 },
        { fila: 3, error: expect.stringContaining('la fila tiene 20 celdas') as string },
      ],
    },
  });
  const { rows: third } = await errorsOf(again.id);
  expect(third[0]?.cells).toEqual(heading?.cells);
  expect(third[1]?.cells.slice(0, width)).toEqual(first?.cells.slice(0, width));
});

test('a file of errors that still has some gives one like it: no columns twice, and nothing guarded twice', async () => {
  const { id } = await bring('lista.csv', csvOf([{ nombre: '=A1', precio_unitario: 'x' }]));
  const first = await errorsOf(id);
  const { id: second } = await bring('errores.csv', first.text.replace(';x;', ';y;'));
  expect((await errorsOf(second)).text).toBe(
    first.text.replace(';x;', ';y;').replaceAll('x no es', 'y no es'),
  );
});

test('all rows that failed are there, however many they are', async () => {
  const bad = Array.from({ length: 1201 }, (_each, index) => ({ id: `P${index}`, nombre: '' }));
  const { id } = await bring('lista.csv', csvOf(bad));
  const { rows } = await errorsOf(id, 'xlsx');
  expect(rows.map(({ cells }) => cells[0])).toEqual(['id', ...bad.map((row) => row.id)]);
});

test('no more than two files are written for whoever does not take them, and none once they left', async () => {
  const long = { nombre: '', Notas: 'x'.repeat(32_000) };
  const { id } = await bring(
    'lista.csv',
    csvOf(
      Array.from({ length: 300 }, () => long),
      [...HEADINGS, 'Notas'],
    ),
  );
  const inHand = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).includes(id);
      } catch {
        return false;
      }
    }).length;
  const url = `${server.url}${TASKS}/${id}/errors`;
  const leaving = new AbortController();
  const { signal } = leaving;
  const taking = await Promise.all([fetch(url, { signal }), fetch(url, { signal })]);
  expect(taking.map(({ status }) => status)).toEqual([200, 200]);
  expect(inHand()).toBe(2);
  expect(await ask(url)).toMatchObject({ status: 429, body: { code: 'server.too_many_answers' } });
  leaving.abort();
  await expect.poll(inHand).toBe(0);
  expect((await ask(url)).status).toBe(200);
});

test('where there is no file of errors, it is said why', async () => {
  const { id: good } = await bring('lista.csv', csvOf([{}]));
  const { id: bad } = await bring('lista.csv', csvOf([{ id: '', codigo: 'C9' }]));
  const waiting = String((await upload(server)).body['task_id']);
  const asked = async (id: string, query = '') => {
    const { status, body, headers } = await ask(`${server.url}${TASKS}/${id}/errors${query}`);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    return [status, body['code']];
  };
  expect(await asked(good)).toEqual([404, 'upload.no_failed_rows']);
  expect(await asked(waiting)).toEqual([409, 'upload.not_ended']);
  expect(await asked(bad, '?format=pdf')).toEqual([422, 'server.parameters_wrong']);
  expect(await asked('a3bb189e-8bf9-4c0e-9f52-1f4d2b7f6f0d')).toEqual([404, 'upload.task_unknown']);
  const [name = ''] = readdirSync(server.folder).filter((each) => each.endsWith(bad));
  rmSync(join(server.folder, name));
  expect(await asked(bad)).toEqual([404, 'upload.file_gone']);
});
