import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, CSV, formOf, openServer, serverBeforeEach, upload, UPLOAD } from '../support/uploads/server.ts';

const server = serverBeforeEach();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const tasks = () => server.schema.query('SELECT * FROM upload_task');
const messages = () => server.schema.query('SELECT task_id, receives FROM upload_message');
/** Nothing is left of an upload that was not taken. */
async function expectNothing(): Promise<void> {
  expect(server.held()).toEqual([]);
  expect(await tasks()).toEqual([]);
  expect(await messages()).toEqual([]);
}

test('an upload is answered with what the seed says, once file, task and message are kept', async () => {
  const { status, headers, body } = await upload(server);
  const id = String(body['task_id']);
  expect(status).toBe(202);
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(body).toEqual({
    message: 'Archivo recibido y encolado para procesamiento',
    task_id: id,
    status: 'pending',
    status_url: `/api/v1/catalog/bulk-upload/status/${id}`,
    filename: 'productos.csv',
    proveedor_id: 'PROV001',
    sha256: sha256(CSV),
    size_bytes: CSV.length,
  });
  expect(headers.get('location')).toBe(body['status_url']);
  expect(headers.get('retry-after')).toBe('1');
  expect(server.held()).toEqual([id]);
  const [name = ''] = readdirSync(server.folder).filter((each) => each.endsWith(id));
  expect(readFileSync(join(server.folder, name), 'utf8')).toBe(CSV);
  expect(await tasks()).toMatchObject([
    {
      ...{
        task_id: id,
        proveedor_id: 'PROV001',
        filename: 'productos.csv',
        state: 'pending',
        stage: 'queued',
      },
      ...{ replaces: 0, dry_run: 0, sheet: null, encoding: null, decimal_mark: 'auto' },
      ...{ object_key: name, sha256: sha256(CSV), size_bytes: CSV.length, attempts: 0 },
      store_uuid: readFileSync(join(server.folder, '.store'), 'utf8'),
    },
  ]);
  expect(await messages()).toEqual([{ task_id: id, receives: 0 }]);
  expect(await server.counted()).toEqual({ accepted: 1 });
});

test('both spellings of the path, and what may be asked for', async () => {
  const asked =
    'proveedor_id=PROV002&reemplazar_duplicados=True&solo_validar=1&hoja=Hoja%201&encoding=windows-1252&decimal=coma';
  const path = '/api/catalog/items/bulk-upload';
  expect(await upload(server, { path, query: asked })).toMatchObject({ status: 202 });
  expect(await tasks()).toMatchObject([
    {
      ...{ proveedor_id: 'PROV002', replaces: 1, dry_run: 1 },
      ...{ sheet: 'Hoja 1', encoding: 'windows-1252', decimal_mark: ',' },
    },
  ]);
});

test('what cannot be understood is 422 with each parameter, and nothing is kept', async () => {
  const wrong: [query: string, parameters: string[], detail: RegExp][] = [
    ['', ['proveedor_id'], /^falta proveedor_id$/],
    ['proveedor_id=', ['proveedor_id'], /proveedor_id/],
    [`proveedor_id=${'x'.repeat(65)}`, ['proveedor_id'], /puede tener 64 caracteres/],
    ['proveedor_id=a%00b', ['proveedor_id'], /sin caracteres de control/],
    ['proveedor_id=a&proveedor_id=b', ['proveedor_id'], /no sirve/],
    ['proveedor_id=a&solo_validr=true', ['solo_validr'], /^no hay ningún parámetro solo_validr$/],
    ['proveedor_id=a&decimal=.', ['decimal'], /debe ser auto o coma o punto/],
    ['proveedor_id=a&reemplazar_duplicados=maybe', ['reemplazar_duplicados'], /debe ser .*true o yes o si/],
    ['proveedor_id=a&encoding=klingon', ['encoding'], /debe ser una codificación/],
    ['decimal=x&proveedor_id=', ['proveedor_id', 'decimal'], /;/],
    ['proveedor_id=a&__proto__=1', ['__proto__'], /__proto__/],
  ];
  for (const [query, parameters, detail] of wrong) {
    const { status, headers, body } = await upload(server, { query });
    expect(status, query).toBe(422);
    expect(headers.get('content-type'), query).toMatch(/^application\/problem\+json\b/);
    expect(body, query).toMatchObject({ code: 'server.parameters_wrong', status: 422, parameters });
    expect(body['detail'], query).toMatch(detail);
  }
  await expectNothing();
});

