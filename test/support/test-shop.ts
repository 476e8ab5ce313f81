import { afterAll, afterEach, beforeEach } from 'vitest';
import { clear } from './shelves.ts';
import { openShop, type Shop, type ShopOptions } from './shop.ts';

/** One shop for all tests of a file: opening another for each takes longer than most tests. */
export async function sharedShop(options?: ShopOptions): Promise<Shop> {
  const shop = await openShop(options);
  afterAll(() => shop.close());
  return shop;
}

/** One for all tests of a file, emptied before each of them, with these variables besides its own. */
export async function clearedShop(variables: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const shop = await sharedShop();
  const env = { ...shop.env, ...variables };
  beforeEach(() => clear(shop, env));
  return shop;
}

/** Another for each test, under the same name. */
export function freshShop(options?: ShopOptions): Shop {
  const shop = {} as Shop;
  beforeEach(async () => void Object.assign(shop, await openShop(options)));
  afterEach(() => shop.close());
  return shop;
}
