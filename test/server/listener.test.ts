import { once } from 'node:events';
import { createConnection } from 'node:net';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { inEnglish } from '../../src/cli/catalogue/index.ts';
import { ConfigurationError } from '../../src/platform/errors.ts';
import { Answers } from '../../src/server/answer.ts';
import { Health } from '../../src/server/health.ts';
import { listen } from '../../src/server/listener.ts';
import { phrase } from '../../src/server/phrase.ts';

const answers = new Answers(inEnglish);
const silent = pino({ level: 'silent' });
let health: Health;
let port: number;
let close: () => Promise<void>;

async function open(host = '127.0.0.1'): Promise<void> {
  health = new Health();
  const broken = () => Promise.reject(new Error('out of paper'));
  const listener = await listen(
    { host, port: 0 },
    { ...health.routes(answers), '/broken': broken },
    answers,
    silent,
  );
  ({ port, close } = listener);
}
beforeEach(() => open());
afterEach(() => close());

async function ask(path: string, { method = 'GET', headers = {} } = {}) {
  const asking = request({ host: '127.0.0.1', port, path, method, headers }).end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const body = await text(response);
  const json = body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>);
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    headers: response.headers,
    json,
  };
}

test('a process is alive, and ready as long as each of its parts works', async () => {
  expect(await ask('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
  const one = health.part('database', phrase('no_route', { path: 'a' }));
  const other = health.part('database');
  expect(await ask('/readyz')).toMatchObject({
    ...{ status: 503, type: 'application/problem+json' },
    json: {
      ...{ status: 503, title: 'Service Unavailable', code: 'server.not_ready' },
      detail: 'not ready: database: there is nothing at a',
      problems: [{ part: 'database', code: 'server.no_route', detail: 'there is nothing at a' }],
    },
  });
  expect(await ask('/healthz')).toMatchObject({ status: 200 });
  // One that has the same trouble adds nothing; another trouble does.
  other.fails(phrase('no_route', { path: 'a' }));
  expect((await ask('/readyz')).json?.['problems']).toHaveLength(1);
  other.fails(phrase('only_get'));
  expect((await ask('/readyz')).json?.['problems']).toHaveLength(2);
  one.works();
  other.works();
  expect(await ask('/readyz?verbose')).toMatchObject({ status: 200, json: { status: 'ready' } });
});

test('HEAD has no body, what is not there is 404, and nothing can be written', async () => {
  expect(await ask('/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, json: undefined });
  expect(await ask('/')).toMatchObject({ status: 404, json: { code: 'server.no_route' } });
  expect(await ask('/toString')).toMatchObject({ status: 404 });
  expect(await ask('/healthz', { method: 'POST' })).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD' },
  });
});

test('a route that fails is 500, and the next request is answered', async () => {
  expect(await ask('/broken')).toMatchObject({ status: 500, json: { code: 'platform.unexpected' } });
  expect(await ask('/healthz')).toMatchObject({ status: 200 });
});

test('where only this machine reaches it, no other name does', async () => {
  for (const host of ['localhost', `localhost:${port}`, '127.0.0.1', '[::1]:80', 'LOCALHOST']) {
    expect(await ask('/healthz', { headers: { host } }), host).toMatchObject({ status: 200 });
  }
  for (const host of ['attacker.example', 'localhost.attacker.example', '127.0.0.1.attacker.example']) {
    expect(await ask('/healthz', { headers: { host } }), host).toMatchObject({ status: 421 });
  }
});

test('where everybody may reach it, any name does', async () => {
  await close();
  await open('0.0.0.0');
  expect(await ask('/healthz', { headers: { host: 'worker-1.shop.internal:9090' } })).toMatchObject({
    status: 200,
  });
});

test('an address that is taken, or of another machine, is an error of the configuration', async () => {
  const refused = (host: string, to: number) =>
    listen({ host, port: to }, {}, answers, silent).then(
      () => undefined,
      (error: unknown) => error as ConfigurationError,
    );
  const taken = await refused('127.0.0.1', port);
  expect(taken).toBeInstanceOf(ConfigurationError);
  expect(taken?.phrase).toMatchObject({
    code: 'server.address_taken',
    params: { address: `127.0.0.1:${port}` },
  });
  const other = await refused('192.0.2.1', 0);
  expect(other?.phrase).toMatchObject({ code: 'server.address_refused', params: { address: '192.0.2.1:0' } });
});

test('it closes though somebody keeps a connection open', async () => {
  const idle = createConnection({ host: '127.0.0.1', port });
  await once(idle, 'connect');
  idle.on('error', () => undefined);
  const gone = once(idle, 'close');
  await close();
  await gone;
  await open();
});
