import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type PublicationsSimulator,
  SIMULATED_SECRET,
  startPublications,
} from '../../../dev/simulate/publications.ts';
import { createSender, type SenderOptions } from '../../../src/channels/publications/sender.ts';

const WEBHOOK = { itemId: 7, key: 'run-7' };

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
  [401, 'wrong-secret'],
  [403, 'wrong-secret'],
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
  expect(await openSender({ secret: 'another' }).send(WEBHOOK)).toMatchObject({ kind: 'wrong-secret' });
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
