import type { Selling } from '../../src/channels/selling.ts';
import { LEARNS } from './ledger.ts';

/** A shop whose source learns of what is sold. */
export function sellingOf(differing: Partial<Selling> = {}): Selling {
  return {
    marketplaces: {},
    rules: LEARNS,
    buffer: 0,
    locations: new Map(),
    attempts: 8,
    skuField: 'product_code',
    verifyMs: 60_000,
    ordersPollMs: 15_000,
    ordersOverlapMs: 600_000,
    ...differing,
  };
}
