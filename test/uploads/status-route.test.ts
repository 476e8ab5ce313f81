import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ask, CSV, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const server = serverBeforeEach({ maxLive: 1000 });

const uploaded = async (proveedor = 'PROV001'): Promise<string> =>
  String((await upload(server, { query: `proveedor_id=${proveedor}` })).body['task_id']);
const statusOf = async (id: string) => (await ask(`${server.url}${TASKS}/status/${id}`)).body;
const become = (id: string, set: string) =>
  server.schema.query(`UPDATE upload_task SET ${set} WHERE task_id = ?`, [id]);
const cancel = (id: string, base = TASKS) => ask(`${server.url}${base}/${id}/cancel`, { method: 'POST' });
const failRow = (id: string, fila: number, column: string | null, code: string, params: object) =>
  server.schema.query('INSERT INTO upload_row_error VALUES (?, ?, ?)', [
    id,
    fila,
    JSON.stringify([{ column, code, params }]),
  ]);

const AT =
  "created_at = '2026-01-20 10:00:00', updated_at = '2026-01-20 10:00:30.5', started_at = '2026-01-20 10:00:10.5'";

test('a task that waits, and one that is at work, have the body of the seed', async () => {
  const id = await uploaded();
  await become(id, "created_at = '2026-01-20 10:00:00', updated_at = '2026-01-20 10:00:00.25'");
  const waiting = {
    task_id: id,
    status: 'pending',
    stage: 'queued',
    filename: 'productos.csv',
    proveedor_id: 'PROV001',
    sha256: createHash('sha256').update(CSV).digest('hex'),
    solo_validar: false,
    created_at: '2026-01-20T10:00:00.000Z',
    updated_at: '2026-01-20T10:00:00.250Z',
    progress: { total: null, processed: 0, successful: 0, failed: 0 },
    result: null,
    error: null,
    attempts: 0,
    next_attempt_at: null,
    encoding: null,
    delimiter: null,
    rows_per_second: null,
    errores_total: 0,
    errores_url: null,
  };
  expect(await statusOf(id)).toEqual(waiting);
  expect((await ask(`${server.url}/api/catalog/bulk-upload/status/${id}`)).body).toEqual(waiting);
  await become(
    id,
    `${AT}, state = 'processing', stage = 'writing', attempts = 1, created = 140, updated = 3, unchanged = 2, failed = 5, duplicates = 4,
     found_encoding = 'windows-1252', found_delimiter = ';'`,
  );
  expect(await statusOf(id)).toMatchObject({
    ...{ status: 'processing', stage: 'writing', result: null, error: null, attempts: 1 },
    progress: { total: null, processed: 150, successful: 145, failed: 5 },
    ...{ encoding: 'windows-1252', delimiter: ';', rows_per_second: 7.5, errores_total: 5 },
  });
});

test('a task that is completed says what became of its rows, and what was wrong with them, as the seed does', async () => {
  const id = await uploaded();
  await become(
    id,
    `${AT}, ended_at = '2026-01-20 10:00:40.5', state = 'completed', stage = 'done', attempts = 1, total = 300, created = 285,
     updated = 5, failed = 10, duplicates = 5, result = '{"created": ["PROD001", "PROD002"], "truncated": true}'`,
  );
  await failRow(id, 40, 'precio_unitario', 'upload.number_negative', { text: '-3' });
  await failRow(id, 25, null, 'upload.fields_empty', { columns: ['certificado_sanitario'] });
  const body = await statusOf(id);
  expect(body).toMatchObject({
    completed_at: '2026-01-20T10:00:40.500Z',
    rows_per_second: 10,
    errores_total: 10,
  });
  expect(body['progress']).toEqual({ total: 300, processed: 300, successful: 290, failed: 10 });
  expect(body['result']).toEqual({
    mensaje: 'Carga masiva completada',
    resumen: {
      ...{ total: 300, exitosos: 290, rechazados: 10, duplicados: 5 },
      ...{ productos_creados: 285, productos_actualizados: 5, productos_sin_cambios: 0 },
    },
    productos_creados: ['PROD001', 'PROD002'],
    productos_creados_truncado: true,
    errores: [
      { fila: 25, error: 'Campos obligatorios vacíos: certificado_sanitario' },
      { fila: 40, error: 'precio_unitario: -3 es menor que 0' },
    ],
    errores_truncado: false,
  });
  const { body: inEnglish } = await ask(`${server.url}${TASKS}/status/${id}`, {
    headers: { 'accept-language': 'en' },
  });
  expect(inEnglish['result']).toMatchObject({
    mensaje: 'Bulk upload completed',
    errores: [{ error: 'required fields are empty: certificado_sanitario' }, {}],
  });
});

test('at most 100 errors are shown, the first ones', async () => {
  const id = await uploaded();
  await become(
    id,
    `${AT}, ended_at = NOW(6), state = 'completed', stage = 'done', total = 150, failed = 150`,
  );
  const rows = Array.from({ length: 150 }, (_, index) => [id, 151 - index, '[]']);
  await server.schema.query('INSERT INTO upload_row_error VALUES ?', [rows]);
  const { result } = (await statusOf(id)) as {
    result: { errores: { fila: number }[]; errores_truncado: boolean };
  };
  expect(result.errores.map(({ fila }) => fila)).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 2),
  );
  expect(result.errores_truncado).toBe(true);
});

