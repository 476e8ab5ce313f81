import { expect, test } from 'vitest';
import { changed, goods, offer, seed } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop();

test.each([
  [[], 'delta', 'flash'],
  [['--mode', 'delta'], 'delta', 'flash'],
  [['--mode', 'deep'], 'deep', 'deep'],
  [['--mode', 'full'], 'full', 'deep'],
  [['--compare', 'flash'], 'delta', 'flash'],
  [['--compare', 'deep'], 'deep', 'deep'],
  [['--mode', 'delta', '--compare', 'deep'], 'deep', 'deep'],
  [['--mode', 'full', '--compare', 'flash'], 'full', 'deep'],
  [['--mode', 'deep', '--compare', 'deep'], 'deep', 'deep'],
])('`sync` with %j is of the mode %s, and its report has compare %s', async (flags, mode, compare) => {
  await seed(shop, goods(2));
  offer(
    shop,
    changed(goods(2), ({ id }) => (id === 2 ? { name: 'Otro nombre' } : undefined)),
  );
  const { report } = await shop.run('sync', ...flags);
  expect(report).toMatchObject({ exit_code: 0, mode, compare, other_changes: compare === 'deep' ? 1 : 0 });
  expect(await shop.schema.query('SELECT mode FROM sync_run')).toEqual([{ mode }]);
});
