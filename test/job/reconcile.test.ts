import { expect, test, vi } from 'vitest';
import { runJob, startJob } from '../support/job.ts';
import { heldOf, movementsOf } from '../support/ledger.ts';
import {
  twoMarketsBeforeEach,
  type Listed,
  typeInMercadoLibre,
  typeInShopify,
} from '../support/two-markets.ts';

const markets = twoMarketsBeforeEach();

const reconcile = (...flags: string[]) => runJob(['reconcile', '--json', ...flags], markets.env());
const reported = (stdout: string) => JSON.parse(stdout) as { drift: Record<string, object> };
const allShow = (listed: readonly Listed[], quantity: number) =>
  expect(listed.map(({ shown }) => shown)).toEqual(listed.map(() => [quantity, quantity]));

test('what somebody typed into listings is drift and no sale: it is corrected in both marketplaces', async () => {
  const listed = await markets.list(10);
  typeInShopify(listed[0] as Listed, 3);
  typeInMercadoLibre(markets.meli, listed[1] as Listed, 25);
  const { exitCode, stdout } = await reconcile();
  expect(exitCode).toBe(0);
  allShow(listed, 10);
  expect(await movementsOf(markets.books)).toEqual([]);
  expect((await heldOf(markets.books))[1]).toEqual([10, 0]);
  const counts = { listings: 10, read: 10, drifted: 1, corrected: 1, stopped: false };
  expect(reported(stdout).drift).toMatchObject({
    shopify: { ...counts, examples: [{ sku: 'SKU-1', shown: 3, offered: 10, outcome: 'corrected' }] },
    mercadolibre: { ...counts, examples: [{ sku: 'SKU-2', shown: 25, offered: 10, outcome: 'corrected' }] },
  });
});

test('where every listing shows what it should, each is read once and nothing else is asked', async () => {
  await markets.list(25);
  const { exitCode, stdout } = await reconcile();
  expect(exitCode).toBe(0);
  expect(markets.operations.toSorted()).toEqual(['Levels', 'items', 'items', 'me']);
  expect(reported(stdout).drift).toMatchObject({ shopify: { drifted: 0 }, mercadolibre: { drifted: 0 } });
});

test('a dry run shows the differences in 80 columns, and changes nothing', async () => {
  const listed = await markets.list(6);
  typeInShopify(listed[0] as Listed, 3);
  typeInMercadoLibre(markets.meli, listed[1] as Listed, 1234);
  const before = await everything();
  const { exitCode, stdout } = await runJob(['reconcile', '--dry-run'], markets.env());
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'channel       listing             title       SKU    shows  should  then',
    'mercadolibre  MLA1400000002       Producto 2  SKU-2  1,234      10  is corrected',
    'shopify       81000000001 /       Product 1   SKU-1      3      10  is corrected',
    '              41000000001',
    '',
  ]);
  expect(await everything()).toEqual(before);
  expect(markets.operations.filter((operation) => /put|Set|Activate/.test(operation))).toEqual([]);
  const { stdout: json } = await reconcile('--dry-run');
  expect(JSON.parse(json)).toMatchObject({
    ...{ command: 'reconcile', dry_run: true, drift: { shopify: { drifted: 1 } } },
    differences: [{ channel: 'mercadolibre' }, { channel: 'shopify', shown: 3, offered: 10 }],
  });
});

test('a dry run says that nothing differs only where all was compared', async () => {
  await markets.list(4);
  const dryRun = () => runJob(['reconcile', '--dry-run'], markets.env());
  expect((await dryRun()).stdout).toBe('Every listing shows what it should.\n');
  await runJob(['channels', 'pause', 'shopify'], markets.env());
  expect((await dryRun()).stdout).toBe('');
  markets.meli.simulator.fail({ fault: '403', times: Infinity });
  const { exitCode, stdout } = await dryRun();
  expect({ exitCode, stdout }).toEqual({ exitCode: 78, stdout: '' });
});

