import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type PublicationsSimulator,
  SIMULATED_SECRET,
  startPublications,
} from '../../../dev/simulate/publications.ts';
import { registerSecret } from '../../../src/platform/redact.ts';
import { createSender, type SenderOptions } from '../../../src/channels/publications/sender.ts';

const WEBHOOK = { subjectId: 7, key: 'run-7' };

let publications: PublicationsSimulator;
type Sender = ReturnType<typeof createSender>;

let senders: Sender[];
beforeEach(async () => {
  publications = await startPublications();
  senders = [];
});
afterEach(async () => {
  await Promise.all(senders.map((sender) => sender.close()));
  await publications.close();
});

function openSender(differing: Partial<SenderOptions> = {}): Sender {
  const { url } = publications;
  const sender = createSender({
    url,
    secret: SIMULATED_SECRET,
    concurrency: 2,
    timeoutMs: 2000,
    ...differing,
  });
  senders.push(sender);
  return sender;
}

test('a webhook says what changed, with its key in Idempotency-Key', async () => {
  expect(await openSender().send(WEBHOOK)).toEqual({ kind: 'accepted' });
  expect(publications.received()).toMatchObject([
    { itemId: 7, eventType: 'update', idempotencyKey: 'run-7', status: 202 },
  ]);
});

test.each([
  [200, 'accepted'],
  [204, 'accepted'],
  [301, 'refused'],
  [400, 'refused'],
  [401, 'denied'],
  [403, 'denied'],
  [404, 'refused'],
  [429, 'too-many'],
  [500, 'refused'],
  [502, 'unreachable'],
  [503, 'unreachable'],
  [504, 'unreachable'],
])('an answer of %d means %s', async (status, kind) => {
  publications.intercept(() => ({ status }));
  expect(await openSender().send(WEBHOOK)).toMatchObject({ kind });
});

test.each([
  ['3', 3000, 3000],
  [new Date(Date.now() + 60_000).toUTCString(), 50_000, 60_000],
  ['soon', 1000, 1000],
  [undefined, 1000, 1000],
])('429 with Retry-After %s asks for patience of %d to %d ms', async (retryAfter, least, most) => {
  publications.intercept(() => ({
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  }));
  const answer = await openSender().send(WEBHOOK);
  if (answer.kind !== 'too-many') throw new Error(`the answer was ${answer.kind}`);
  expect(answer.retryAfterMs).toBeGreaterThanOrEqual(least);
  expect(answer.retryAfterMs).toBeLessThanOrEqual(most);
});

test('a wrong secret is told apart from a refusal', async () => {
  expect(await openSender({ secret: 'another' }).send(WEBHOOK)).toMatchObject({ kind: 'denied' });
});

/** Answers 200 with this body, whole. */
const answering = (body: string, contentType?: string) =>
  publications.intercept(() => ({
    status: 200,
    body,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  }));
const LONG = 'x'.repeat(1_100_000);

test.each([
  ['nothing', '', undefined],
  ['JSON that accepts', '{"status":"accepted"}', 'application/json'],
  ['JSON that says that there is no error', '{"error":null,"status":"ok"}', 'application/json'],
  ['JSON whose error is an empty list', '{"error":[],"status":"ok"}', 'application/json'],
  ['JSON whose error is an empty object', '{"error":{},"status":"ok"}', 'application/json'],
  ['nothing that is called HTML', '', 'text/html'],
  ['JSON that is called HTML', '{"status":"ok","text":"<b>"}', 'text/html; charset=utf-8'],
  ['a word that is called HTML', 'OK', 'text/html'],
  ['JSON with another status', '{"status":"queued","errors_before":3}', 'application/json'],
  ['JSON whose status is a number', '{"status":200}', 'application/json'],
  ['a word of JSON', '"error"', 'application/json'],
  ['broken JSON', '{"error":', 'application/json'],
  ['a text', 'OK: no error, nothing rejected or failed', 'text/plain'],
  ['XML', '<ok status="accepted"/>', 'application/xml'],
  ['a long text', LONG, 'text/plain'],
])('a 200 with %s is delivered', async (_what, body, contentType) => {
  answering(body, contentType);
  expect(await openSender().send(WEBHOOK)).toEqual({ kind: 'accepted' });
});

test('a 200 with JSON that is cut off before its end is no delivery', async () => {
  answering(`{"text":"${LONG}","status":"rejected"}`, 'application/json');
  expect(await openSender().send(WEBHOOK)).toMatchObject({
    kind: 'unreachable',
    reason: { code: 'publications.answer_cut' },
  });
});

test.each([
  ['an error', '{"error":"unknown item"}', 'application/json', 'unknown item'],
  ['an error that is an object', '{"error":{"code":7}}', 'application/json; charset=utf-8', undefined],
  ['an error in an object', '{"error":{"code":7,"message":"no stock"}}', undefined, 'no stock'],
  ['an error under another type', ' \n{"ok":false,"error":"unknown item"}', 'text/plain', 'unknown item'],
  ['a status rejected', '{"status":"rejected","reason":"paused"}', 'application/json', 'paused'],
  ['a status error', '{"status":"error"}', 'application/json', undefined],
  ['a status in capitals', '{"status":"FAILED"}', undefined, undefined],
])(
  'a 200 with %s is a refusal of this product, with what it says',
  async (_what, body, contentType, said) => {
    answering(body, contentType);
    expect(await openSender().send(WEBHOOK)).toMatchObject({
      kind: 'refused',
      fact: `HTTP 200: ${said ?? body.trim()}`,
    });
  },
);

