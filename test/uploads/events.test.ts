import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import Fastify from 'fastify';
import { EventStream } from '../../src/server/event-stream.ts';
import { Places } from '../../src/server/places.ts';
import { openAt } from '../../src/server/open-at.ts';
import { RawClient } from '../support/raw-http.ts';
import { ask, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const TOKENS = JSON.stringify([
  { name: 'ana', role: 'owner', sha256: hashOf('ana') },
  { name: 'acme', role: 'supplier', proveedores: ['P1'], sha256: hashOf('acme') },
]);
const server = serverBeforeEach({ tokens: TOKENS, maxLive: 1000 });

const by = (name: string) => ({ authorization: `Bearer ${name}` });
const uploaded = async (): Promise<string> =>
  String((await upload(server, { query: 'proveedor_id=P1', headers: by('acme') })).body['task_id']);
const become = (id: string, set: string) =>
  server.schema.query(`UPDATE upload_task SET ${set}, updated_at = NOW(6) WHERE task_id = ?`, [id]);

interface Told {
  event: string;
  ms: number;
  data: { status: string; progress: { processed: number }; result: { errores: unknown[] } | null };
}

/** What is told, as it comes. */
function listen(id: string, headers: Record<string, string> = by('acme')) {
  const told: Told[] = [];
  const leaving = new AbortController();
  const ended = (async () => {
    const response = await fetch(`${server.url}${TASKS}/${id}/events`, { headers, signal: leaving.signal });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      rest += chunk;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const [, event = '', data = ''] = /event: (.*)\ndata: (.*)/.exec(rest.slice(0, end)) ?? [];
        if (event !== '') told.push({ event, ms: performance.now(), data: JSON.parse(data) as Told['data'] });
        rest = rest.slice(end + 2);
      }
    }
  })();
  ended.catch(() => undefined);
  return { told, ended, leave: () => leaving.abort(), names: () => told.map(({ event }) => event) };
}

const WORKING = "state = 'processing', stage = 'writing', attempts = 1";

test('a task is told from how it is to its end, each event with the body of the status, and the stream ends', async () => {
  const id = await uploaded();
  const all = [listen(id), listen(id, { ...by('ana'), 'last-event-id': '77' })];
  await expect.poll(() => all.map(({ names }) => names())).toEqual([['snapshot'], ['snapshot']]);
  expect(all[0]?.told[0]?.data).toEqual(
    (await ask(`${server.url}${TASKS}/status/${id}`, { headers: by('acme') })).body,
  );
  await become(id, WORKING);
  await expect
    .poll(() => all.map(({ names }) => names()), { timeout: 3000 })
    .toEqual(all.map(() => ['snapshot', 'state']));
  await become(id, 'created = 7');
  await expect
    .poll(() => all.map(({ names }) => names().at(-1)), { timeout: 3000 })
    .toEqual(['progress', 'progress']);
  await server.schema.query('INSERT INTO upload_row_error VALUES (?, 9, ?)', [
    id,
    JSON.stringify([{ column: null, code: 'upload.fields_empty', params: { columns: ['nombre'] } }]),
  ]);
  await become(id, "state = 'completed', stage = 'done', failed = 1, total = 8, ended_at = NOW(6)");
  await Promise.all(all.map(({ ended }) => ended));
  for (const { told, names } of all) {
    expect(names()).toEqual(['snapshot', 'state', 'progress', 'done']);
    expect(told[2]?.data).toMatchObject({ status: 'processing', progress: { processed: 7 } });
    expect(told[3]?.data).toMatchObject({
      status: 'completed',
      result: { errores: [{ fila: 9, error: 'Campos obligatorios vacíos: nombre' }] },
    });
  }
  const late = listen(id);
  await late.ended;
  expect(late.names()).toEqual(['snapshot', 'done']);
});

