import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { LONG, noteFault } from '../support/fault-table.ts';
import { brokerOfFile } from '../support/rabbitmq.ts';
import { stepsIn, take } from '../support/trade/happenings.ts';
import { openPlace, type Place } from '../support/trade/place.ts';
import { openTill } from '../support/trade/till.ts';
import { Trade, WORLDS } from '../support/trade/trade.ts';

const SEQUENCES = LONG ? 200 : 2;
const STEPS = LONG ? 16 : 8;

/**
 * I1 to I5 and I7 after every step, and I6 at rest. What may differ for a while after a write that failed, or whose author died, is not asked about before the
 * second look is over; nor is a listing that somebody changed by hand, before every listing is looked at. Sales of the till come by RabbitMQ.
 */
const broker = brokerOfFile();
let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());
beforeEach(async () => {
  place.till = await openTill(broker, place.books.schema);
});
afterEach(() => place.till?.close());

test.each(Object.entries(WORLDS))(
  'where %s, no listing shows more than it may, whatever happens, and at rest each shows what there is',
  async (world, rules) => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(stepsIn(rules, STEPS), async (steps) => {
        const shop = await Trade.begin(place, rules);
        try {
          for (const step of steps) {
            await take(shop, step);
            await shop.expectBooks();
          }
          await shop.rest();
        } finally {
          await shop.close();
        }
        taken += steps.length;
      }),
      { numRuns: SEQUENCES },
    );
    noteFault({
      ...{ fault: `two channels where ${world}`, tried: taken, outcome: 'true at rest, never too much' },
      ...{ lost: 0, appliedTwice: 0 },
    });
  },
  LONG ? 3_600_000 : 180_000,
);
