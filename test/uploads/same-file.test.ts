import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ask, CSV, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const TOKENS = JSON.stringify([
  { name: 'ana', role: 'owner', sha256: hashOf('ana') },
  { name: 'acme', role: 'supplier', proveedores: ['P1'], sha256: hashOf('acme') },
  { name: 'zeta', role: 'supplier', proveedores: ['P2'], sha256: hashOf('zeta') },
]);
const server = serverBeforeEach({ maxLive: 1000, tokens: TOKENS });

const by = (name: string) => ({ authorization: `Bearer ${name}` });
const up = async (query: string, name: string, more: { content?: string; headers?: object } = {}) => {
  const headers = { ...by(name), ...more.headers };
  const { status, body } = await upload(server, {
    query,
    headers,
    ...(more.content && { content: more.content }),
  });
  expect(status).toBe(202);
  return body;
};

test('a file that was uploaded before says as what, and one that only was tried does not count', async () => {
  expect(await up('proveedor_id=P1&solo_validar=true', 'acme')).not.toHaveProperty('repetido_de');
  const first = await up('proveedor_id=P1', 'acme');
  expect(first).not.toHaveProperty('repetido_de');
  await server.schema.query(
    "UPDATE upload_task SET state = 'completed', created_at = '2026-01-20 10:00:00.25' WHERE task_id = ?",
    [first['task_id'] as string],
  );
  const repeated = {
    repetido_de: { task_id: first['task_id'], created_at: '2026-01-20T10:00:00.250Z', status: 'completed' },
  };
  const second = await up('proveedor_id=P1', 'ana', { headers: { 'idempotency-key': 'lista' } });
  expect(second).toMatchObject(repeated);
  expect(await up('proveedor_id=P1&solo_validar=true', 'acme')).toMatchObject({
    repetido_de: { task_id: second['task_id'], status: 'pending' },
  });
  expect(await up('proveedor_id=P1', 'acme', { content: `${CSV}\n` })).not.toHaveProperty('repetido_de');
  await up('proveedor_id=P1', 'acme');
  const again = await up('proveedor_id=P1', 'ana', { headers: { 'idempotency-key': 'lista' } });
  expect(again).toEqual(second);
});

test('the same file of another supplier is nobody else\u2019s news', async () => {
  const first = await up('proveedor_id=P1', 'ana');
  expect(await up('proveedor_id=P2', 'ana')).not.toHaveProperty('repetido_de');
  const listed = async (name: string, query: string) => {
    const { body } = await ask(`${server.url}${TASKS}?${query}`, { headers: by(name) });
    return (body['tasks'] as { proveedor_id: string }[]).map((task) => task.proveedor_id);
  };
  const hash = `sha256=${String(first['sha256'])}`;
  expect(await listed('ana', hash)).toEqual(['P2', 'P1']);
  expect(await listed('ana', `${hash.toUpperCase().replace('SHA', 'sha')}&proveedor_id=P1`)).toEqual(['P1']);
  expect(await listed('acme', hash)).toEqual(['P1']);
  expect(await listed('acme', `${hash}&proveedor_id=P2`)).toEqual([]);
  expect(await listed('ana', `sha256=${'0'.repeat(64)}`)).toEqual([]);
  const { status, body } = await ask(`${server.url}${TASKS}?sha256=abc`, { headers: by('ana') });
  expect([status, body['detail']]).toEqual([422, 'sha256 debe ser 64 dígitos hexadecimales']);
});