test('a dry run, one that failed and one that was cancelled say so', async () => {
  const id = await uploaded();
  await become(
    id,
    `${AT}, ended_at = NOW(6), state = 'completed', stage = 'done', dry_run = 1, total = 1, created = 1`,
  );
  expect((await statusOf(id))['result']).toMatchObject({
    mensaje: 'Validación completada: no se guardó nada',
  });
  await become(
    id,
    `state = 'failed', ended_at = '2026-01-20 10:01:00', error_code = 'upload.columns_missing', error_params = '{"columns": ["id", "codigo"]}'`,
  );
  const failed = await statusOf(id);
  expect(failed).toMatchObject({ status: 'failed', result: null, failed_at: '2026-01-20T10:01:00.000Z' });
  expect(failed['error']).toMatch(/^Columnas faltantes: id, codigo/);
  await become(id, `state = 'cancelled', error_code = NULL, error_params = NULL`);
  const cancelled = await statusOf(id);
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    error: null,
    cancelled_at: '2026-01-20T10:01:00.000Z',
  });
  expect(cancelled['result']).toMatchObject({
    mensaje: 'Carga masiva cancelada',
    resumen: { productos_creados: 1 },
  });
});

test('a task that there is not is 404 with the sentence of the seed, whatever its id is', async () => {
  const id = randomUUID();
  expect(await ask(`${server.url}${TASKS}/status/${id}`)).toMatchObject({
    status: 404,
    body: {
      detail: `Tarea ${id} no encontrada`,
      code: 'upload.task_unknown',
      title: 'Not Found',
      status: 404,
    },
  });
  for (const odd of ['1', '%00', "'%20OR%201=1", '..%2F..%2Fetc', 'ñ', 'x'.repeat(90)]) {
    expect(await ask(`${server.url}${TASKS}/status/${odd}`), odd).toMatchObject({ status: 404 });
  }
  expect(await cancel(id)).toMatchObject({ status: 404 });
});

test('a task that waits is cancelled at once, one at work is told to end, one that ended stays', async () => {
  const id = await uploaded();
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'cancelled', stage: 'done' } });
  const [{ ended_at: first } = {}] = await server.schema.query<{ ended_at: string }>(
    'SELECT ended_at FROM upload_task',
  );
  expect(first).not.toBeNull();
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect(await server.schema.query('SELECT ended_at FROM upload_task')).toEqual([{ ended_at: first }]);
  await become(id, "state = 'processing', stage = 'writing', ended_at = NULL");
  for (let times = 0; times < 2; times += 1) {
    expect(await cancel(id, '/api/catalog/bulk-upload')).toMatchObject({
      status: 200,
      body: { status: 'cancelling', stage: 'writing', result: null },
    });
  }
  for (const state of ['completed', 'failed']) {
    await become(id, `state = '${state}', ended_at = NOW(6)`);
    expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'upload.ended_already' } });
    expect((await statusOf(id))['status']).toBe(state);
  }
});

test('the list has the newest first, in pages, by state where that is asked for', async () => {
  const rows = Array.from({ length: 120 }, (_, index) => [
    ...[randomUUID(), index % 2 === 0 ? 'completed' : 'failed'],
    // Several of one moment.
    `2026-01-20 10:00:00.${String(Math.floor(index / 3)).padStart(6, '0')}`,
  ]);
  await server.schema.query(
    `INSERT INTO upload_task (task_id, proveedor_id, filename, state, stage, replaces, dry_run, decimal_mark, object_key, store_uuid, sha256, size_bytes,
       created_at, updated_at)
     SELECT j.id, 'P', 'a.csv', j.state, 'done', 0, 0, 'auto', j.id, UUID(), REPEAT('0', 64), 1, j.at, j.at
       FROM JSON_TABLE(?, '$[*]' COLUMNS (id CHAR(36) PATH '$[0]', state VARCHAR(12) PATH '$[1]', at VARCHAR(32) PATH '$[2]')) j`,
    [JSON.stringify(rows)],
  );
  const expected = (state?: string): string[] =>
    rows
      .filter(([, each]) => state === undefined || each === state)
      .sort(([idA = '', , atA = ''], [idB = '', , atB = '']) =>
        atA === atB ? (idA < idB ? 1 : -1) : atA < atB ? 1 : -1,
      )
      .map(([id = '']) => id);
  const walk = async (query: string): Promise<string[][]> => {
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await ask(`${server.url}${TASKS}?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const page = body as { tasks: { task_id: string }[]; next_cursor: string | null };
      pages.push(page.tasks.map(({ task_id }) => task_id));
      cursor = page.next_cursor;
    }
    return pages;
  };
  const all = await walk('');
  expect(all.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(all.flat()).toEqual(expected());
  const failed = await walk('status=failed');
  expect(failed.map(({ length }) => length)).toEqual([50, 10]);
  expect(failed.flat()).toEqual(expected('failed'));
  const [first] = (await ask(`${server.url}/api/catalog/bulk-upload`)).body['tasks'] as Record<
    string,
    unknown
  >[];
  expect(first).toMatchObject({
    task_id: all[0]?.[0],
    status: expect.any(String) as string,
    filename: 'a.csv',
  });
  expect(first).not.toHaveProperty('result');
  expect(await ask(`${server.url}${TASKS}?status=done`)).toMatchObject({ status: 422 });
  // Whoever asks for what came before a task that was forgotten meanwhile finds nothing.
  const forgotten = Buffer.from(randomUUID()).toString('base64url');
  expect((await ask(`${server.url}${TASKS}?cursor=${forgotten}`)).body).toEqual({
    tasks: [],
    next_cursor: null,
  });
  expect(await ask(`${server.url}${TASKS}?cursor=%27%22%00`)).toMatchObject({ status: 200 });
});
