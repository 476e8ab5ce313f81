import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type PublicationsSimulator,
  SIMULATED_SECRET,
  startPublications,
} from '../../dev/simulate/publications.ts';
import { createDispatcher, type DispatcherOptions } from '../../src/channels/dispatcher.ts';
import type { Delivery } from '../../src/channels/channel.ts';
import { createSender } from '../../src/channels/publications/sender.ts';
import { type Due, due } from '../support/due.ts';

let publications: PublicationsSimulator;
let sender: ReturnType<typeof createSender>;
beforeEach(async () => {
  publications = await startPublications();
});
afterEach(async () => {
  await sender.close();
  await publications.close();
});

function deliver(outbox: Due, differing: Partial<DispatcherOptions> = {}): Promise<Delivery> {
  const options = {
    concurrency: 5,
    attempts: 1,
    budgetMs: 20_000,
    signal: new AbortController().signal,
    ...differing,
  };
  sender = createSender({
    url: publications.url,
    secret: SIMULATED_SECRET,
    concurrency: options.concurrency,
    timeoutMs: 5000,
  });
  return createDispatcher(sender, options).deliver(outbox, () => undefined);
}

const DONE = { dead: 0, ended: undefined, lastFailure: undefined };

test('everything that is due is sent once and leaves the outbox', async () => {
  const outbox = due(30);
  expect(await deliver(outbox)).toEqual({ ...DONE, delivered: 30 });
  expect(outbox.owed.size).toBe(0);
  expect(publications.received()).toHaveLength(30);
});

test('many webhooks are read in parts, and none is left out between them', async () => {
  const outbox = due(2300);
  expect(await deliver(outbox, { concurrency: 50 })).toEqual({ ...DONE, delivered: 2300 });
  expect(outbox.mostRead).toBeLessThanOrEqual(1000);
  expect(new Set(publications.received().map(({ itemId }) => itemId)).size).toBe(2300);
});

test('as many as allowed are on their way at once, and never more', async () => {
  publications.latencyMs = 20;
  await deliver(due(30), { concurrency: 4 });
  expect(publications.traffic.mostAtOnce).toBe(4);
});

test('a webhook whose product changed while it was on its way stays pending', async () => {
  const outbox = due(3);
  publications.intercept(({ itemId }) => {
    if (itemId === 2) outbox.owed.set(2, 'newer');
  });
  expect(await deliver(outbox)).toMatchObject({ delivered: 2 });
  expect([...outbox.owed]).toEqual([[2, 'newer']]);
});

test('one product refused among accepted ones counts a try and does not delay the others', async () => {
  const outbox = due(20);
  publications.intercept(({ itemId }) => (itemId === 3 ? { status: 500 } : undefined));
  expect(await deliver(outbox)).toMatchObject({ delivered: 19, dead: 1 });
  expect(outbox.refusals).toMatchObject([
    { subjectId: 3, key: 'key-3', reason: expect.stringContaining('500') as string },
  ]);
  expect(publications.attempts()).toHaveLength(20);
});

test('a failure of everything counts as no try', async () => {
  const outbox = due(20);
  publications.intercept(() => ({ status: 500 }));
  expect(await deliver(outbox)).toMatchObject({ delivered: 0, dead: 0, ended: undefined });
  expect(outbox.refusals).toEqual([]);
});

test('50 failures in a row end the phase, and the rest is not even tried', async () => {
  publications.intercept(() => ({ status: 500 }));
  expect(await deliver(due(500), { concurrency: 5 })).toMatchObject({ delivered: 0, ended: 'failing' });
  expect(publications.attempts().length).toBeLessThan(60);
});

test('an outage that begins while others were accepted counts as no try for those that it met', async () => {
  const outbox = due(200);
  publications.intercept(({ itemId = 0 }) => (itemId === 2 || itemId > 100 ? { status: 500 } : undefined));
  expect(await deliver(outbox)).toMatchObject({ delivered: 99, dead: 1, ended: 'failing' });
  expect(outbox.refusals.map(({ subjectId }) => subjectId)).toEqual([2]);
});

test('a receiver that accepts now and then is not given up', async () => {
  publications.intercept(({ itemId = 0 }) => (itemId % 40 === 0 ? undefined : { status: 500 }));
  expect(await deliver(due(200), { concurrency: 1 })).toMatchObject({ delivered: 5, ended: undefined });
});

test('a wrong secret ends the phase before all products are tried and counts as no try', async () => {
  publications.secret = 'another';
  const outbox = due(200);
  expect(await deliver(outbox)).toMatchObject({ delivered: 0, dead: 0, ended: 'secret' });
  expect(publications.attempts().length).toBeLessThan(100);
  expect(outbox.refusals).toEqual([]);
});

const denying = (...ids: number[]) =>
  publications.intercept(({ itemId = 0 }) => (ids.includes(itemId) ? { status: 401 } : undefined));

test.each([401, 403])('one product that is answered %d among accepted ones is refused', async (status) => {
  const outbox = due(200);
  publications.intercept(({ itemId }) => (itemId === 1 ? { status } : undefined));
  expect(await deliver(outbox)).toMatchObject({ delivered: 199, dead: 1, ended: undefined });
  expect(outbox.refusals).toMatchObject([{ subjectId: 1, reason: `HTTP ${status}` }]);
});

