import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RawClient } from '../support/raw-http.ts';
import { serverBeforeEach, TASKS, upload, UPLOAD } from '../support/uploads/server.ts';

const server = serverBeforeEach({
  speaksHttp2: true,
  maxBytes: 40 * 1024 * 1024,
  maxLive: 1000,
});
let session: ClientHttp2Session;
beforeEach(() => {
  session = connect(server.url);
});
afterEach(() => session.destroy());

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

async function ask(
  path: string,
  headers: Record<string, string> = {},
  body?: AsyncIterable<Buffer>,
): Promise<Answer> {
  const stream = session.request({
    ':path': path,
    ':method': body === undefined ? 'GET' : 'POST',
    ...headers,
  });
  const answered = once(stream, 'response') as Promise<[IncomingHttpHeaders & { ':status'?: number }]>;
  // What is not wanted is not sent to its end.
  if (body !== undefined)
    Readable.from(body)
      .on('error', () => undefined)
      .pipe(stream);
  const [given] = await answered;
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return { status: given[':status'], headers: given, text };
}

async function* form(content: Iterable<Buffer>) {
  yield Buffer.from('--B\r\nContent-Disposition: form-data; name="file"; filename="productos.csv"\r\n\r\n');
  yield* content;
  yield Buffer.from('\r\n--B--\r\n');
}
const FORM = { 'content-type': 'multipart/form-data; boundary=B' };

function* megabytes(count: number) {
  yield Buffer.from('id;nombre\n');
  for (let each = 0; each < count * 16; each += 1) yield Buffer.alloc(64 * 1024, '1;Uno\n');
}

test('a body of more than 32 MB comes over HTTP/2, and the same port speaks HTTP/1.1', async () => {
  const { status, text } = await ask(`${UPLOAD}?proveedor_id=P1`, FORM, form(megabytes(34)));
  expect(status).toBe(202);
  expect(JSON.parse(text)).toMatchObject({ size_bytes: 34 * 1024 * 1024 + 10, proveedor_id: 'P1' });
  expect((await upload(server)).status).toBe(202);
  const [first, second] = await Promise.all([ask(TASKS), ask(`${TASKS}/template`)]);
  expect((JSON.parse(first.text) as { tasks: object[] }).tasks).toHaveLength(2);
  expect([second.status, second.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('spreadsheetml'),
  ]);
});

test('what is refused over HTTP/2 is refused while it is sent, and nothing is left of it', async () => {
  const large = await ask(`${UPLOAD}?proveedor_id=P1`, FORM, form(megabytes(45)));
  expect([large.status, JSON.parse(large.text)]).toMatchObject([413, { code: 'upload.file_too_large' }]);
  const leaving = session.request({ ':path': `${UPLOAD}?proveedor_id=P1`, ':method': 'POST', ...FORM });
  leaving.write('--B\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid;nombre\n');
  leaving.write(Buffer.alloc(64 * 1024, '1;Uno\n'));
  await expect.poll(() => server.held().length).toBe(1);
  leaving.close(8);
  await expect.poll(() => server.held()).toEqual([]);
  expect(await ask(TASKS, { origin: 'https://attacker.example' })).toMatchObject({ status: 200 });
  const foreign = await ask(`${TASKS}/1/cancel`, { origin: 'https://attacker.example' }, form([]));
  expect([foreign.status, JSON.parse(foreign.text)]).toMatchObject([403, { code: 'server.other_origin' }]);
  expect((await ask(TASKS, { ':authority': 'attacker.example' })).status).toBe(421);
});

test('who says its first bytes one by one is understood, and who says nothing keeps nobody', async () => {
  const slow = new RawClient(server.url);
  for (const byte of `P`) slow.send(byte);
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (const byte of `OST ${TASKS}/x/cancel HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nContent-Length: 0\r\n\r\n`)
    slow.send(byte);
  await expect.poll(() => slow.answer.status).toBe(404);
  const silent = connectTcp(Number(new URL(server.url).port), '127.0.0.1');
  const closed = once(silent.resume(), 'close');
  await once(silent, 'connect');
  const beganMs = performance.now();
  await server.stop();
  expect(performance.now() - beganMs).toBeLessThan(1_000);
  await closed;
});

test('a task is told as it happens over HTTP/2 too, until the server stops', async () => {
  const id = String((await upload(server)).body['task_id']);
  const stream = session.request({ ':path': `${TASKS}/${id}/events` });
  const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders & { ':status'?: number }];
  expect([head[':status'], head['content-type'], head.connection]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    undefined,
  ]);
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  await expect.poll(() => text).toContain('event: snapshot');
  const ended = once(stream, 'end');
  await server.stop();
  await ended;
});
