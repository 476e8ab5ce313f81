import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { json } from '../../dev/simulate/server.ts';
import { changed, goods, offer } from '../support/goods.ts';
import { startJob } from '../support/job.ts';
import { ECHO, type MarkedShop, openMarkedShop, runAndSearch } from '../support/marked-shop.ts';
import { expectNoSecret, SPELLINGS, TOKEN, WRONG_PASSWORD } from '../support/markers.ts';

let shop: MarkedShop;
beforeAll(async () => {
  shop = await openMarkedShop();
});
afterAll(() => shop.close());
beforeEach(() => shop.restock());

const READERS: readonly (readonly string[])[] = [
  ['runs'],
  ['runs', '--json'],
  ['quarantine'],
  ['quarantine', '--json'],
  ['discover'],
  ['discover', '--json'],
];

test('where the guard stops the run, and afterwards in everything that the other commands show', async () => {
  await runAndSearch(shop, ['sync'], 0);
  offer(
    shop,
    changed(goods(12), () => ({ balance: 0 })),
    { price: 1, note: ECHO(TOKEN) },
  );
  const printed = await runAndSearch(shop, ['sync', '--json'], 77);
  const { run_id: runId } = JSON.parse(printed.split('\n')[0] ?? '') as { run_id: string };
  for (const args of [...READERS, ['runs', 'show', runId], ['runs', 'show', runId, '--json']]) {
    await runAndSearch(shop, args, 0);
  }
  shop.env['LOG_FORMAT'] = 'pretty';
  await runAndSearch(shop, ['sync'], 77);
});

describe('`doctor`', () => {
  test.each<[string, () => void, number]>([
    ['all is well', () => undefined, 0],
    [
      'Bitcram quotes the header',
      () => shop.bitcram.intercept(() => ({ status: 418, body: ECHO(TOKEN) })),
      65,
    ],
    ['the password is wrong', () => (shop.env['PASSWORD_DB'] = WRONG_PASSWORD), 78],
    ['the token stands in a wrong place', () => (shop.env['URL_BITCRAM'] = `http://x@${TOKEN}`), 78],
    [
      'the token comes back as the name of a warehouse',
      () =>
        shop.bitcram.intercept(() =>
          json(200, {
            items: [{ id: 1, checkout_number: 1, warehouse: { id: TOKEN }, price_list: { id: TOKEN } }],
          }),
        ),
      0,
    ],
  ])('shows no secret where %s', async (_name, arrange, exitCode) => {
    arrange();
    await runAndSearch(shop, ['doctor'], exitCode);
    await runAndSearch(shop, ['doctor', '--json'], exitCode);
  });
});

test('`discover` shows no token that comes back as the name of something', async () => {
  shop.bitcram.intercept(() =>
    json(200, { items: [{ id: TOKEN, checkout_number: 1, warehouse: { id: `w${TOKEN}` } }] }),
  );
  await runAndSearch(shop, ['discover'], 0);
  await runAndSearch(shop, ['discover', '--json'], 0);
});

test.runIf(process.platform === 'linux')(
  'no secret stands in the title or the arguments of the process',
  async () => {
    const seen: string[] = [];
    const job = startJob(['sync'], shop.env);
    shop.bitcram.intercept(() => {
      for (const name of ['cmdline', 'comm'])
        seen.push(readFileSync(`/proc/${job.process.pid}/${name}`, 'utf8'));
    });
    shop.publications.intercept(() => {
      seen.push(readFileSync(`/proc/${job.process.pid}/cmdline`, 'utf8'));
    });
    expect((await job.done).exitCode).toBe(0);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.join('\n')).toContain('sync');
    expectNoSecret(seen.join('\n'), '/proc');
  },
);

test('what is searched for would be found', () => {
  for (const spell of SPELLINGS) {
    expect(() => expectNoSecret(`…${spell(TOKEN).slice(-20)}…`, 'a text')).toSay('a piece of tok');
  }
  expect(() => expectNoSecret(`Bearer ${TOKEN.slice(0, 20)}`, 'a text')).toSay('a piece of tok');
  expect(() => expectNoSecret(`nothing of ${SIMULATED_TOKEN}`, 'a text')).not.toThrow();
});
