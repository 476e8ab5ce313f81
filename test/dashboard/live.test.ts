import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionOptions, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import { openSchema } from '../support/database.ts';
import { goods, offer } from '../support/goods.ts';
import { openGrants } from '../support/grants.ts';
import { runJob, startJob } from '../support/job.ts';
import { sharedShop } from '../support/test-shop.ts';

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');
const TOKENS = [
  { name: 'ana', sha256: sha256('of-the-owner'), role: 'owner' },
  { name: 'acme', sha256: sha256('of-acme'), role: 'supplier', proveedores: '*' },
];

const shop = await sharedShop();
const application = await openSchema();
const grants = await openGrants(shop.schema, application);
afterAll(async () => {
  await grants.drop();
  await application.drop();
});
const folder = mkdtempSync(join(tmpdir(), 'live-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scope = new AsyncDisposableStack();
afterAll(() => scope.disposeAsync());
let url: string;
/** What `serve` has said. */
let said = '';
/** Resolves to its exit code. */
let stop: () => Promise<number | null>;
beforeAll(async () => {
  offer(shop, goods(3));
  await runJob(['sync'], shop.env);
  await grants.apply('5-serve.sql');
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  const { process, done } = startJob(['serve'], {
    ...{ ...shop.env, ...grants.login('serve'), API_TOKENS: JSON.stringify(TOKENS) },
    ...{ LISTEN: String(port), UPLOAD_STORE: `folder:${folder}`, UPLOAD_WORKERS: '0' },
  });
  process.stderr?.on('data', (chunk) => (said += String(chunk)));
  stop = async () => {
    process.kill('SIGTERM');
    return (await done).exitCode;
  };
  scope.defer(() => stop().then(() => undefined));
  const ready = async (): Promise<void> => expect((await fetch(`${url}readyz`)).status).toBe(200);
  await vi.waitFor(ready, { timeout: 30_000, interval: 50 });
});

const ask = async (
  token: string,
  query = '',
): Promise<{ status: number; type: string | null; body: string }> => {
  const response = await fetch(url + query, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
};

test('without rights on the shop the page is away, and the log says why', async () => {
  const { status, body } = await ask('of-the-owner', '?lang=en');
  expect([status, JSON.parse(body)]).toEqual([
    503,
    expect.objectContaining({ code: 'server.unavailable' }) as object,
  ]);
  expect(said).toMatch(/could not read .*(denied|lacks)/);
  await grants.apply('6-serve-page.sql');
});

test('the owner sees at / how things stand now, in either language, and nobody else does', async () => {
  const [first, second] = await Promise.all([ask('of-the-owner'), ask('of-the-owner')]);
  expect([first.status, first.type]).toEqual([200, 'text/html; charset=utf-8']);
  expect(first.body).toContain('<html lang="es">');
  expect(first.body).toContain('El stock está al día');
  // One page is made for both.
  expect(second.body === first.body).toBe(true);
  offer(shop, goods(3).slice(1));
  expect((await runJob(['sync'], { ...shop.env, BITCRAM_TOKEN: 'wrong' })).exitCode).toBe(78);
  const showsTheFailure = async (): Promise<void> => {
    const { status, body } = await ask('of-the-owner', '?lang=en');
    expect([status, body.includes('<html lang="en">')]).toEqual([200, true]);
    expect(body).toContain('Bitcram does not accept the program’s access any more.');
  };
  await vi.waitFor(showsTheFailure, { timeout: 30_000, interval: 500 });

  expect((await ask('of-acme')).status).toBe(404);
  expect((await ask('of-nobody')).status).toBe(401);
  const person = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual' });
  expect([person.status, person.headers.get('location')]).toEqual([303, '/login?next=%2F']);
});

test('a SIGTERM waits for no page that does not come', async () => {
  const { HOST_DB: host, PORT_DB, USER_DB: user, PASSWORD_DB: password, NAME_DB: database } = shop.env;
  const login = { host, port: Number(PORT_DB), user, password, database };
  const holding = await createConnection(login as ConnectionOptions);
  try {
    await holding.query('LOCK TABLES sync_run WRITE');
    // Nobody shares the page of the test before.
    await pause(5_100);
    const asked = ask('of-the-owner').then(
      ({ status }) => status,
      () => 'cut off',
    );
    await pause(1_000);
    const beganMs = performance.now();
    expect(await stop()).toBe(0);
    expect(performance.now() - beganMs).toBeLessThan(8_000);
    expect([503, 'cut off']).toContain(await asked);
  } finally {
    holding.destroy();
  }
});
