import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { endOf, headOf, partOf, RawClient } from '../support/raw-http.ts';
import { CSV, serverBeforeEach, upload, UPLOAD } from '../support/uploads/server.ts';

const MB = 1024 * 1024;
const PATH = `${UPLOAD}?proveedor_id=PROV001`;

const server = serverBeforeEach({ maxBytes: 2 * MB });

const open = (): RawClient => new RawClient(server.url);
const taskCount = async (): Promise<number> =>
  (await server.schema.query('SELECT task_id FROM upload_task')).length;
const nothingIsLeft = async (): Promise<void> => {
  await expect.poll(() => server.held().length, { timeout: 10_000 }).toBe(0);
};

async function statusOf(client: RawClient, timeout = 10_000): Promise<number | undefined> {
  await expect.poll(() => client.answer.status, { timeout, interval: 20 }).toBeDefined();
  return client.answer.status;
}

/** Sends it whole. */
async function said(head: string, body: string | Buffer = ''): Promise<string> {
  const client = open();
  client.send(head);
  client.send(body);
  const status = await statusOf(client);
  await sleep(20);
  const { text } = client.answer;
  client.abort();
  const [, code = ''] = /"code":"([^"]*)"/.exec(text) ?? [];
  return `${status} ${code}`;
}

test('a form that is damaged is refused, and nothing of it is kept', async () => {
  const whole = partOf('a.csv', CSV) + endOf();
  const cut = partOf('a.csv', CSV);
  const bodies: [what: string, head: string, body: string, answer: string][] = [
    [
      'no boundary',
      headOf(server.url, PATH, { boundary: '', length: whole.length }),
      whole,
      '400 upload.body_broken',
    ],
    ['cut off', headOf(server.url, PATH, { length: cut.length }), cut, '400 upload.body_broken'],
    [
      'another boundary',
      headOf(server.url, PATH, { boundary: 'C', length: whole.length }),
      whole,
      '400 upload.no_file',
    ],
    ['nothing', headOf(server.url, PATH, { length: 0 }), '', '400 upload.no_file'],
    ['no form at all', headOf(server.url, PATH, { length: 5 }), 'hello', '400 upload.body_broken'],
  ];
  for (const [what, head, body, answer] of bodies) {
    const told = await said(head, body);
    expect(['400 upload.body_broken', answer], what).toContain(told);
  }
  await nothingIsLeft();
  expect(await taskCount()).toBe(0);
});

test('thousands of fields or headers of a part are refused', async () => {
  const field = (index: number): string =>
    `--B\r\nContent-Disposition: form-data; name="f${index}"\r\n\r\nx\r\n`;
  const fields = Array.from({ length: 10_000 }, (_, index) => field(index)).join('');
  const many = fields + partOf('a.csv', CSV) + endOf();
  expect(await said(headOf(server.url, PATH, { length: many.length }), many)).toMatch(/^4\d\d /);
  const headers = Array.from({ length: 3_000 }, (_, index) => `X-${index}: y\r\n`).join('');
  const deep = `--B\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n${headers}\r\n${CSV}${endOf()}`;
  expect(await said(headOf(server.url, PATH, { length: deep.length }), deep)).toMatch(/^(?:4\d\d|202) /);
  const named = `--B\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n${partOf('a.csv', CSV)}${endOf()}`;
  expect(await said(headOf(server.url, PATH, { length: named.length }), named)).toMatch(/^(?:400|202) /);
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

test('an address of 10,000 parameters and headers without end are refused before anything else', async () => {
  const parameters = Array.from({ length: 10_000 }, (_, index) => `p${index}=1`).join('&');
  expect(await said(`GET /healthz?${parameters} HTTP/1.1\r\nHost: localhost\r\n\r\n`)).toBe(
    '431 server.head_too_large',
  );
  const headers = Array.from({ length: 2_000 }, (_, index) => `X-Header-${index}: value\r\n`).join('');
  expect(await said(`GET /healthz HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`)).toBe(
    '431 server.head_too_large',
  );
  expect(await said('BREW /coffee\r\n\r\n')).toBe('400 server.bad_request');
  expect(await said(`GET /api/v1/catalog/bulk-upload/status/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n`)).toBe(
    '400 server.bad_request',
  );
});

test('a body of 2 GB is answered at once, whether it says so or not, and nothing of it is kept', async () => {
  const declared = open();
  declared.send(headOf(server.url, PATH, { length: 2 * 1024 * MB }));
  declared.send(partOf('a.csv', CSV));
  expect(await statusOf(declared, 2_000)).toBe(413);
  declared.abort();

  const chunked = open();
  const block = Buffer.alloc(64 * 1024, 'x');
  const chunk = (bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  chunked.send(headOf(server.url, PATH));
  chunked.send(chunk(Buffer.from(partOf('a.csv', CSV))));
  let sent = 0;
  while (chunked.answer.status === undefined && sent < 64 * MB) {
    chunked.send(chunk(block));
    sent += block.length;
    await sleep(1);
  }
  expect(chunked.answer.status).toBe(413);
  expect(chunked.answer.text).toContain('"code":"upload.file_too_large"');
  expect(sent).toBeLessThan(16 * MB);
  // Whoever goes on sending is not listened to for long.
  const beganMs = performance.now();
  while (!chunked.answer.isEnded && performance.now() - beganMs < 10_000) {
    chunked.send(chunk(block));
    await sleep(20);
  }
  expect(chunked.answer.isEnded).toBe(true);
  await nothingIsLeft();
  expect(await taskCount()).toBe(0);
  expect((await upload(server)).status).toBe(202);
});

test('who asks before sending a body is told to send it only where it is wanted', async () => {
  const body = partOf('a.csv', CSV) + endOf();
  const wanted = open();
  wanted.send(headOf(server.url, PATH, { length: body.length, more: ['Expect: 100-continue'] }));
  await expect.poll(() => wanted.answer.text).toMatch(/^HTTP\/1\.1 100 Continue/);
  wanted.send(body);
  await expect.poll(() => wanted.answer.text).toContain('HTTP/1.1 202 Accepted');
  wanted.abort();
  for (const [path, length] of [
    [PATH, 200 * MB],
    [UPLOAD, body.length],
  ] as const) {
    const unwanted = open();
    unwanted.send(headOf(server.url, path, { length, more: ['Expect: 100-continue'] }));
    expect(await statusOf(unwanted)).toBeGreaterThan(400);
    unwanted.abort();
  }
});

test('of 1,000 uploads that are broken off nothing is left, and the next one is taken', async () => {
  const block = 'x'.repeat(20_000);
  for (let round = 0; round < 50; round += 1) {
    const clients = Array.from({ length: 20 }, () => open());
    for (const [index, client] of clients.entries()) {
      client.send(headOf(server.url, `${UPLOAD}?proveedor_id=P${index}`, { length: MB }));
      client.send(partOf('a.csv', CSV + (index % 2 === 0 ? block : '')));
    }
    await sleep(index20(round));
    for (const client of clients) client.abort();
  }
  await nothingIsLeft();
  expect(await taskCount()).toBe(0);
  expect((await upload(server, { query: 'proveedor_id=P0' })).status).toBe(202);
  const { aborted = 0, accepted } = await server.counted();
  expect(aborted).toBeGreaterThan(100);
  expect(accepted).toBe(1);
});

/** Some are broken off before their file is begun, some in the middle of it. */
function index20(round: number): number {
  return (round % 10) * 3;
}
