import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { Answers } from '../../src/server/answer.ts';
import { type App, createApp } from '../../src/server/app.ts';
import { Attempts } from '../../src/server/log-in/attempts.ts';
import { logInFor, nextOf } from '../../src/server/log-in/next.ts';
import { Sessions } from '../../src/server/log-in/sessions.ts';
import { openAt } from '../../src/server/open-at.ts';
import { Tokens } from '../../src/server/tokens.ts';
import { inEnglish, inSpanish } from '../support/words.ts';

let app: App | undefined;
let lines: string[] = [];
afterEach(async () => {
  app?.server.closeAllConnections();
  await app?.close();
  lines = [];
});

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const entry = (name: string, role: string, token = `${name}-secret-token`) => ({
  ...{ name, role, sha256: hashOf(token) },
  ...(role === 'supplier' && { proveedores: ['P1'] }),
});
const tokensOf = (...entries: object[]) => new Tokens(JSON.stringify(entries));
const TOKENS = tokensOf(entry('ana', 'owner'), entry('acme', 'supplier'));

async function open(tokens: Tokens | undefined): Promise<string> {
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  app = await createApp({ answers: { es: new Answers(inSpanish), en: new Answers(inEnglish) }, log, tokens });
  app.get('/of-clients', { config: { who: 'clients' } }, ({ client }) => ({ who: client.name }));
  app.post('/write', { config: { who: 'clients' } }, ({ client }) => ({ who: client.name }));
  app.get('/owners', () => ({ fine: true }));
  return openAt(app, { host: '127.0.0.1', port: 0 });
}

const send = (url: string, init: RequestInit = {}) => fetch(url, { redirect: 'manual', ...init });
const logIn = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  send(`${url}/login`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: url, ...headers },
  });
/** As a browser sends it back. */
const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

