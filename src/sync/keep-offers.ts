import type { Comparison, Products } from './compare.ts';
import type { Snapshot } from './store.ts';

/**
 * Makes of a batch what it is where price and stock are another run's: each known product has those of its row, and differs by its
 * fingerprint alone. One that was retired comes back with what the source says. Returns 1 for each product of which they were kept.
 */
export function keepOffers(
  { productIds, prices, fingerprints }: Products,
  { stocks, positions, changed }: Comparison,
  previous: Snapshot,
): Uint8Array {
  const kept = new Uint8Array(productIds.length);
  for (let row = 0; row < kept.length; row += 1) {
    const position = positions[row] as number;
    if (position < 0 || previous.missing.get(productIds[row] as number)?.settled === true) continue;
    kept[row] = 1;
    prices[row] = previous.prices[position] as number;
    stocks[row] = previous.stocks[position] as number;
    changed[row] = previous.fingerprints[position] === fingerprints[row] ? 0 : 1;
  }
  return kept;
}