test('a file of another type, by its name or by what is in it, is refused with the sentence of the seed', async () => {
  const detail = 'Formato de archivo no soportado. Use Excel (.xlsx) o CSV (.csv)';
  const pdf = '%PDF-1.7\n';
  const zip = 'PK\x03\x04';
  const files: [name: string, content: string][] = [
    ['productos.pdf', pdf],
    ['productos.txt', CSV],
    ['productos', CSV],
    ['productos.xlsm', zip],
    ['productos.csv', pdf],
    ['productos.csv', zip],
    ['productos.csv', '<html><table><tr><td>id</td></tr></table></html>'],
    ['productos.csv', 'id;nombre\0\0'],
    ['productos.csv', '\x89PNG\r\n\x1a\n\0'],
    ['productos.xlsx', CSV],
    ['productos.csv.exe', CSV],
  ];
  for (const [name, content] of files) {
    expect(await upload(server, { name, content }), name).toMatchObject({
      status: 400,
      body: { detail, code: 'upload.unsupported_type', title: 'Bad Request' },
    });
  }
  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const old = await ask(`${server.url}${UPLOAD}?proveedor_id=a`, {
    method: 'POST',
    body: formOf({ 'productos.xlsx': new Uint8Array(compound) }),
  });
  expect(old).toMatchObject({ status: 400, body: { code: 'upload.old_or_protected' } });
  expect(old.body['detail']).toMatch(/^Formato de archivo no soportado\..*contraseña/);
  await expectNothing();
  expect(await server.counted()).toEqual({ refused: files.length + 1 });
});

test('problems are told in the language that is asked for, by the same codes', async () => {
  const told = async (language: string) => {
    const { body } = await upload(server, { name: 'a.pdf', headers: { 'accept-language': language } });
    return [body['code'], String(body['detail']).slice(0, 11)];
  };
  expect(await told('en-US,en;q=0.9,es;q=0.8')).toEqual(['upload.unsupported_type', 'Unsupported']);
  expect(await told('fr,en;q=0.5,es;q=0.7')).toEqual(['upload.unsupported_type', 'Formato de ']);
  expect(await told('fr')).toEqual(['upload.unsupported_type', 'Formato de ']);
  expect(await told('en;q=0')).toEqual(['upload.unsupported_type', 'Formato de ']);
});

test('no file, two files and an empty file are told apart', async () => {
  const send = (body: FormData) => ask(`${server.url}${UPLOAD}?proveedor_id=a`, { method: 'POST', body });
  const fields = new FormData();
  fields.append('nota', 'hola');
  const codes = [
    await send(fields),
    await send(new FormData()),
    await send(formOf({ 'a.csv': CSV, 'b.csv': CSV })),
    await send(formOf({ 'a.csv': '' })),
  ].map(({ status, body }) => `${status} ${String(body['code'])}`);
  expect(codes).toEqual([
    '400 upload.no_file',
    '400 upload.no_file',
    '400 upload.two_files',
    '400 upload.file_empty',
  ]);
  await expectNothing();
  fields.append('file', new Blob([CSV]), 'a.csv');
  expect((await send(fields)).status).toBe(202);
});

test('what is no form is 415, whether it has a type or not', async () => {
  const url = `${server.url}${UPLOAD}?proveedor_id=a`;
  for (const [type, body] of [
    ['text/csv', CSV],
    ['application/json', '{}'],
    ['', ''],
  ]) {
    const headers = type === '' ? {} : { 'content-type': type as string };
    const asked = { method: 'POST', headers, ...(body === '' ? {} : { body: body as string }) };
    expect(await ask(url, asked), type).toMatchObject({ status: 415 });
  }
  await expectNothing();
});

test('a file may be as large as it says, and no byte larger', async () => {
  const limited = await openServer(server.schema, { maxBytes: 100_000 });
  try {
    const of = (bytes: number) => upload(limited, { content: CSV + 'x'.repeat(bytes - CSV.length) });
    expect((await of(100_000)).body['size_bytes']).toBe(100_000);
    const { status, body } = await of(100_001);
    expect([status, body['code']]).toEqual([413, 'upload.file_too_large']);
    expect(await of(300_000)).toMatchObject({ status: 413 });
    expect(limited.held()).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  } finally {
    await limited.close();
  }
});

