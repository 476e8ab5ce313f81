import type { BitcramSimulator } from '../simulate/bitcram.ts';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';

/** The first load, which is of another size, stands before what the page shows. */
const DAYS = 32;
/** Two runs meet the product that is gone before its stock is zeroed. */
const GONE_FOR_DAYS = 3;

/** What the month needs of the world. */
export interface Shop {
  bitcram: Pick<BitcramSimulator, 'setCatalogue' | 'setStock'>;
  sync(): Promise<void>;
  /** Moves every run so far a day into the past. */
  aDayPasses(): Promise<void>;
}

/** A month of a shop: a run a day, in each some prices move, some products sell out or come in, a few leave, one is unusable. */
export async function aMonth({ bitcram, sync, aDayPasses }: Shop): Promise<void> {
  const { priceList, stock } = await realCatalogue(SURVEY_DATES[0]);
  const chance = seeded(20);
  const products = priceList.map((product) => ({ ...product }));
  const balances = stock.map((row) => ({ ...row }));
  for (let day = 0; day < DAYS; day += 1) {
    if (day > 0) await aDayPasses();
    // Prices move by the list of a supplier: little on most days, much on some.
    const share = day % 7 === 3 ? 0.06 : 0.005 + 0.01 * chance();
    for (const product of products) {
      if (chance() < share) product.price = Math.round(product.price * (0.92 + 0.25 * chance()) * 100) / 100;
    }
    for (const row of balances) {
      if (chance() < 0.01) row.product_balance = Math.max(0, Math.round(20 * chance()) - 3);
    }
    const gone = new Set(
      Array.from(
        { length: 12 + (day % 5) },
        (_, index) => (Math.floor(day / GONE_FOR_DAYS) * 97 + index * 31) % products.length,
      ),
    );
    const listed = products.filter((_, index) => !gone.has(index));
    const unusable = day > 20 ? [{ ...products[5], price: '1.234,56' }] : [];
    const kept = unusable.length === 0 ? listed : listed.filter((product) => product !== products[5]);
    bitcram.setCatalogue([...kept, ...unusable] as typeof priceList);
    bitcram.setStock(balances);
    await sync();
  }
}

/** The same numbers every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