/** Every row of every table. */
async function everything(): Promise<unknown> {
  const { schema } = markets.books;
  const tables = await schema.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
  );
  const rows: Record<string, unknown> = {};
  for (const { name } of tables) rows[name] = await schema.query(`SELECT * FROM \`${name}\``);
  return rows;
}

test('an order that nobody has read yet is no drift, neither to be corrected nor foretold', async () => {
  const [one, other] = await markets.list(10);
  const { shopify, meli } = markets;
  shopify.shop.sell([{ variant: one!.variant, quantity: 3 }]);
  meli.store.sell([{ variant: other!.item, quantity: 4 }]);
  const foretold = reported((await reconcile('--dry-run')).stdout);
  expect(foretold.drift).toMatchObject({ shopify: { drifted: 0 }, mercadolibre: { drifted: 0 } });
  const { exitCode, stdout } = await reconcile();
  expect(exitCode).toBe(0);
  expect(reported(stdout).drift).toMatchObject({ shopify: { drifted: 0 }, mercadolibre: { drifted: 0 } });
  expect(await heldOf(markets.books)).toMatchObject({ 1: [10, -3], 2: [10, -4] });
  expect([one!.shown, other!.shown]).toEqual([
    [7, 7],
    [6, 6],
  ]);
});

test('an order that comes in while it compares is not lost, though somebody typed there as well', async () => {
  const [edited] = await markets.list(10);
  const { meli } = markets;
  typeInMercadoLibre(meli, edited!, 25);
  meli.simulator.fail({ fault: 'slow', operation: 'orders', delayMs: 1_000, times: 1 });
  const running = startJob(['reconcile', '--channel', 'mercadolibre'], markets.env());
  await vi.waitFor(() => expect(meli.operations).toContain('orders'), { timeout: 10_000, interval: 5 });
  meli.store.sell([{ variant: edited!.item, quantity: 2 }]);
  expect((await running.done).exitCode).toBe(0);
  await runJob(['notify'], markets.env());
  expect(edited!.shown).toEqual([8, 8]);
  expect((await heldOf(markets.books))[1]).toEqual([10, -2]);
});

test('10,000 listings are 500 reads in Mercado Libre and 40 in Shopify, and one more for each 20 that are corrected', async () => {
  const listed = await markets.list(10_000);
  for (const each of listed.slice(40, 60)) typeInMercadoLibre(markets.meli, each, 3);
  const { exitCode, stdout } = await reconcile();
  expect(exitCode).toBe(0);
  const asked = Object.groupBy(markets.operations, (operation) => operation);
  const counts = Object.fromEntries(Object.entries(asked).map(([name, all = []]) => [name, all.length]));
  expect(counts).toMatchObject({ items: 501, 'put-item': 20, Levels: 40 });
  expect(counts['me'] ?? 0).toBeLessThanOrEqual(2);
  expect(counts['scan']).toBeUndefined();
  expect(reported(stdout).drift).toMatchObject({
    mercadolibre: { listings: 10_000, read: 10_000, drifted: 20, corrected: 20 },
    shopify: { listings: 10_000, read: 10_000, drifted: 0 },
  });
  allShow(listed, 10);
});