test('nobody is told more than twice a second, and the database is asked once for all who listen', async () => {
  const ids = [await uploaded(), await uploaded()];
  for (const id of ids) await become(id, WORKING);
  const all = [...ids, ...ids, ...ids].map((id) => listen(id));
  await expect.poll(() => all.every(({ told }) => told.length > 0)).toBe(true);
  let questions = 0;
  server.database.watch = (sent) => void (questions += Number(sent.includes('FROM upload_task')));
  const untilMs = performance.now() + 2_200;
  let changes = 0;
  while (performance.now() < untilMs) {
    changes += 1;
    for (const id of ids) await become(id, `created = ${changes}`);
    await sleep(20);
  }
  // Two a look: what changed, and how that is now.
  expect(questions).toBeGreaterThan(3);
  expect(questions).toBeLessThan(12);
  for (const { told, leave } of all) {
    expect(told.length).toBeGreaterThan(3);
    for (const [index, { ms }] of told.entries())
      expect((told[index + 2]?.ms ?? Infinity) - ms).toBeGreaterThan(900);
    leave();
  }
});

test('a task of another supplier cannot be listened to, and one that is forgotten ends its streams', async () => {
  const id = String((await upload(server, { query: 'proveedor_id=P2', headers: by('ana') })).body['task_id']);
  const statuses = [];
  for (const [task, headers] of [
    [id, by('acme')],
    [randomUUID(), by('ana')],
    [id, {}],
  ] as const) {
    statuses.push((await ask(`${server.url}${TASKS}/${task}/events`, { headers })).status);
  }
  expect(statuses).toEqual([404, 404, 401]);
  const stream = listen(id, by('ana'));
  await expect.poll(() => stream.told.length).toBe(1);
  await server.schema.query('DELETE FROM upload_task');
  await stream.ended;
  expect(stream.names()).toEqual(['snapshot']);
});

test('who listens while the database is away hears what happened once it is back', async () => {
  const id = await uploaded();
  const stream = listen(id);
  await expect.poll(() => stream.told.length).toBe(1);
  server.database.mode = 'refuse';
  server.database.cut();
  await become(id, "state = 'cancelled', stage = 'done', ended_at = NOW(6)");
  await sleep(700);
  expect(stream.names()).toEqual(['snapshot']);
  server.database.mode = 'pass';
  await stream.ended;
  expect(stream.names()).toEqual(['snapshot', 'done']);
});

test('a cookie is as good as a token', async () => {
  const id = await uploaded();
  const entered = await fetch(`${server.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token: 'acme' }),
  });
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
  await become(id, "state = 'cancelled', stage = 'done', ended_at = NOW(6)");
  const stream = listen(id, { cookie });
  await stream.ended;
  expect(stream.names()).toEqual(['snapshot', 'done']);
});

test('a server that closes ends its streams at once', async () => {
  const id = await uploaded();
  const stream = listen(id);
  await expect.poll(() => stream.told.length).toBe(1);
  const beganMs = performance.now();
  await server.stop();
  await stream.ended;
  expect(performance.now() - beganMs).toBeLessThan(1_000);
});

test('whoever does not take what is told is let go', async () => {
  const app = Fastify();
  let stream: EventStream | undefined;
  let sent = 0;
  app.get('/', (_request, reply) => {
    stream = new EventStream(reply);
    stream.send({ event: 'snapshot', data: '' });
    return reply.send(stream.bytes);
  });
  const url = await openAt(app, { host: '127.0.0.1', port: 0 });
  const client = new RawClient(url);
  client.socket.pause();
  client.send(`GET / HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
  await expect.poll(() => stream).toBeDefined();
  while (stream?.bytes.destroyed === false && sent < 1_000) {
    stream.send({ event: 'progress', data: 'x'.repeat(64 * 1024) });
    sent += 1;
    await sleep(1);
  }
  expect(sent).toBeLessThan(1_000);
  expect(sent).toBeGreaterThan(2);
  await app.close();
});

test('there are so many places, and so many of them for one client', () => {
  const places = new Places({ all: 3, ofOneClient: 2 });
  const [ana, acme] = [{ name: 'ana' }, { name: 'acme' }];
  const [first, second] = [places.take(ana), places.take(ana)];
  expect(() => places.take(ana)).toThrow('429 server.too_many_answers');
  places.take(acme);
  expect(() => places.take(acme)).toThrow('503 server.too_busy');
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  const third = places.take(ana);
  expect(() => places.take(ana)).toThrow('429');
  for (const place of [second, third]) place[Symbol.dispose]();
});
