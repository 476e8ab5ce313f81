import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { UnavailableError } from '../../src/platform/errors.ts';
import { Answers } from '../../src/server/answer.ts';
import { addSystemRoutes, type App, createApp } from '../../src/server/app.ts';
import { Health } from '../../src/server/health.ts';
import { httpSeconds, metricsRoute, openRegistry } from '../../src/server/metrics.ts';
import { openAt } from '../../src/server/open-at.ts';
import { phrase } from '../../src/server/phrase.ts';
import { Tokens } from '../../src/server/tokens.ts';
import { RawClient } from '../support/raw-http.ts';
import { ask } from '../support/uploads/server.ts';
import { inEnglish, inSpanish } from '../support/words.ts';

let app: App | undefined;
let lines: string[] = [];
const health = new Health();
afterEach(async () => {
  app?.server.closeAllConnections();
  await app?.close();
  lines = [];
});

const tokenOf = (name: string): string => `${name}-secret-token`;
const entry = (name: string, role: string, proveedores: unknown) => ({
  ...{ name, role, proveedores },
  sha256: createHash('sha256').update(tokenOf(name)).digest('hex'),
});
const TOKENS = JSON.stringify([entry('ana', 'owner', '*'), entry('acme', 'supplier', ['P1'])]);

async function open(tokens?: string): Promise<string> {
  const log = pino({ level: 'debug', messageKey: 'message' }, { write: (line) => void lines.push(line) });
  const register = openRegistry();
  app = await createApp({
    answers: { es: new Answers(inSpanish), en: new Answers(inEnglish) },
    ...{
      log,
      tokens: tokens === undefined ? undefined : new Tokens(tokens),
      onAnswered: httpSeconds(register),
    },
  });
  addSystemRoutes(
    app,
    health,
    metricsRoute(register, () => Promise.resolve()),
  );
  const schema = {
    querystring: z.strictObject({ n: z.enum(['1', '2']), text: z.string().max(3).optional() }),
    response: { 200: z.object({ who: z.string() }) },
  };
  app.get('/of-clients', { config: { who: 'clients' }, schema }, ({ client }) => ({ who: client.name }));
  app.post('/write', { config: { who: 'clients' } }, ({ client }) => ({ who: client.name }));
  app.get('/owners', () => ({ fine: true }));
  app.get('/broken', () => Promise.reject(new Error('out of paper at 10.0.0.7')));
  app.get('/away', () => Promise.reject(new UnavailableError(phrase('no_route', { path: '10.0.0.7:3306' }))));
  return openAt(app, { host: '127.0.0.1', port: 0 });
}

const bearer = (name: string) => ({ headers: { authorization: `Bearer ${tokenOf(name)}` } });
const statusOf = async (url: string, asking = {}): Promise<string> => {
  const { status, body } = await ask(url, asking);
  return `${status} ${String(body['code'])}`;
};