test('more than the limit is corrected only with --force, and the other marketplace all the same', async () => {
  const listed = await markets.list(10);
  for (const each of listed.slice(0, 3)) typeInShopify(each, 0);
  typeInMercadoLibre(markets.meli, listed[9] as Listed, 4);
  const dry = await reconcile('--dry-run');
  expect(dry.exitCode).toBe(77);
  const { differences } = JSON.parse(dry.stdout) as { differences: { channel: string; outcome: string }[] };
  expect(differences.map(({ channel, outcome }) => `${channel} ${outcome}`).toSorted()).toEqual([
    'mercadolibre corrected',
    ...Array.from({ length: 3 }, () => 'shopify too_many'),
  ]);
  const { exitCode, stdout, log } = await reconcile();
  expect(exitCode).toBe(77);
  expect(listed.map(({ shown }) => shown[0])).toEqual([0, 0, 0, ...listed.slice(3).map(() => 10)]);
  expect(listed[9]?.shown).toEqual([10, 10]);
  expect(log.find(({ error_code: code }) => code === 'reconcile.too_many')?.['message']).toBe(
    '3 of 10 listings in Shopify show something else than they should (30 %, 20 % allowed): none of them was corrected; `npm run job -- reconcile --dry-run` lists them; if the stock here is right, run `npm run job -- reconcile --force` once',
  );
  expect(reported(stdout).drift).toMatchObject({
    shopify: { drifted: 3, corrected: 0, stopped: true },
    mercadolibre: { drifted: 1, corrected: 1, stopped: false },
  });
  const forced = await reconcile('--channel', 'shopify', '--force');
  expect(forced.exitCode).toBe(0);
  allShow(listed, 10);
  const { forced: isForced, overridden } = JSON.parse(forced.stdout) as Record<string, unknown>;
  expect({ isForced, overridden: String(overridden) }).toEqual({
    isForced: true,
    overridden: expect.stringContaining('3 of 10') as string,
  });
});

test('half an answer takes no listing out of the reach of the stock: what is gone counts for the limit as well', async () => {
  const listed = await markets.list(16);
  const { schema } = markets.books;
  for (const each of listed.slice(0, 6)) markets.shopify.shop.remove(each.variant);
  const isGone = () => schema.query("SELECT id FROM channel_listing WHERE status = 'gone'");
  for (const flags of [['--dry-run'], []]) {
    const { exitCode, log } = await reconcile('--channel', 'shopify', ...flags);
    expect(exitCode).toBe(77);
    expect(log.find(({ error_code: code }) => code === 'reconcile.too_many')?.['message']).toContain(
      '6 of 16 listings in Shopify show something else than they should, or are not there any more (6) (37.5 %',
    );
    expect(await isGone()).toEqual([]);
  }
  expect((await reconcile('--channel', 'shopify', '--force')).exitCode).toBe(0);
  expect(await isGone()).toHaveLength(6);
});

test('a shop of three listings may have one corrected, and none where the limit is 0', async () => {
  const listed = await markets.list(3);
  typeInShopify(listed[0] as Listed, 2);
  const { exitCode } = await runJob(['reconcile'], markets.env({ RECONCILE_MAX_PERCENT: '0' }));
  expect(exitCode).toBe(77);
  expect((await reconcile()).exitCode).toBe(0);
  allShow(listed, 10);
});

test('where every listing is refused, that is the failure of the marketplace', async () => {
  await markets.list(3);
  markets.meli.simulator.fail({ fault: 'refused', operation: 'items', times: 1000 });
  const { exitCode, stderr } = await reconcile('--channel', 'mercadolibre');
  expect(exitCode).toBe(69);
  expect(stderr).toContain('it refused to say anything of any listing');
});

test('a paused marketplace is asked for nothing', async () => {
  const [one] = await markets.list(5);
  typeInShopify(one as Listed, 2);
  await runJob(['channels', 'pause', 'shopify'], markets.env());
  const { exitCode, log, stdout } = await reconcile('--channel', 'shopify');
  expect(exitCode).toBe(0);
  expect(markets.operations).toEqual([]);
  expect(log.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^Shopify is paused: nothing/),
  );
  expect(reported(stdout).drift).toMatchObject({ shopify: { read: 0, ended: 'paused' } });
});

