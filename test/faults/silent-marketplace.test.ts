import { expect, test } from 'vitest';
import { markListingsById } from '../../src/channels/stock.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { twoMarketplaces, until } from '../support/two-marketplaces.ts';

const SILENT_S = LONG ? 600 : 10;
/** Nobody waits longer for one marketplace because of the other. */
const LATEST_MS = 2_000;

const { shopify, meli, books, openShop } = twoMarketplaces();

test(
  `while Shopify says nothing for ${SILENT_S} s each change is in Mercado Libre within 2 s, and in Shopify once it speaks again`,
  async () => {
    const { shown } = await openShop();
    shopify.simulator.fail({ fault: 'hang' });
    const endsAt = Date.now() + SILENT_S * 1000;
    let changes = 0;
    let latestMs = 0;
    while (Date.now() < endsAt) {
      const base = 10 + (changes % 5) + 1;
      changes += 1;
      const changedAt = Date.now();
      await books.schema.query('UPDATE stock_level SET base = ? WHERE item_id = 1', [base]);
      await markListingsById(books.session, [1, 2]);
      await until(() => expect(shown()[1]).toBe(base));
      const write = meli.simulator.requests.findLast(({ operation }) => operation === 'put-item');
      latestMs = Math.max(latestMs, (write?.answeredAt ?? Infinity) - changedAt);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    expect(changes).toBeGreaterThan(SILENT_S / 3);
    expect(latestMs).toBeLessThan(LATEST_MS);
    expect(shown()[0]).toBe(10);
    shopify.simulator.heal();
    // Its pauses grow to 30 s while it says nothing.
    await until(() => expect(shown()[0]).toBe(shown()[1]), 50_000);
    noteFault({
      ...{ fault: `Shopify silent for ${SILENT_S} s`, tried: changes },
      ...{ outcome: 'Mercado Libre within 2 s, Shopify afterwards', lost: 0, appliedTwice: 0 },
    });
  },
  LONG ? 900_000 : 180_000,
);
