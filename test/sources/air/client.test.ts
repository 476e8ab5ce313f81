import { afterAll, beforeEach, expect, test } from 'vitest';
import { startAir } from '../../../dev/simulate/air/air.ts';
import { type NoticePlace, PLACES } from '../../../dev/simulate/air/notices.ts';
import { json } from '../../../dev/simulate/server.ts';
import { createHttp } from '../../../src/platform/http/http.ts';
import { type AirClient, createAirClient } from '../../../src/sources/air/client.ts';
import { readList } from '../../../src/sources/air/list.ts';
import { articles } from '../../support/air.ts';
import { silentLog as log } from '../../support/words.ts';

const air = await startAir();
const usual = { ...air };
const { signal } = new AbortController();
const http = createHttp({
  ...{ service: 'Air', baseUrl: air.url, timeoutMs: 5000, attempts: 1, maxResponseBytes: 10_000_000 },
  ...{ maxSockets: 8, signal, log },
});
afterAll(async () => {
  http.close();
  await air.close();
});

let cooledDown = 0;
let client: AirClient;
beforeEach(() => {
  Object.assign(air, usual, { articles: articles(25), pageArticles: 10, logIn: { ...usual.logIn } });
  air.intercept();
  air.forgive();
  air.forgetRequests();
  cooledDown = 0;
  client = createAirClient(http, {
    user: usual.logIn.user,
    password: () => Promise.resolve(usual.logIn.password),
    coolDown: () => Promise.resolve(`${(cooledDown += 1)}`),
  });
});

const codes = async (operation = 'syp', ahead = 4): Promise<unknown[]> =>
  (
    await readList(operation, (item) => (item as { codigo: unknown }).codigo, { client, ahead, signal })
  ).flat();
const ALL = articles(25).map(({ codigo }) => codigo);
const logIns = (): number => air.requests.filter(({ operation }) => operation === 'login').length;

test('a list is read to its end with one log-in, whatever a page holds and however many are on their way at once', async () => {
  for (const [pageArticles, ahead] of [
    [10, 1],
    [10, 8],
    [5, 8],
    [25, 3],
    [1, 8],
  ] as const) {
    air.pageArticles = pageArticles;
    expect(await codes('syp', ahead), `${pageArticles} a page, ${ahead} ahead`).toEqual(ALL);
    expect(await codes('articulos', ahead)).toEqual(ALL);
  }
  expect(logIns()).toBe(1);
});

test.each<NoticePlace>(PLACES)('notices %s the JSON are cut away', async (noticePlace) => {
  Object.assign(air, { noticesPercent: 100, noticePlace });
  expect(await codes()).toEqual(ALL);
});

test('a page of nothing but notices is asked for again, past the end as in the middle, and is never the end', async () => {
  air.noticesPastTheEnd = 2;
  expect(await codes('syp', 1)).toEqual(ALL);
  air.noticesPastTheEnd = Infinity;
  await expect(codes()).rejects.toMatchObject({ exitCode: 65 });
  await expect(codes()).rejects.toSay('syp (page 3) with nothing but notices of PHP');
});

test.each([1, 4])(
  'an empty page in the middle of a list is no end of it, with %i on their way at once',
  async (ahead) => {
    air.intercept(({ page }) => (page === 1 ? json(200, []) : undefined));
    await expect(codes('syp', ahead)).rejects.toSay('the list syp of Air changed while it was read');
  },
);

test('a log-in whose answer broke off shows no token, and any other error of it is no wrong password', async () => {
  const logInIs = (body: string) =>
    air.intercept(({ operation }) => (operation === 'login' ? { status: 200, body } : undefined));
  logInIs('{"token":"eyJ0-of-this-very-day","cotiza":14');
  const failure = await codes().catch((error: unknown) => error);
  expect(JSON.stringify((failure as { phrase: unknown }).phrase)).toContain('no_json');
  expect(JSON.stringify((failure as { phrase: unknown }).phrase)).not.toContain('eyJ0');
  logInIs('{"error_id":500,"error_name":"Error","error_detail":"base de datos"}');
  client = createAirClient(http, {
    ...{ user: '', password: () => Promise.resolve('x'), coolDown: () => Promise.resolve('') },
  });
  await expect(codes()).rejects.toMatchObject({ exitCode: 65 });
});

