import { beforeEach, expect, test } from 'vitest';
import { json, serve } from '../../dev/simulate/server.ts';
import { send } from '../../dev/simulate/server.ts';
import { goods, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();
beforeEach(() => {
  offer(shop, goods(2));
});

test('a token that is refused says how to renew it, and is not printed', async () => {
  shop.env['BITCRAM_TOKEN'] = 'an-aged-token';
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toContain('refuses the token (401 to GET /api/checkouts/index)');
  expect(report.reason).toContain('log in again');
  expect(stderr).not.toContain('an-aged-token');
});

test.each([
  ['Cloudflare', '<!DOCTYPE html><html><title>Attention Required!</title></html>'],
  ['a storage that is no API', '\uFEFF\n<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
])('a web page with a 403 is a firewall and no wrong token: %s', async (_who, body) => {
  shop.bitcram.intercept(() => ({ status: 403, headers: { 'content-type': 'text/html' }, body }));
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report).toMatchObject({ error_code: 'bitcram.blocked', status: 'failed' });
  expect(report.reason).toContain(
    'a firewall or proxy in front of Bitcram answers GET /api/checkouts/index with 403',
  );
});

test.each([
  [403, '{"error":"Forbidden"}'],
  [403, ''],
  [401, '<html>Unauthorized</html>'],
])('a refusal of the token is one however it is answered: %i %s', async (status, body) => {
  shop.bitcram.intercept(() => ({ status, body }));
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report['error_code']).toBe('bitcram.token_refused');
});

test('a redirect is not followed: the token is never sent to another host', async () => {
  const authorizations: (string | undefined)[] = [];
  const other = await serve(async (req, res) => {
    authorizations.push(req.headers.authorization);
    send(res, json(200, { items: [] }));
  }, 0);
  try {
    shop.bitcram.intercept(() => ({
      status: 302,
      headers: { location: `${other.url}/api/checkouts/index` },
    }));
    const { exitCode, report } = await shop.run('sync');
    expect(exitCode).toBe(78);
    expect(report.reason).toContain('a redirect (302)');
    expect(report.reason).toContain('URL_BITCRAM');
    expect(authorizations).toEqual([]);
  } finally {
    await other.close();
  }
});

test('an address that Bitcram does not know is a matter of configuration', async () => {
  shop.env['URL_BITCRAM'] = `${shop.env['URL_BITCRAM']}/v2`;
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(78);
  expect(report.reason).toContain('(404)');
  expect(report.reason).toContain('URL_BITCRAM');
});

test('a server that is down is unavailable, and is named', async () => {
  const gone = await serve(() => Promise.resolve(), 0);
  await gone.close();
  shop.env['URL_BITCRAM'] = gone.url;
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report.reason).toContain('cannot reach Bitcram for GET /api/checkouts/index');
  expect(report.status).toBe('failed');
});

test('a server that keeps failing is asked HTTP_ATTEMPTS times', async () => {
  shop.env['HTTP_ATTEMPTS'] = '3';
  shop.bitcram.intercept(({ endpoint }) => (endpoint === 'stock_items' ? json(500, {}) : undefined));
  const { exitCode, report } = await shop.run('sync');
  expect(exitCode).toBe(69);
  expect(report.reason).toContain('500 to GET /api/stock_items/index');
  expect(shop.bitcram.requests.filter(({ endpoint }) => endpoint === 'stock_items')).toHaveLength(3);
  expect(await shop.rows()).toEqual([]);
});

test('a passing failure is tried again, after as long as the server asks for', async () => {
  shop.bitcram.intercept(({ endpoint, timesAsked }) => {
    if (timesAsked > 1) return undefined;
    if (endpoint === 'price_list') return json(500, {});
    return endpoint === 'checkouts' ? { status: 429, headers: { 'retry-after': '1' } } : undefined;
  });
  const { exitCode, report } = await shop.run('sync');
  expect({ exitCode, ...report }).toMatchObject({ exitCode: 0, inserted: 2, delivered: 2 });
  const [first, second] = shop.bitcram.requests.filter(({ endpoint }) => endpoint === 'checkouts');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});
