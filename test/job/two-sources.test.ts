import { afterAll, expect, test } from 'vitest';
import { SIMULATED_TOKEN, startBitcram } from '../../dev/simulate/bitcram.ts';
import { articles, clearedAirShop } from '../support/air.ts';
import { goods, offer } from '../support/goods.ts';

const shop = await clearedAirShop();
const bitcram = await startBitcram();
afterAll(() => bitcram.close());

const everything = async (): Promise<unknown[]> =>
  Promise.all(
    ['raw_item_data', 'air_item', 'item', 'sync_missing', 'sync_change', 'sync_quarantine'].map((table) =>
      shop.schema.query(`SELECT * FROM ${table}`),
    ),
  );

test('a schema that one source has loaded is refused to the other one (78), also by force, and nothing of it changes', async () => {
  offer({ bitcram }, goods(3));
  shop.air.articles = articles(12);
  const ofBitcram = {
    SOURCE: 'bitcram',
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
  };
  const ofAir = { ...shop.env };
  const refused = { exit_code: 78, error_code: 'sync.another_source', loaded: false };
  for (const [first, then] of [
    [ofBitcram, ofAir],
    [ofAir, ofBitcram],
  ] as const) {
    await shop.schema.query('DELETE FROM sync_run');
    Object.assign(shop.env, first);
    expect(await shop.report('sync')).toMatchObject({ exit_code: 0, loaded: true });
    Object.assign(shop.env, then);
    const before = await everything();
    for (const args of [[], ['--mode', 'flash'], ['--force'], ['--dry-run']])
      expect((await shop.run('sync', ...args)).report, args.join(' ')).toMatchObject(refused);
    expect(await everything()).toEqual(before);
    Object.assign(shop.env, first);
    expect(await shop.report('sync')).toMatchObject({ exit_code: 0, loaded: true });
  }
});