test('many products that are denied before one is accepted are no wrong secret', async () => {
  const outbox = due(60);
  denying(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  expect(await deliver(outbox, { concurrency: 1 })).toMatchObject({
    delivered: 49,
    dead: 11,
    ended: undefined,
  });
});

test('two products that are denied, and no other, show a wrong secret', async () => {
  const outbox = due(2);
  denying(1, 2);
  expect(await deliver(outbox)).toMatchObject({ delivered: 0, dead: 0, ended: 'secret' });
  expect(outbox.refusals).toEqual([]);
});

test('one product alone that is denied is neither a wrong secret nor a try', async () => {
  const outbox = due(1);
  denying(1);
  expect(await deliver(outbox)).toMatchObject({
    delivered: 0,
    dead: 0,
    ended: undefined,
    lastFailure: { code: 'publications.denies' },
  });
  expect(outbox.refusals).toEqual([]);
});

test('what was tried in vain is noted, whether it counts or not, also what hung until the time was over', async () => {
  publications.intercept(({ itemId }) => {
    if (itemId === 1) return { status: 500 };
    if (itemId === 2) return { status: 503 };
    if (itemId === 3) return { status: 401 };
    return itemId === 4 ? () => undefined : undefined;
  });
  const outbox = due(10);
  expect(await deliver(outbox, { budgetMs: 500 })).toMatchObject({ delivered: 6, dead: 2, ended: 'budget' });
  expect(new Set(outbox.triedInVain)).toEqual(new Set([1, 2, 3, 4]));
});

test('what was not sent was not tried', async () => {
  publications.intercept(() => ({ status: 500 }));
  const outbox = due(200);
  await deliver(outbox, { concurrency: 1 });
  expect(outbox.triedInVain).toHaveLength(50);
});

test('a sign-in page in front of the receiver counts as no try and ends the phase after 50', async () => {
  publications.intercept(() => ({
    status: 200,
    body: '<!doctype html><form action="/login">',
    headers: { 'content-type': 'text/html' },
  }));
  const outbox = due(500);
  expect(await deliver(outbox)).toMatchObject({ delivered: 0, dead: 0, ended: 'failing' });
  expect(publications.attempts().length).toBeLessThan(60);
  expect(outbox.refusals).toEqual([]);
});

test('a product that a 200 rejects is refused, and the others are delivered', async () => {
  publications.intercept(({ itemId }) =>
    itemId === 3 ? { status: 200, body: '{"status":"rejected"}' } : undefined,
  );
  const outbox = due(20);
  expect(await deliver(outbox)).toMatchObject({ delivered: 19, dead: 1 });
  expect(outbox.refusals).toMatchObject([{ subjectId: 3, reason: 'HTTP 200: {"status":"rejected"}' }]);
});

test('429 with Retry-After holds all senders together, and afterwards everything is delivered', async () => {
  let refusedAt = 0;
  publications.latencyMs = 5;
  publications.intercept(({ itemId, at }) => {
    if (itemId !== 8 || refusedAt > 0) return undefined;
    refusedAt = at;
    return { status: 429, headers: { 'retry-after': '1' } };
  });
  expect(await deliver(due(40))).toMatchObject({ delivered: 40, dead: 0, ended: undefined });
  const later = publications.attempts().filter(({ at }) => at > refusedAt + 500);
  expect(later.length).toBeGreaterThan(20);
  expect(Math.min(...later.map(({ at }) => at))).toBeGreaterThanOrEqual(refusedAt + 950);
});

test('stops at once where Retry-After asks to wait longer than there is time, and begins with others the next time', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);
  publications.intercept(() => ({ status: 429, headers: { 'retry-after': '99999999' } }));
  const startedMs = performance.now();
  const outbox = due(20);
  expect(await deliver(outbox, { budgetMs: 60_000, concurrency: 2 })).toMatchObject({
    delivered: 0,
    dead: 0,
    ended: 'failing',
    lastFailure: { code: 'publications.answers' },
  });
  expect(performance.now() - startedMs).toBeLessThan(20_000);
  expect(publications.attempts().length).toBeLessThanOrEqual(5);
  expect(outbox.triedInVain).toContain(1);
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});

test('stops when the time is over on a receiver that hangs, and removes what it accepted before', async () => {
  publications.intercept(({ itemId = 0 }) => (itemId > 10 ? () => undefined : undefined));
  const outbox = due(1500);
  const startedMs = performance.now();
  expect(await deliver(outbox, { budgetMs: 400 })).toMatchObject({ delivered: 10, ended: 'budget' });
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(outbox.owed.size).toBe(1490);
});

test('a run that is stopped removes what was accepted and says why it ended', async () => {
  const stop = new AbortController();
  publications.intercept(({ itemId }) => {
    if (itemId === 11) stop.abort(new Error('stopped by a test'));
  });
  const outbox = due(100);
  expect(await deliver(outbox, { signal: stop.signal, concurrency: 1 })).toMatchObject({ ended: 'stopped' });
  expect(outbox.owed.size).toBeLessThanOrEqual(90);
  expect(outbox.owed.size).toBeGreaterThanOrEqual(89);
  expect(outbox.owed.has(1)).toBe(false);
});