test.each([
  ['an error', 422, '{"error":"The attributes [GTIN] are required"}', 'The attributes [GTIN] are required'],
  ['a message', 400, '{"message":"Validation error","status":400}', 'Validation error'],
  ['a detail', 404, '{"type":"about:blank","detail":"no such item"}', 'no such item'],
  ['several errors', 422, '{"errors":[{"message":"no GTIN"},{"message":"no title"}]}', 'no GTIN; no title'],
  ['the same words twice', 422, '{"error":"no GTIN","message":"no GTIN"}', 'no GTIN'],
  ['a denied product', 403, '{"error":"not yours"}', 'not yours'],
  ['no words', 422, '{"code":7}', '{"code":7}'],
  ['a terminal escape', 422, '{"error":"no \\u001b[31m"}', String.raw`no \u001b[31m`],
])('a refusal with %s keeps what it says beside its status', async (_what, status, body, said) => {
  publications.intercept(() => ({ status, body }));
  expect(await openSender().send(WEBHOOK)).toMatchObject({ fact: `HTTP ${status}: ${said}` });
});

test.each([
  ['nothing', ''],
  ['a web page', '<html>Not found</html>'],
  ['broken JSON', '{"error":'],
])('a refusal with %s is its status alone', async (_what, body) => {
  publications.intercept(() => ({ status: 422, body }));
  expect(await openSender().send(WEBHOOK)).toMatchObject({ kind: 'refused', fact: 'HTTP 422' });
});

test('what a refusal says has its end cut where the outbox would not hold it', async () => {
  publications.intercept(() => ({ status: 422, body: JSON.stringify({ error: 'x'.repeat(1000) }) }));
  const { fact } = (await openSender().send(WEBHOOK)) as { fact: string };
  expect(fact).toMatch(/^HTTP 422: x+…$/);
  expect(fact.length).toBeLessThanOrEqual(255);
});

test.each([
  ['by its type', 'please <a href="/login">sign in</a>', 'text/html; charset=utf-8'],
  ['by its beginning', ' \n<!DOCTYPE html><html><body>Sign in</body></html>', undefined],
  ['by its element', '<html lang="es">', 'application/octet-stream'],
  ['in XML', '<?xml version="1.0"?><html/>', 'application/xhtml+xml'],
  ['longer than what is read', `<html>${LONG}`, undefined],
])('a 200 with a web page, known %s, is not the publications service', async (_what, body, contentType) => {
  answering(body, contentType);
  const answer = await openSender().send(WEBHOOK);
  expect(answer).toMatchObject({ kind: 'unreachable', reason: { code: 'publications.answers_page' } });
});

test.each([200, 422])('the secret that an answer of %d repeats stands in no reason', async (status) => {
  registerSecret(SIMULATED_SECRET);
  publications.intercept(() => ({ status, body: `{"error":"no such secret: ${SIMULATED_SECRET}"}` }));
  const answer = await openSender().send(WEBHOOK);
  expect(answer.kind).toBe('refused');
  expect(JSON.stringify(answer)).not.toContain(SIMULATED_SECRET);
});

test('a server that hangs, cuts the connection or is not there cannot be reached, and the secret is in no reason', async () => {
  publications.intercept(() => () => undefined);
  const hanging = await openSender({ timeoutMs: 100 }).send(WEBHOOK);
  publications.intercept(() => (req) => req.socket.destroy());
  const cutting = await openSender().send(WEBHOOK);
  const absent = await openSender({ url: 'http://127.0.0.1:9/' }).send(WEBHOOK);
  for (const answer of [hanging, cutting, absent]) {
    expect(answer.kind).toBe('unreachable');
    expect(JSON.stringify(answer)).not.toContain(SIMULATED_SECRET);
  }
});

test('an answer that trickles takes no longer than the time of one webhook', async () => {
  publications.intercept(() => (_req, res) => {
    res.writeHead(202);
    const drip = setInterval(() => res.write('.'), 20);
    res.on('close', () => clearInterval(drip));
  });
  const startedMs = performance.now();
  expect(await openSender({ timeoutMs: 300 }).send(WEBHOOK)).toEqual({ kind: 'accepted' });
  expect(performance.now() - startedMs).toBeLessThan(1500);
});

test('a run that stops does not wait for an answer', async () => {
  publications.intercept(() => () => undefined);
  const startedMs = performance.now();
  const sender = openSender();
  setTimeout(() => sender.abandon(), 50);
  const answer = await sender.send(WEBHOOK);
  expect(answer.kind).toBe('unreachable');
  expect(performance.now() - startedMs).toBeLessThan(1000);
});

test('connections are kept alive for webhook after webhook', async () => {
  const sender = openSender({ concurrency: 3 });
  for (let sent = 0; sent < 30; sent += 1) await sender.send(WEBHOOK);
  expect(publications.traffic.requests).toBe(30);
  expect(publications.traffic.connectionsOpened).toBeLessThanOrEqual(3);
});