test('a page that comes after a short one is a list that moved', async () => {
  air.intercept(({ page }) => (page === 1 ? json(200, [{ codigo: 'x' }]) : undefined));
  await expect(codes('syp', 1)).rejects.toSay('the list syp of Air changed while it was read');
});

test('a token that is refused in the middle of a list is renewed once for all that were refused with it', async () => {
  air.callsOfAToken = 3;
  air.pageArticles = 5;
  expect(await codes('syp', 2)).toEqual(ALL);
  expect(logIns()).toBeLessThanOrEqual(3);
});

test('a token that is refused although it is new ends with 78 after one more log-in', async () => {
  air.callsOfAToken = 0;
  await expect(codes('syp', 1)).rejects.toMatchObject({ exitCode: 78 });
  expect(logIns()).toBe(2);
});

test('a wrong password ends with 78 and is not said', async () => {
  air.logIn.password = 'another one';
  const refused = codes();
  await expect(refused).rejects.toMatchObject({ exitCode: 78 });
  await expect(refused).rejects.toSay('Air refuses the log-in; check USER_AIR');
});

test('"Too many queries" ends with 69 and is noted, whatever its status', async () => {
  air.callsBeforeTooMany = 2;
  await expect(codes('syp', 1)).rejects.toMatchObject({ exitCode: 69 });
  expect(cooledDown).toBe(1);
  air.intercept(({ operation }) =>
    operation === 'login' ? undefined : json(200, { error_id: 403, error_detail: 'Too many queries' }),
  );
  air.callsBeforeTooMany = Infinity;
  await expect(codes('syp', 1)).rejects.toSay('asked too often (403), so no run asks it before 2 UTC');
});

test.each([
  [
    'a web page',
    { status: 200, body: '<!doctype html><h1>Mantenimiento</h1>' },
    65,
    'no whole JSON: <!doctype',
  ],
  ['half a JSON', { status: 200, body: '[{"codigo": "1"}, {"cod' }, 65, 'no whole JSON'],
  [
    'a notice and half a JSON',
    { status: 200, body: '<br />\n<b>Notice</b>:  x in <b>y</b> on line <b>1</b><br />\n[{"a"' },
    65,
    'no whole JSON',
  ],
  [
    'the end of a program',
    { status: 200, body: '<br />\n<b>Fatal error</b>:  x in <b>y</b> on line <b>1</b><br />\n' },
    65,
    'no whole JSON',
  ],
  ['nothing', { status: 200, body: '' }, 65, 'no whole JSON'],
  ['an object', json(200, { items: [] }), 65, 'no list'],
  [
    'an error with status 200',
    json(200, { error_id: 500, error_name: 'Interno', error_detail: 'base caída' }),
    65,
    'error 500 in place of data: Interno: base caída',
  ],
  [
    'an error of its own',
    json(400, { error_id: 400, error_name: 'Malo', error_detail: '' }),
    65,
    'error 400',
  ],
  [
    '403 for another reason',
    json(403, { error_id: 403, error_name: 'Forbidden', error_detail: 'sin permiso' }),
    78,
    'forbids',
  ],
  [
    '403 of a firewall',
    { status: 403, body: '<html>Access denied</html>' },
    69,
    'a firewall or proxy in front of Air',
  ],
  ['404', { status: 404, body: 'no' }, 78, 'knows no'],
  ['a redirect', { status: 302, body: '' }, 78, 'a redirect'],
])('%s is no list, and the call is named', async (_what, answer, exitCode, said) => {
  air.intercept(({ operation }) => (operation === 'login' ? undefined : answer));
  const refused = codes('syp', 1);
  await expect(refused).rejects.toMatchObject({ exitCode });
  await expect(refused).rejects.toSay('syp (page 0)');
  await expect(refused).rejects.toSay(said);
});
