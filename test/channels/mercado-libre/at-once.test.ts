import { expect, test } from 'vitest';
import { FAULTS } from '../../../dev/simulate/mercado-libre/faults.ts';
import { availableOf } from '../../../dev/simulate/mercado-libre/store.ts';
import type { Listing } from '../../../src/channels/marketplace.ts';
import { itemOf, mercadoLibreBeforeEach } from '../../support/mercado-libre.ts';
import { deliverOnce } from '../../support/marketplace-answers.ts';

const meli = mercadoLibreBeforeEach();

test.each([[[]], [['warehouse_management']]])(
  'under every fault at once, what should stand there stands there in the end: %j',
  async (tags) => {
    await meli.restart({ tags });
    for (let number = 0; number < 20; number += 1) meli.store.add({ available: number });
    for (let number = 0; number < 8; number += 1)
      meli.store.add({ variations: [{ available: 1 }, { available: 2 }, { available: 3 }] });
    const { variants } = meli.store;
    const listings = variants.map(itemOf);
    const keyOf = ({ remoteId, remoteVariant }: Listing): string => remoteId + remoteVariant;
    const wanted = new Map(listings.map((listing, index) => [keyOf(listing), 100 + index]));
    const marketplace = meli.open({ timeoutMs: 100 });
    const wantedOf = (listing: Listing): number => wanted.get(keyOf(listing)) ?? 0;
    const faults = FAULTS.filter((fault) => fault !== '429');
    meli.simulator.fail(...faults.map((fault) => ({ fault, percent: 2, delayMs: 150 })));
    for (let round = 0; round < 15; round += 1) await deliverOnce(marketplace, listings, wantedOf);
    meli.simulator.heal();
    // What is still on its way at the other end arrives.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect.poll(() => deliverOnce(marketplace, listings, wantedOf)).toBe(0);
    expect(variants.map(availableOf)).toEqual(listings.map(wantedOf));
    expect(meli.store.variants).toHaveLength(variants.length);
  },
);
