import { expect, test } from 'vitest';
import { twoMarketplaces, until } from '../support/two-marketplaces.ts';

const { shopify, meli, openShop } = twoMarketplaces();

test('an order in one marketplace lowers the other, and a cancelled one raises both', async () => {
  const { variant, item, shown } = await openShop();
  const order = meli.store.sell([{ variant: item, quantity: 3 }]);
  await until(() => expect(shown()).toEqual([7, 7]));
  shopify.shop.sell([{ variant, quantity: 2 }]);
  await until(() => expect(shown()).toEqual([5, 5]));
  meli.store.cancel(order as never, { restocks: false });
  await until(() => expect(shown()).toEqual([8, 8]));
});
