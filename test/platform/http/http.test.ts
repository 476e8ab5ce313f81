import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createHttp, type Http } from '../../../src/platform/http/http.ts';
import { certificate } from '../../support/certificate.ts';
import { closeServer, listen } from '../../support/tcp.ts';
import { silentLog as log } from '../../support/words.ts';

const TEXT = JSON.stringify({ items: Array.from({ length: 500 }, (_, id) => ({ id, name: 'Ñandú' })) });

let release: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of release) await each();
  release = [];
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer, path = '', secure?: { key: string; cert: string }, attempts = 1) {
  const requests: IncomingMessage[] = [];
  const listener: Answer = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  const port = await listen(server);
  const stop = new AbortController();
  const url = `http${secure === undefined ? '' : 's'}://127.0.0.1:${port}${path}`;
  const http: Http = createHttp({
    service: 'the server',
    baseUrl: url,
    timeoutMs: 2000,
    attempts,
    maxResponseBytes: 1024 * 1024,
    maxSockets: 2,
    signal: stop.signal,
    log,
  });
  release.push(async () => {
    http.close();
    server.closeAllConnections();
    await closeServer(server);
  });
  return { http, requests, stop, url, server, port };
}

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', Buffer.from],
] as [string, (text: string) => Buffer][])('an answer that is %s is read', async (encoding, encode) => {
  const { http, requests } = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(encode(TEXT));
  });
  const { status, body } = await http.request({ path: '/list' });
  expect([status, body.toString('utf8')]).toEqual([200, TEXT]);
  expect(requests[0]?.headers['accept-encoding']).toBe('gzip, deflate, br');
});

test.each([
  ['its end is missing', gzipSync(TEXT).subarray(0, 200)],
  ['it is not compressed at all', Buffer.from(TEXT)],
])('a compressed answer of which %s is an error, not half a list', async (_what, bytes) => {
  const { http } = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
  });
  await expect(http.request({ path: '/list' })).rejects.toSay('cannot reach the server for GET /list');
});

test('a small answer that unpacks to more than is accepted is refused', async () => {
  const { http } = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(4 * 1024 * 1024, 32)));
  });
  await expect(http.request({ path: '/list' })).rejects.toSay('answers GET /list with more than 1 MB');
});

test('path and query are added to a base URL, with or without a path or a slash of its own', async () => {
  for (const base of ['', '/', '/erp', '/erp/']) {
    const { http, requests } = await serve((_request, response) => response.end('{}'), base);
    await http.request({ path: '/api/list', query: { page: 2, where: '{"a b":"ñ&+"}' } });
    const url = new URL(requests[0]?.url ?? '', 'http://x');
    expect(url.pathname).toBe(`${base.replace(/\/$/, '')}/api/list`);
    expect(Object.fromEntries(url.searchParams)).toEqual({ page: '2', where: '{"a b":"ñ&+"}' });
  }
});

test('a body goes out as JSON, and headers go along', async () => {
  let received = '';
  const { http, requests } = await serve((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => (received += text));
    request.on('end', () => response.end('{}'));
  });
  await http.request({ method: 'POST', path: '/in', headers: { authorization: 'Bearer x' }, body: { ñ: 1 } });
  expect(JSON.parse(received)).toEqual({ ñ: 1 });
  expect(requests[0]?.method).toBe('POST');
  expect(requests[0]?.headers).toMatchObject({
    authorization: 'Bearer x',
    'content-type': 'application/json',
    accept: 'application/json',
  });
});

test('a POST without an idempotency key is sent once, whatever the server answers', async () => {
  for (const answer of [
    (response: ServerResponse) => response.writeHead(503).end(),
    (response: ServerResponse) => response.writeHead(429, { 'retry-after': '0' }).end(),
    (response: ServerResponse) => response.destroy(),
  ]) {
    const { http, requests } = await serve((_request, response) => answer(response), '', undefined, 4);
    await expect(http.request({ method: 'POST', path: '/in', body: {} })).rejects.toThrow();
    expect(requests).toHaveLength(1);
  }
});

test('a POST with an idempotency key, and every idempotent request, is sent again under the same key', async () => {
  for (const request of [
    { method: 'POST' as const, idempotencyKey: 'key-1' },
    { method: 'PUT' as const },
    { method: 'GET' as const },
  ]) {
    let tries = 0;
    const { http, requests } = await serve(
      (_request, response) => response.writeHead((tries += 1) < 3 ? 503 : 200).end('{}'),
      '',
      undefined,
      4,
    );
    expect(await http.request({ path: '/in', ...request })).toMatchObject({ status: 200 });
    const keys = requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(
      Array.from({ length: 3 }, () => ('idempotencyKey' in request ? 'key-1' : undefined)),
    );
  }
});

test('a POST that cannot have arrived is sent again', async () => {
  const { http, requests, server, port } = await serve(
    (_request, response) => response.end('{}'),
    '',
    undefined,
    4,
  );
  await closeServer(server);
  const answer = http.request({ method: 'POST', path: '/in', body: {} });
  setTimeout(() => server.listen(port, '127.0.0.1'), 100);
  expect(await answer).toMatchObject({ status: 200 });
  expect(requests).toHaveLength(1);
});

test.each([301, 302, 303, 307, 308])('a %d to another origin carries no header there', async (status) => {
  const elsewhere = await serve((_request, response) => response.end('{}'));
  const { http } = await serve((_request, response) => {
    response.writeHead(status, { location: `${elsewhere.url}/list` }).end();
  });
  const answer = await http.request({ path: '/list', headers: { authorization: 'Bearer secret' } });
  expect(answer.status).toBe(status);
  expect(elsewhere.requests).toEqual([]);
});

test('connections are kept, and no more are opened than are allowed', async () => {
  const sockets = new Set<unknown>();
  const { http } = await serve((request, response) => {
    sockets.add(request.socket);
    response.end(TEXT);
  });
  await Promise.all(Array.from({ length: 20 }, () => http.request({ path: '/list' })));
  expect(sockets.size).toBe(2);
});

test('an abort ends a request that hangs, with the reason of the abort', async () => {
  const { http, stop } = await serve((_request, response) => response.write('{'));
  setTimeout(() => stop.abort(new Error('stopped')), 50);
  await expect(http.request({ path: '/list' })).rejects.toSay('stopped');
});

test('sends nothing to an https server whose certificate is not trusted', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const cert = certificate('127.0.0.1', publicKey, '127.0.0.1', privateKey);
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const { http, requests } = await serve((_request, response) => response.end('{}'), '', { key, cert });
  await expect(http.request({ path: '/list' })).rejects.toSay(
    /cannot reach the server for GET \/list: \w*CERT/,
  );
  expect(requests).toEqual([]);
});

test('a server that does not speak TLS is told from one that cannot be reached', async () => {
  const { url } = await serve((_request, response) => response.end('{}'));
  const http = createHttp({
    service: 'the server',
    baseUrl: url.replace('http:', 'https:'),
    timeoutMs: 2000,
    attempts: 1,
    maxResponseBytes: 1024,
    maxSockets: 1,
    signal: new AbortController().signal,
    log,
  });
  release.push(async () => http.close());
  await expect(http.request({ path: '/list' })).rejects.toSay(/answers, but not in TLS: .*http:\/\//);
});
