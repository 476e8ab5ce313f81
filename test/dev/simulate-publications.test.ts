import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIMULATED_SECRET, startPublications } from '../../dev/simulate/publications.ts';
import type { PublicationsSimulator } from '../../dev/simulate/publications.ts';

let publications: PublicationsSimulator;

beforeEach(async () => {
  publications = await startPublications();
});

afterEach(() => publications.close());

async function notify(content: object | string, key = 'key'): Promise<number> {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const headers = { 'idempotency-key': key };
  const answer = await fetch(publications.url, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}

function update(itemId: number): object {
  return { event_type: 'update', item_id: itemId, secret: SIMULATED_SECRET };
}

test('a webhook is accepted and remembered with its key', async () => {
  expect(await notify(update(7), 'first')).toBe(202);
  expect(publications.received()).toEqual([
    {
      itemId: 7,
      eventType: 'update',
      idempotencyKey: 'first',
      at: expect.any(Number) as number,
      status: 202,
    },
  ]);
});

test('a webhook without its secret, with a wrong one, or that is no webhook is refused', async () => {
  expect(await notify({ ...update(7), secret: undefined })).toBe(400);
  expect(await notify({ ...update(7), secret: 'other' })).toBe(401);
  expect(await notify({ ...update(7), item_id: '7' })).toBe(400);
  expect(await notify({ ...update(7), event_type: 'delete' })).toBe(400);
  expect(await notify('{"event_type":')).toBe(400);
  expect(publications.received()).toEqual([]);
  expect(publications.attempts().map(({ status }) => status)).toEqual([400, 401, 400, 400, 400]);
});

test('one product can be refused while others are accepted', async () => {
  publications.intercept(({ itemId }) => (itemId === 2 ? { status: 500 } : undefined));
  expect([await notify(update(1)), await notify(update(2)), await notify(update(3))]).toEqual([
    202, 500, 202,
  ]);
  expect(publications.received().map(({ itemId }) => itemId)).toEqual([1, 3]);
  publications.intercept();
  expect(await notify(update(2))).toBe(202);
});

test('a connection cut before the answer leaves an attempt without a status', async () => {
  publications.intercept(() => (req) => req.socket.destroy());
  await expect(notify(update(1))).rejects.toThrow();
  expect(publications.attempts()).toMatchObject([{ itemId: 1, status: 0 }]);
});

test('webhooks on their way together are counted, until a reset', async () => {
  publications.latencyMs = 50;
  await Promise.all([1, 2, 3, 4].map((itemId) => notify(update(itemId))));
  expect(publications.traffic).toMatchObject({ requests: 4, mostAtOnce: 4 });
  publications.reset();
  expect(publications.received()).toEqual([]);
  expect(publications.traffic).toEqual({ requests: 0, connectionsOpened: 0, mostAtOnce: 0 });
});