test('what is pending, given up or on its way is no drift', async () => {
  const listed = await markets.list(10);
  const { schema } = markets.books;
  await schema.query(
    `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at, next_at, dead_at, accepted_key, leased_by) VALUES
       ('shopify', 11, 'pending', NOW(3), NOW(3) + INTERVAL 1 DAY, NULL, NULL, NULL),
       ('shopify', 21, 'dead', NOW(3), NOW(3), NOW(3), NULL, NULL),
       ('shopify', 31, 'in hand', NOW(3), NOW(3) + INTERVAL 1 DAY, NULL, 'in hand', 'somebody'),
       ('shopify', 41, 'accepted', NOW(3), NOW(3) + INTERVAL 1 DAY, NULL, 'accepted', NULL)`,
  );
  for (const each of listed.slice(0, 4)) typeInShopify(each, 2);
  const { exitCode, stdout, log } = await reconcile('--channel', 'shopify');
  expect(exitCode).toBe(0);
  expect(reported(stdout).drift).toMatchObject({ shopify: { listings: 10, read: 7, drifted: 1 } });
  expect(log.at(-1)?.['message']).toContain('shopify: 7 of 10 listings compared, 1 differed');
  const { stdout: told } = await runJob(['runs', 'show', 'last', '--lang', 'es'], markets.env());
  expect(told).toContain('shopify: 7 de 10 publicaciones comparadas, 1 difería');
  expect(listed.slice(0, 4).map(({ shown }) => shown[0])).toEqual([2, 2, 2, 10]);
});

test('a listing that was deleted is gone, one that is not counted any more is given up with the reason', async () => {
  const [deleted, uncounted] = await markets.list(12);
  markets.shopify.shop.remove(deleted!.variant);
  uncounted!.variant.tracked = false;
  const { exitCode, stdout } = await reconcile('--channel', 'shopify');
  expect(exitCode).toBe(0);
  expect(reported(stdout).drift).toMatchObject({
    shopify: { read: 12, gone: 1, drifted: 1, corrected: 1, examples: [{ sku: 'SKU-2', shown: null }] },
  });
  const { schema } = markets.books;
  expect(await schema.query(`SELECT id FROM channel_listing WHERE status = 'gone'`)).toEqual([{ id: 11 }]);
  expect(await schema.query('SELECT subject_id AS id, last_error AS why FROM channel_outbox')).toEqual([
    { id: 21, why: 'untracked' },
  ]);
  const again = reported((await reconcile('--channel', 'shopify')).stdout);
  expect(again.drift).toMatchObject({ shopify: { listings: 11, read: 10, gone: 0, drifted: 0 } });
});

test('where only the source has the orders, what shows less may have been sold, and only what shows more falls', async () => {
  const [less, more] = await markets.list(10);
  typeInShopify(less!, 7);
  typeInShopify(more!, 14);
  markets.shopify.simulator.scopes.delete('read_orders');
  const differing = { MARKETPLACE_ORDERS_IN_SOURCE: 'yes' };
  const command = ['reconcile', '--channel', 'shopify', '--json'];
  const foretold = await runJob([...command, '--dry-run'], markets.env(differing));
  expect(reported(foretold.stdout).drift).toMatchObject({ shopify: { drifted: 1 } });
  const { exitCode } = await runJob(command, markets.env(differing));
  expect(exitCode).toBe(0);
  expect([less!.shown[0], more!.shown[0]]).toEqual([7, 10]);
  const unknown = await runJob(command, markets.env());
  expect({ exitCode: unknown.exitCode, code: unknown.report['error_code'] }).toEqual({
    exitCode: 78,
    code: 'channels.orders_unread',
  });
  expect(less!.shown[0]).toBe(7);
});

test('without a marketplace it is 78, and so is a stock that is taken from listings beside a source', async () => {
  const off = await runJob(['reconcile'], { ...markets.books.schema.env });
  expect({ exitCode: off.exitCode, code: off.report['error_code'] }).toEqual({
    exitCode: 78,
    code: 'listings.no_marketplace',
  });
  const beside = await reconcile('--adopt');
  expect(beside.exitCode).toBe(78);
  expect(beside.report['error_code']).toBe('reconcile.adopt_beside_source');
  expect(markets.operations).toEqual([]);
});