test('somebody logs in with a token and is known by a cookie that says nothing of it', async () => {
  const url = await open(TOKENS);
  const entered = await logIn(url, { token: ' acme-secret-token\n', next: '/uploads?lang=en' });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/uploads?lang=en']);
  const said = entered.headers.get('set-cookie') ?? '';
  expect(said).toMatch(/^session=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(Buffer.from(said, 'base64').toString('latin1') + said).not.toContain('secret');
  expect(said).not.toContain(hashOf('acme-secret-token'));
  const cookie = cookieOf(entered);
  expect(await (await send(`${url}/of-clients`, { headers: { cookie: `a=b; ${cookie}` } })).json()).toEqual({
    who: 'acme',
  });
  expect((await send(`${url}/owners`, { headers: { cookie } })).status).toBe(404);
  const known = await (await send(`${url}/login`, { headers: { cookie, 'accept-language': 'en' } })).text();
  expect(known).toContain('You are logged in as acme.');
  const left = await send(`${url}/logout`, { method: 'POST', headers: { cookie, origin: url } });
  expect([left.status, left.headers.get('location')]).toEqual([303, '/login']);
  expect(left.headers.get('set-cookie')).toMatch(/^session=; Max-Age=0; /);
  expect(lines.join('')).not.toContain('secret');
});

test('behind https the cookie is the host\u2019s alone, and never sent in plain text', async () => {
  const url = await open(TOKENS);
  const https = { 'x-forwarded-proto': 'https' };
  const entered = await logIn(url, { token: 'ana-secret-token' }, https);
  expect(entered.headers.get('set-cookie')).toMatch(
    /^__Host-session=.*; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  );
  const cookie = cookieOf(entered);
  expect((await send(`${url}/owners`, { headers: { ...https, cookie } })).status).toBe(200);
  expect((await send(`${url}/owners`, { headers: { cookie } })).status).toBe(401);
});

test('what is to change needs the own origin where a cookie says who asks', async () => {
  const url = await open(TOKENS);
  const cookie = cookieOf(await logIn(url, { token: 'ana-secret-token' }));
  const write = async (headers: Record<string, string>) =>
    (await send(`${url}/write`, { method: 'POST', headers: { cookie, ...headers } })).status;
  expect(await write({ origin: url })).toBe(200);
  expect(await write({})).toBe(403);
  expect(await write({ origin: 'null' })).toBe(403);
  expect(await write({ origin: 'https://attacker.example' })).toBe(403);
  expect(
    (await logIn(url, { token: 'ana-secret-token' }, { origin: 'https://attacker.example' })).status,
  ).toBe(403);
  const leaving = await send(`${url}/logout`, {
    method: 'POST',
    headers: { origin: 'https://attacker.example' },
  });
  expect([leaving.status, leaving.headers.get('set-cookie')]).toEqual([403, null]);
  expect((await send(`${url}/logout`, { headers: { cookie } })).headers.get('set-cookie')).toBeNull();
});

test('a session ends after 12 hours and with its token, and nobody makes or changes one', () => {
  const sessions = new Sessions(TOKENS);
  const [acme] = TOKENS.clients.filter(({ name }) => name === 'acme');
  const cookie = sessions.begin(acme as NonNullable<typeof acme>, false, 1_000).split(';')[0] as string;
  const who = (header: string, nowS: number, of = sessions) => of.whoHas(header, false, nowS)?.name;
  expect(who(cookie, 1_000 + 43_199)).toBe('acme');
  expect(who(cookie, 1_000 + 43_200)).toBeUndefined();
  const another = new Sessions(tokensOf(entry('ana', 'owner'), entry('acme', 'supplier', 'rotated')));
  expect(who(cookie, 1_000, another)).toBeUndefined();
  expect(who(cookie, 1_000, new Sessions(tokensOf(entry('ana', 'owner'))))).toBeUndefined();
  expect(who(cookie, 1_000, new Sessions(tokensOf(entry('zeta', 'owner'), entry('acme', 'supplier'))))).toBe(
    'acme',
  );
  const [, name = '', until = '', seal = ''] = /^session=(.*)\.(.*)\.(.*)$/.exec(cookie) ?? [];
  const ofAna = Buffer.from('ana').toString('base64url');
  for (const made of [
    `session=${ofAna}.${until}.${seal}`,
    `session=${name}.${Number(until) + 1}.${seal}`,
    `session=${name}.${until}.${'A'.repeat(43)}`,
    `session=${name}.${until}.`,
    `session=..`,
    `__Host-${cookie}`,
    '',
  ]) {
    expect(who(made, 1_000), made).toBeUndefined();
  }
});

test('a failed log-in takes its time and says so; too many of an address are not looked at', async () => {
  const url = await open(TOKENS);
  const beganMs = performance.now();
  const from = (address: string) => ({
    'x-forwarded-for': `203.0.113.99, ${address}`,
    'accept-language': 'en',
  });
  const failing = await Promise.all(
    Array.from({ length: 10 }, () => logIn(url, { token: '<b>guess' }, from('198.51.100.7'))),
  );
  expect(new Set(failing.map(({ status }) => status))).toEqual(new Set([401]));
  expect(performance.now() - beganMs).toBeGreaterThan(950);
  const page = await failing[0]?.text();
  expect(page).toMatch(/role="alert">Nobody has this token/);
  expect(page).not.toContain('guess');
  const right = { token: 'ana-secret-token' };
  const refused = await logIn(url, right, from('198.51.100.7'));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  expect(await refused.text()).toContain('too many attempts. Try again in 15 minutes');
  expect((await logIn(url, right, from('198.51.100.8'))).status).toBe(303);
  expect(lines.join('')).not.toContain('guess');
});

test('of all addresses together only some log-ins fail at once', async () => {
  const attempts = new Attempts();
  const failing = Array.from({ length: 20 }, (_each, index) => attempts.failed(`198.51.100.${index}`));
  expect(attempts.restS('203.0.113.1')).toBe(1);
  await Promise.all(failing);
  expect(attempts.restS('203.0.113.1')).toBe(0);
});

test('nobody is sent elsewhere after a log-in', () => {
  for (const here of [
    '/',
    '/uploads',
    '/uploads?lang=en',
    '/api/v1/catalog/bulk-upload?status=failed',
    '/openapi.json',
  ]) {
    expect(nextOf(here)).toBe(here);
  }
  for (const elsewhere of [
    ...['//evil.example', '/\\evil.example', 'https://evil.example', '/..//evil.example', '/.//evil.example'],
    ...[
      '/%2F/evil.example',
      '/uploads/../..//evil',
      '\t//evil.example',
      '/\n/evil.example',
      'javascript:alert(1)',
    ],
    ...['/uploads#x', '', undefined, ['/uploads'], `/${'a'.repeat(600)}`],
  ]) {
    expect(nextOf(elsewhere), String(elsewhere)).toBe('/uploads');
  }
  expect(logInFor('/uploads?lang=en')).toBe('/login?next=%2Fuploads%3Flang%3Den');
});

test('a browser that nobody logged in with is sent to the form, and a program is told 401', async () => {
  const url = await open(TOKENS);
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const sent = await send(`${url}/of-clients?n=1`, { headers: browser });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/login?next=%2Fof-clients%3Fn%3D1']);
  expect((await send(`${url}/of-clients`, { headers: { accept: '*/*' } })).status).toBe(401);
  expect((await send(`${url}/write`, { method: 'POST', headers: browser })).status).toBe(401);
  expect(
    (await send(`${url}/of-clients`, { headers: { ...browser, authorization: 'Bearer nobody' } })).status,
  ).toBe(401);
  const form = await send(`${url}/login?next=${encodeURIComponent('//evil.example')}`, { headers: browser });
  const page = await form.text();
  expect(page).toMatch(/^<!doctype html>\n<html lang="es">/);
  expect(page).toContain('name="next" value="/uploads"');
  expect(page).not.toMatch(/evil|<script/);
  expect(form.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; .*frame-ancestors 'none'$/,
  );
  expect(form.headers.get('referrer-policy')).toBe('same-origin');
  expect(
    (
      await send(`${url}/write`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer ana-secret-token',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'a=b',
      })
    ).status,
  ).toBe(415);
});

test('without tokens there is no log-in', async () => {
  const url = await open(undefined);
  expect((await send(`${url}/login`)).status).toBe(404);
  expect(
    (await send(`${url}/login`, { method: 'POST', body: new URLSearchParams({ token: 'a' }) })).status,
  ).toBe(404);
});
