import { expect, test } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const shop = freshShop();

/** Of each run, newest first. */
async function changedIn(lang: string, heading: string): Promise<(string | undefined)[]> {
  const { stdout } = await shop.run('runs', '--lang', lang);
  const [head = '', ...rows] = stdout.split('\n').slice(0, 4);
  const end = head.indexOf(heading) + heading.length;
  return rows.map((row) => row.slice(0, end).split(/\s+/).at(-1));
}

test('`runs` counts what each run changed as the page does: also what is new, and nothing that was not loaded', async () => {
  const all = goods(30);
  offer(shop, all);
  await shop.run('sync');
  offer(
    shop,
    changed(all, () => ({ price: 1 })),
  );
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 77, updated: 30 });
  offer(
    shop,
    changed(all, ({ id }) => (id < 4 ? { price: 5000 } : undefined)),
  );
  await shop.run('sync');
  expect(await changedIn('en', 'changed')).toEqual(['3', '0', '30']);
  expect(await changedIn('es', 'cambiados')).toEqual(['3', '0', '30']);
  expect((await shop.run('runs')).stdout).toMatch(/changes +█▁▂ /);
});