test('without tokens whoever works on this machine is the owner, and asks for it by its name', async () => {
  const url = await open();
  expect(await ask(`${url}/of-clients?n=1`)).toMatchObject({ status: 200, body: { who: 'local' } });
  expect((await ask(`${url}/owners`)).status).toBe(200);
  expect((await ask(`${url.replace('127.0.0.1', 'localhost')}/owners`)).status).toBe(200);
  for (const [host, status] of [
    ['localhost:9', 200],
    ['[::1]', 200],
    ['attacker.example', 421],
    ['localhost.attacker.example', 421],
  ] as const) {
    const client = new RawClient(url);
    client.send(`GET /owners HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await expect.poll(() => client.answer.status, { interval: 10 }).toBe(status);
    client.abort();
  }
});

test('with tokens each sees what is theirs, and what is not there is not told from what is the owner\u2019s', async () => {
  const url = await open(TOKENS);
  const [owner, supplier] = [bearer('ana'), bearer('acme')];
  expect(await statusOf(`${url}/of-clients?n=1`)).toBe('401 server.token_missing');
  expect(await statusOf(`${url}/nowhere`)).toBe('401 server.token_missing');
  expect(await statusOf(`${url}/metrics`)).toBe('401 server.token_missing');
  const { headers } = await ask(`${url}/owners`);
  expect(headers.get('www-authenticate')).toBe('Bearer realm="bitcram-inventory-sync"');
  for (const wrong of ['Bearer nobody', `Basic ${tokenOf('ana')}`, 'Bearer', tokenOf('ana')]) {
    const refused = await ask(`${url}/of-clients?n=1`, { headers: { authorization: wrong } });
    expect([refused.status, refused.body['code']], wrong).toEqual([401, 'server.token_unknown']);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  }
  expect(await statusOf(`${url}/of-clients?n=1&token=${tokenOf('ana')}`)).toBe('401 server.token_missing');
  expect((await ask(`${url}/of-clients?n=1`, supplier)).body).toEqual({ who: 'acme' });
  expect((await ask(`${url}/of-clients?n=1`, owner)).body).toEqual({ who: 'ana' });
  for (const path of ['/owners', '/metrics', '/openapi.json']) {
    const [hidden, nowhere] = [await ask(url + path, supplier), await ask(`${url}/nowhere`, supplier)];
    expect([hidden.status, nowhere.status], path).toEqual([404, 404]);
    expect(String(hidden.body['detail']).replace(path, '/nowhere')).toBe(nowhere.body['detail']);
    expect((await ask(url + path, owner)).status, path).toBe(200);
  }
  for (const path of ['/healthz', '/readyz']) expect((await ask(url + path)).status, path).toBe(200);
  expect(lines.join('')).not.toContain('secret-token');
});

test('what changes something is asked for by a page of its own, or by a program', async () => {
  const url = await open(TOKENS);
  const write = (headers: Record<string, string>) =>
    statusOf(`${url}/write`, { method: 'POST', headers: { ...bearer('acme').headers, ...headers } });
  expect(await write({})).toBe('200 undefined');
  expect(await write({ origin: url })).toBe('200 undefined');
  for (const origin of ['https://attacker.example', 'null', `${url}0`, 'http://127.0.0.1']) {
    expect(await write({ origin }), origin).toBe('403 server.other_origin');
  }
  const read = { headers: { ...bearer('acme').headers, origin: 'https://attacker.example' } };
  const answer = await ask(`${url}/of-clients?n=1`, read);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('what is wrong is told in two languages, and what is nobody\u2019s business only in the log', async () => {
  const url = await open();
  const detailOf = async (path: string, language: string) => {
    const { status, body, headers } = await ask(url + path, { headers: { 'accept-language': language } });
    expect(headers.get('cache-control')).toBe('no-store');
    return [status, body['detail']];
  };
  expect(await detailOf('/of-clients?n=3', 'es')).toEqual([422, 'n debe ser 1 o 2']);
  expect(await detailOf('/of-clients?n=3', 'en-GB')).toEqual([422, 'n must be 1 or 2']);
  expect(await detailOf('/of-clients?text=long&other=1', 'en')).toEqual([
    422,
    'n is missing; text may have 3 characters; there is no parameter other',
  ]);
  expect(await detailOf('/nowhere?secret=1', 'en')).toEqual([404, 'there is nothing at /nowhere']);
  for (const [path, status] of [
    ['/broken', 500],
    ['/away', 503],
  ] as const) {
    const answer = await ask(url + path);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain('10.0.0.7');
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
  }
  expect(lines.filter((line) => line.includes('"error_code"') && line.includes('10.0.0.7'))).toHaveLength(2);
  expect(lines.join('')).not.toContain('secret=1');
});

test('a client that says its head slowly is let go, and one that says nothing more', async () => {
  const url = await open();
  if (app !== undefined) app.server.headersTimeout = 300;
  if (app !== undefined) app.server.setTimeout(400);
  const slow = new RawClient(url);
  const silent = new RawClient(url);
  slow.send('GET /owners HTTP/1.1\r\n');
  silent.send(
    'POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
  );
  const drip = setInterval(() => slow.send('X-Slow: 1\r\n'), 50);
  try {
    await expect.poll(() => slow.answer.isEnded && silent.answer.isEnded, { timeout: 15_000 }).toBe(true);
  } finally {
    clearInterval(drip);
  }
  expect(slow.answer.text).toContain('"code":"server.too_slow"');
  await sleep(10);
  expect((await ask(`${url}/owners`)).status).toBe(200);
});

test('answers are counted by their route, method and status', async () => {
  const url = await open();
  await ask(`${url}/of-clients?n=1`);
  await ask(`${url}/of-clients?n=2`);
  await ask(`${url}/nowhere/1`);
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.split('\n').filter((line) => line.startsWith('inventory_http_request_seconds_count'));
  expect(counts).toEqual([
    'inventory_http_request_seconds_count{method="GET",route="/of-clients",status="200"} 2',
    'inventory_http_request_seconds_count{method="GET",route="none",status="404"} 1',
  ]);
});
