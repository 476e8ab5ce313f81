import { afterEach, expect, test } from 'vitest';
import { changed, type Good, goods, offer } from '../support/goods.ts';
import { openShop, type Shop } from '../support/shop.ts';

const SPANISH = 'Ñandú «fino» ½ kg áéíóúü ¿¡ º';
const CP1252 = `${SPANISH} – “oferta” €5 …`;

let shop: Shop;
afterEach(() => shop.close());

async function openShopIn(charset: string): Promise<void> {
  shop = await openShop({
    before: [
      `CREATE TABLE raw_item_data (id INT PRIMARY KEY, data TEXT CHARACTER SET ${charset}, stock INT, updated_at DATETIME)`,
    ],
  });
}

const named = (names: Readonly<Record<number, string>>): Good[] =>
  changed(goods(12), ({ id }) => ({ name: names[id] ?? `Producto ${id}` }));
const namesOf = async () =>
  Object.fromEntries((await shop.rows()).map(({ id, data }) => [id, data?.['product_name']]));

test.each<[string, Record<number, string>, number[]]>([
  ['utf8mb3', { 1: CP1252, 2: '中文 Ελλάδα', 3: 'Mate 🧉', 4: '𝒜' }, [3, 4]],
  ['latin1', { 1: CP1252, 2: '中文', 3: 'Mate 🧉', 4: 'Ελλάδα' }, [2, 3, 4]],
  ['latin2', { 1: 'Łódź', 2: 'Ñandú', 3: 'Mate 🧉' }, [2, 3]],
  ['ascii', { 1: 'Cafe', 2: 'Café', 3: 'Mate 🧉' }, [2, 3]],
  ['utf8mb4', { 1: CP1252, 2: '中文', 3: 'Mate 🧉' }, []],
])('what %s cannot hold is quarantined, and the others are loaded', async (charset, names, lacking) => {
  await openShopIn(charset);
  offer(shop, named(names));
  const counts = { fetched: 12, inserted: 12 - lacking.length, quarantined: lacking.length };
  expect((await shop.run('sync', '--dry-run')).report).toMatchObject({ exit_code: 0, ...counts });
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ ...counts, delivered: counts.inserted });
  const expected = Object.fromEntries(
    named(names)
      .filter(({ id }) => !lacking.includes(id))
      .map(({ id, name }) => [id, name]),
  );
  expect(await namesOf()).toEqual(expected);
  const entries = await shop.schema.query(
    'SELECT item_id, reason FROM sync_quarantine WHERE settled_at IS NULL ORDER BY item_id',
  );
  expect(entries).toEqual(lacking.map((id) => ({ item_id: id, reason: 'not_in_charset' })));
});

test('one that gets such a character keeps its row, its stock falls, and it is taken in once it is corrected', async () => {
  await openShopIn('latin1');
  offer(shop, named({ 1: 'Mate' }));
  await shop.run('sync');
  const withEmoji = changed(named({ 1: 'Mate 🧉' }), ({ id }) =>
    id === 1 ? { price: 11, balance: 2 } : id === 2 ? { price: 21 } : undefined,
  );
  offer(shop, withEmoji);
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 0,
    quarantined: 1,
    updated: 1,
    owed: 2,
  });
  const [row] = await shop.rows();
  expect(row).toMatchObject({ id: 1, data: { product_name: 'Mate', price: 10 }, stock: 2 });
  expect((await shop.run('sync', '--select', '1')).report).toMatchObject({
    quarantined: 1,
    updated: 0,
    owed: 0,
  });
  offer(
    shop,
    changed(withEmoji, ({ id }) => (id === 1 ? { name: 'Mate' } : undefined)),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 0, quarantined: 0, updated: 1 });
});

test('an escaped character is judged as it is stored', async () => {
  await openShopIn('latin1');
  shop.bitcram.setCatalogue([
    '{"product_id":1,"product_name":"\\u00f1and\\u00fa","price":1}',
    '{"product_id":2,"product_name":"\\ud83e\\uddc9","price":1}',
  ]);
  const { exitCode, report, stderr } = await shop.run('sync');
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ inserted: 1, quarantined: 1 });
  expect(await namesOf()).toEqual({ 1: 'ñandú' });
});
