import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBody, send, serve, type Server } from '../../../dev/simulate/server.ts';
import { receivedIn } from '../../../src/channels/mercado-libre/answers.ts';
import { phrase } from '../../../src/channels/mercado-libre/phrase.ts';
import { SyncError } from '../../../src/platform/errors.ts';
import { FAILURES, strangeAnswers } from '../../support/marketplace-answers.ts';
import { mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';
import { allOf } from '../../support/shopify.ts';

/** Answers with the members that Mercado Libre's answers have, and anything in them. */
const { json: anything, received } = strangeAnswers(
  [
    ...['code', 'body', 'id', 'status', 'sub_status', 'available_quantity', 'variations', 'attributes'],
    ...['results', 'paging', 'total', 'scroll_id', 'order_items', 'item', 'quantity', 'error', 'cause'],
    ...['message', 'tags', 'site_id', 'nickname', 'date_last_updated', 'seller_custom_field', 'shipping'],
  ],
  ['active', 'closed', 'MLA1', 'local_rate_limited'],
);

test('whatever answers, it is JSON, or one of the ways in which there is no answer', () => {
  fc.assert(
    fc.property(received, (response) => {
      expect(['json', 'conflict', ...FAILURES]).toContain(receivedIn(response, phrase('read_orders')).kind);
    }),
  );
});

const meli = mercadoLibreBeforeEach();
let server: Server;
let answers: unknown[] = [];
beforeEach(async () => {
  server = await serve(async (req, res) => {
    await readBody(req);
    // Who the seller is is known: the rest is what is strange.
    const isUser = req.url === '/users/me';
    const user = { id: 7, nickname: 'T', site_id: 'MLA', tags: [] };
    send(res, { status: 200, body: JSON.stringify(isUser ? user : (answers.shift() ?? { results: [] })) });
  }, 0);
});
afterEach(() => server.close());

test('whatever a reading or a writing is answered, each listing has its answer, and lists end with an error', async () => {
  const marketplace = meli.open({ url: server.url });
  const listing = { remoteId: 'MLA1', remoteVariant: '' };
  const read = { kind: 'active', quantity: 1, handle: '' } as const;
  answers = fc.sample(anything, 400);
  // At once: what cannot be read is asked for again after a while.
  const asked = Array.from({ length: 40 }, async () => {
    const [level] = await marketplace.read([listing]);
    expect(['active', 'untracked', 'gone', ...FAILURES]).toContain(level?.kind);
    const [written] = await marketplace.write([{ ...listing, quantity: 2, read }]);
    expect(['written', 'stale', 'busy', ...FAILURES]).toContain(written?.kind);
    for (const list of [() => marketplace.listings(), () => marketplace.orders(new Date(0))]) {
      const ended = await allOf<unknown>(list()).catch((error: unknown) => error);
      if (!Array.isArray(ended)) expect(ended).toBeInstanceOf(SyncError);
    }
  });
  await Promise.all(asked);
  expect(answers.length).toBeLessThan(400);
});
