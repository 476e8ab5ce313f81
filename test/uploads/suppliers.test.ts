import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ask, CSV, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const entry = (name: string, role: string, proveedores: unknown) => ({
  ...{ name, role, proveedores },
  sha256: createHash('sha256').update(`token-of-${name}`).digest('hex'),
});
const TOKENS = JSON.stringify([
  entry('ana', 'owner', '*'),
  entry('acme', 'supplier', ['P1', 'P2']),
  entry('zeta', 'supplier', ['P9']),
  entry('agency', 'supplier', '*'),
]);

const server = serverBeforeEach({ tokens: TOKENS });

const by = (name: string) => ({ authorization: `Bearer token-of-${name}` });
const upAs = (name: string, proveedor: string, headers: Record<string, string> = {}) =>
  upload(server, { query: `proveedor_id=${proveedor}`, headers: { ...by(name), ...headers } });
const askAs = (name: string, path: string, method = 'GET') =>
  ask(`${server.url}${TASKS}${path}`, { method, headers: by(name) });

test('nothing is answered without a token, and nothing is kept', async () => {
  const answers = [
    await upload(server),
    await ask(`${server.url}${TASKS}`),
    await ask(`${server.url}${TASKS}/template`),
    await ask(`${server.url}${TASKS}/status/1`),
    await ask(`${server.url}${TASKS}/1/errors`),
    await ask(`${server.url}${TASKS}/1/cancel`, { method: 'POST' }),
    await upload(server, { headers: { authorization: 'Bearer token-of-nobody' } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 401]);
  expect(server.held()).toEqual([]);
});

test('a supplier uploads for whom its token says, the owner for everybody', async () => {
  const statuses = [
    await upAs('acme', 'P1'),
    await upAs('acme', 'P2'),
    await upAs('ana', 'P9'),
    await upAs('agency', 'P9'),
  ].map(({ status }) => status);
  expect(statuses).toEqual([202, 202, 202, 202]);
  for (const proveedor of ['P9', 'p1', 'P1x', '*']) {
    expect(await upAs('acme', proveedor), proveedor).toMatchObject({
      status: 403,
      body: { code: 'upload.other_supplier' },
    });
  }
  expect(server.held()).toHaveLength(4);
});

test('a task of another supplier is as one that there is not, to look at and to cancel', async () => {
  const id = String((await upAs('acme', 'P1')).body['task_id']);
  const unknown = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (const [path, method] of [
    ['/status/ID', 'GET'],
    ['/ID/errors', 'GET'],
    ['/ID/cancel', 'POST'],
  ] as const) {
    const other = await askAs('zeta', path.replace('ID', id), method);
    const none = await askAs('zeta', path.replace('ID', unknown), method);
    expect([other.status, none.status]).toEqual([404, 404]);
    expect(JSON.stringify(other.body).replaceAll(id, unknown)).toBe(JSON.stringify(none.body));
  }
  for (const name of ['acme', 'ana', 'agency']) {
    expect((await askAs(name, `/status/${id}`)).body, name).toMatchObject({ status: 'pending' });
  }
  expect((await askAs('acme', `/${id}/cancel`, 'POST')).body).toMatchObject({ status: 'cancelled' });
});

test('each list has what its reader may see', async () => {
  for (const proveedor of ['P1', 'P2', 'P9']) await upAs('ana', proveedor);
  const listed = async (name: string) =>
    ((await askAs(name, '')).body['tasks'] as { proveedor_id: string }[])
      .map((task) => task.proveedor_id)
      .sort();
  expect(await listed('acme')).toEqual(['P1', 'P2']);
  expect(await listed('zeta')).toEqual(['P9']);
  expect(await listed('ana')).toEqual(['P1', 'P2', 'P9']);
  const foreign = String((await upAs('acme', 'P1')).body['task_id']);
  const cursor = Buffer.from(foreign).toString('base64url');
  const { tasks } = (await askAs('zeta', `?cursor=${cursor}`)).body as { tasks: { proveedor_id: string }[] };
  expect(tasks.map((task) => task.proveedor_id)).toEqual(['P9']);
});

test('an Idempotency-Key of one supplier says nothing of another\u2019s', async () => {
  const key = { 'idempotency-key': 'lista' };
  const first = await upAs('acme', 'P1', key);
  const other = await upAs('zeta', 'P9', key);
  expect([first.status, other.status]).toEqual([202, 202]);
  expect(other.body['task_id']).not.toBe(first.body['task_id']);
  expect(other.body['sha256']).toBe(createHash('sha256').update(CSV).digest('hex'));
});