test('a name is a label and no path', async () => {
  const names: [sent: string, shown: string][] = [
    ['../../etc/passwd.csv', 'passwd.csv'],
    ['C:\\Users\\ana\\lista de precios.csv', 'lista de precios.csv'],
    ['catálogo ñandú.csv', 'catálogo ñandú.csv'],
    ['\u202eexe.\u0007nombre.csv', 'exe.nombre.csv'],
    ['..csv', '..csv'],
    [`${'ñ'.repeat(400)}.csv`, `${'ñ'.repeat(196)}.csv`],
  ];
  for (const [name, shown] of names) {
    const { status, body } = await upload(server, {
      name,
      query: `proveedor_id=p${names.findIndex(([n]) => n === name)}`,
    });
    expect([status, body['filename']], name).toEqual([202, shown]);
  }
  for (const name of server.held()) expect(name).toMatch(/^[0-9a-f-]{36}$/);
});

test('a supplier has so many uploads at work and no more, however they come', async () => {
  const many = Array.from({ length: 12 }, () => upload(server));
  const answers = await Promise.all(many);
  const taken = answers.filter(({ status }) => status === 202);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.length).toBeLessThanOrEqual(5);
  for (let left = 5 - taken.length; left > 0; left -= 1) expect((await upload(server)).status).toBe(202);
  const refused = await upload(server);
  expect(refused).toMatchObject({ status: 429, body: { code: 'upload.too_many_live' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await upload(server, { query: 'proveedor_id=PROV002' })).status).toBe(202);
  expect(server.held()).toHaveLength(6);
  expect(await tasks()).toHaveLength(6);
  const ended = "UPDATE upload_task SET state = 'completed' WHERE proveedor_id = 'PROV001' LIMIT 1";
  await server.schema.query(ended);
  expect((await upload(server)).status).toBe(202);
  expect((await upload(server)).status).toBe(429);
});

test('the same Idempotency-Key with the same request is the same task, one after the other and at once', async () => {
  const headers = { 'idempotency-key': 'carga-1' };
  const first = await upload(server, { headers });
  const again = await upload(server, { headers, name: 'otro nombre.csv' });
  expect(again.status).toBe(202);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  const atOnce = { headers: { 'idempotency-key': 'carga-2' } };
  const both = await Promise.all([upload(server, atOnce), upload(server, atOnce), upload(server, atOnce)]);
  expect(both.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(both.map(({ body }) => body['task_id'])).size).toBe(1);
  expect(await tasks()).toHaveLength(2);
  expect(await messages()).toHaveLength(2);
  expect(server.held()).toHaveLength(2);
  expect(await server.counted()).toEqual({ accepted: 2, repeated: 3 });
});

test('another request under the same key is 409; another supplier may have the same key', async () => {
  const headers = { 'idempotency-key': 'carga-1' };
  expect((await upload(server, { headers })).status).toBe(202);
  const others = [{ content: `${CSV}x` }, { query: 'proveedor_id=PROV001&solo_validar=true' }];
  for (const other of others) {
    expect(await upload(server, { headers, ...other })).toMatchObject({
      status: 409,
      body: { code: 'upload.other_request' },
    });
  }
  expect(server.held()).toHaveLength(1);
  expect((await upload(server, { headers, query: 'proveedor_id=PROV002' })).status).toBe(202);
  for (const key of ['', 'x'.repeat(256), 'ñ']) {
    const { status } = await upload(server, { headers: { 'idempotency-key': key } });
    expect(status, key).toBe(422);
  }
});

test('a key is asked for again though the supplier has as many at work as it may', async () => {
  const keyed = Array.from({ length: 5 }, (_, index) => ({
    headers: { 'idempotency-key': `carga-${index}` },
  }));
  for (const each of keyed) expect((await upload(server, each)).status).toBe(202);
  expect((await upload(server)).status).toBe(429);
  expect((await upload(server, keyed[0])).status).toBe(202);
});

test('a key whose task was forgotten may be used again', async () => {
  const headers = { 'idempotency-key': 'carga-1' };
  const first = await upload(server, { headers });
  await server.schema.query('DELETE FROM upload_task');
  const again = await upload(server, { headers, content: `${CSV}x` });
  expect(again.status).toBe(202);
  expect(again.body['task_id']).not.toBe(first.body['task_id']);
});
