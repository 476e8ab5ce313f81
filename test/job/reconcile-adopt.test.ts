import { expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { heldOf, movementsOf } from '../support/ledger.ts';
import { twoMarketsBeforeEach, typeInMercadoLibre, typeInShopify } from '../support/two-markets.ts';

const markets = twoMarketsBeforeEach();
const reported = (stdout: string) => JSON.parse(stdout) as { drift: Record<string, object> };

const byHand = { SOURCE: 'none', VERIFY_S: '60' };
const adopt = (...flags: string[]) =>
  runJob(
    ['reconcile', '--adopt', '--json', ...flags],
    markets.env({ ...byHand, RECONCILE_MAX_PERCENT: '50' }),
  );

test('without a source, what somebody typed is taken for the stock, and shows everywhere', async () => {
  const [one, pack, oversold] = await markets.list(10);
  await markets.books.schema.query('UPDATE channel_listing_part SET units = 6 WHERE listing_id = 22');
  typeInShopify(one!, 17);
  typeInMercadoLibre(markets.meli, pack!, 2);
  typeInShopify(oversold!, -2);
  const foretold = await adopt('--dry-run');
  expect(one!.shown).toEqual([17, 10]);
  const { exitCode, stdout } = await adopt();
  expect(exitCode).toBe(0);
  expect([one!.shown, pack!.shown, oversold!.shown]).toEqual([
    [17, 17],
    [12, 2],
    [10, 10],
  ]);
  expect(await heldOf(markets.books)).toMatchObject({ 1: [17, 0], 2: [12, 0], 3: [10, 0] });
  const drift = {
    shopify: { drifted: 2, adopted: 1, corrected: 1, left: 0 },
    mercadolibre: { drifted: 1, adopted: 1, corrected: 0 },
  };
  expect(reported(stdout).drift).toMatchObject(drift);
  expect(reported(foretold.stdout).drift).toMatchObject(drift);
  const counts = await markets.books.schema.query<object>(
    'SELECT item_id AS item, kind, quantity, end_reason AS why FROM stock_movement ORDER BY item_id',
  );
  expect(counts).toEqual([
    { item: 1, kind: 'count', quantity: 7, why: 'counted' },
    { item: 2, kind: 'count', quantity: 2, why: 'counted' },
  ]);
});

test('a listing that Shopify does not stock in this location is no stock of 0 that somebody typed', async () => {
  const [one, other] = await markets.list(10);
  one!.variant.level = undefined;
  other!.variant.level = { isActive: false, available: 0 };
  const { exitCode, stdout } = await adopt();
  expect(exitCode).toBe(0);
  expect(reported(stdout).drift).toMatchObject({ shopify: { drifted: 2, adopted: 0, corrected: 2 } });
  expect(await heldOf(markets.books)).toMatchObject({ 1: [10, 0], 2: [10, 0] });
  expect([one!.shown, other!.shown]).toEqual([
    [10, 10],
    [10, 10],
  ]);
});

test('what nobody can tell is left as it is, and says why', async () => {
  const [differing, kit, sold, elsewhere] = await markets.list(12);
  const { schema } = markets.books;
  await schema.query('INSERT INTO channel_listing_part VALUES (21, 12, 1)');
  await schema.query(`INSERT INTO stock_level (item_id, location, base) VALUES (4, 'centro', 0)`);
  await schema.query(
    `INSERT INTO stock_movement (source_key, line, kind, item_id, quantity, received_at) VALUES ('s', '1', 'order', 3, 0, NOW(6))`,
  );
  typeInShopify(differing!, 4);
  typeInMercadoLibre(markets.meli, differing!, 6);
  for (const each of [kit, sold, elsewhere]) typeInShopify(each!, 3);
  const { exitCode, stdout } = await adopt();
  expect(exitCode).toBe(0);
  expect([differing, kit, sold, elsewhere].map((each) => each!.shown)).toEqual([
    [4, 6],
    [3, 10],
    [3, 10],
    [3, 10],
  ]);
  expect(reported(stdout).drift).toMatchObject({
    shopify: {
      ...{ drifted: 4, adopted: 0, corrected: 0, left: 4 },
      examples: [{ outcome: 'kit' }, { outcome: 'sold' }, { outcome: 'locations' }, { outcome: 'differing' }],
    },
    mercadolibre: { left: 1, examples: [{ outcome: 'differing' }] },
  });
  expect(await movementsOf(markets.books)).toHaveLength(1);
});
