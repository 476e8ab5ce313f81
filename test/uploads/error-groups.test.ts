import { expect, test } from 'vitest';
import { ask, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const server = serverBeforeEach();

test('each kind of error is told once, the most frequent first, with its first rows', async () => {
  const id = String((await upload(server)).body['task_id']);
  const groupsOf = async () => (await ask(`${server.url}${TASKS}/${id}/errors/groups`)).body;
  expect(await groupsOf()).toEqual({ grupos: [], truncado: false });
  const price = (text: string) => ({
    ...{ column: 'precio_unitario', code: 'spreadsheets.decimal_wrong', params: { text } },
  });
  const empty = (...columns: string[]) => ({
    column: null,
    code: 'upload.fields_empty',
    params: { columns },
  });
  const fail = (fila: number, ...errors: object[]) =>
    server.schema.query('INSERT INTO upload_row_error VALUES (?, ?, ?)', [id, fila, JSON.stringify(errors)]);
  for (let fila = 2; fila < 14; fila += 1) await fail(fila, price(`x${fila}`));
  await fail(20, empty('nombre', 'codigo'), price('y'));
  await fail(21, empty('codigo'));
  await fail(22, { column: null, code: 'spreadsheets.surplus_cells', params: { cells: 15, columns: 13 } });
  expect(await groupsOf()).toEqual({
    grupos: [
      {
        ...{ codigo: 'spreadsheets.decimal_wrong', columna: 'precio_unitario', filas: 13 },
        error: 'precio_unitario: x2 no es un número',
        ejemplos: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      },
      {
        ...{ codigo: 'upload.fields_empty', columna: null, filas: 2 },
        ...{ error: 'Campos obligatorios vacíos: codigo', ejemplos: [20, 21] },
      },
      {
        ...{ codigo: 'upload.fields_empty', columna: null, filas: 1 },
        ...{ error: 'Campos obligatorios vacíos: nombre', ejemplos: [20] },
      },
      {
        ...{ codigo: 'spreadsheets.surplus_cells', columna: null, filas: 1, ejemplos: [22] },
        error: expect.stringMatching(/^la fila tiene 15 celdas/) as string,
      },
    ],
    truncado: false,
  });
  const unknown = '00000000-0000-0000-0000-000000000000';
  expect((await ask(`${server.url}${TASKS}/${unknown}/errors/groups`)).status).toBe(404);
});
