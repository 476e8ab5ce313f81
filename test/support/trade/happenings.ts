import fc from 'fast-check';
import type { StockRules } from '../../../src/channels/stock.ts';
import { type Channel, CHANNELS } from './place.ts';
import type { Trade } from './trade.ts';
import { OLDEST_LIST_S } from './truth.ts';
import type { Trouble } from './wire.ts';

/** Something that happens to a shop. */
type Happening = (shop: Trade) => Promise<unknown>;

/** Some time passes, this happens, and these work. */
export interface Step {
  passes: number;
  happenings: readonly Told[];
  who: readonly (0 | 1)[];
}

/** Written out where a sequence fails. */
interface Told {
  what: Readonly<Record<string, unknown>>;
  happens: Happening;
}

const TROUBLES: readonly Trouble[] = [
  ...(['lost', 'never', 'late', 'believed', 'killed_before', 'killed_after', 'stalled'] as const),
  ...(['throttled', 'stale', 'busy'] as const),
];
/** The source knows of a sale within these, and of an order, so that with its oldest list it shows them in the time that it is given. */
const TILL_LAG_S = 60;
const ORDER_LAG_S = 500;
const LATEST_FOUND_S = 60;

const item = fc.constantFrom(1, 1, 1, 2);
const few = fc.integer({ min: 1, max: 3 });
const channel = fc.constantFrom<Channel>(...CHANNELS);
/** The ends are where rules fail. */
const seconds = (max: number) => fc.oneof(fc.constantFrom(0, max), fc.integer({ min: 0, max }));
const listing = fc.constantFrom(11, 11, 12, 12, 21, 22, 31, 41);

/** Of these values, what is made of them. */
function told<T extends Record<string, unknown>>(
  name: string,
  values: { [K in keyof T]: fc.Arbitrary<T[K]> },
  happens: (shop: Trade, value: T) => Promise<unknown>,
): fc.Arbitrary<Told> {
  return fc.record(values).map((value) => ({
    what: { name, ...value },
    happens: (shop) => happens(shop, value),
  }));
}

const order = told(
  'order',
  {
    listing,
    pieces: few,
    foundInS: seconds(LATEST_FOUND_S),
    lagS: seconds(ORDER_LAG_S),
  },
  (shop, { listing, pieces, ...found }) => shop.buy(listing, pieces, found),
);

const cancellation = told(
  'cancellation',
  {
    which: fc.nat(20),
    restocks: fc.boolean(),
    foundInS: seconds(LATEST_FOUND_S),
    lagS: seconds(ORDER_LAG_S),
  },
  async (shop, { which, ...found }) => {
    const sold = shop.sales[which % Math.max(1, shop.sales.length)];
    if (sold !== undefined) await shop.cancel(sold, found);
  },
);

/** A message is lost only where the source tells of the sale all the same. */
function atTill({ absorbS }: StockRules): fc.Arbitrary<Told> {
  const least = absorbS.sale === undefined ? 1 : 0;
  const arrivesInS = fc.array(seconds(900), { minLength: least, maxLength: 3 });
  return told(
    'till',
    {
      itemId: item,
      units: few,
      arrivesInS,
      lagS: seconds(TILL_LAG_S),
      isReturn: fc.nat(3).map((n) => n === 0),
    },
    async (shop, { itemId, units, isReturn, ...message }) => {
      if (isReturn) await shop.returnAtTill(itemId, units, message);
      else if (shop.truth.of(itemId) >= units) await shop.sellAtTill(itemId, units, message);
    },
  );
}

const restock = told('restock', { itemId: item, units: few }, (shop, { itemId, units }) =>
  shop.restock(itemId, units),
);

const reading = told(
  'reading',
  {
    isWhole: fc.boolean(),
    lastsS: seconds(120),
    ageS: seconds(OLDEST_LIST_S),
    bad: fc.option(fc.record({ itemId: item, as: fc.constantFrom('unread' as const, 'falls' as const) }), {
      freq: 3,
      nil: undefined,
    }),
  },
  (shop, how) => shop.read(how),
);

const trouble = told(
  'trouble',
  { channel, kind: fc.constantFrom(...TROUBLES) },
  async (shop, { channel, kind }) =>
    shop.crew.trouble(channel, kind === 'believed' && channel === 'shopify' ? 'late' : kind),
);

/** Somebody buys while a deliverer has read what is offered and has not written yet. */
const meanwhile = told(
  'meanwhile',
  { listing, pieces: few, foundInS: seconds(LATEST_FOUND_S) },
  async (shop, { listing, pieces, foundInS }) =>
    shop.crew.meanwhile(shop.listing(listing).channel, () => shop.buy(listing, pieces, { foundInS })),
);

/** What goes wrong hits a write for sure, and the next change of the item is not far. */
const hit = told(
  'hit',
  { kind: fc.constantFrom<Trouble>('late', 'believed', 'stalled', 'killed_after'), units: few },
  async (shop, { kind, units }) => {
    if (shop.truth.of(1) <= units) return;
    shop.crew.trouble('mercadolibre', kind);
    await shop.sellAtTill(1, units);
    await shop.crew.work(0);
    await shop.clock.pass(10);
    if (shop.truth.of(1) > units) await shop.sellAtTill(1, units);
  },
);

/** The order that was made first is found last. */
const overtaken = told(
  'overtaken',
  { channel, pieces: few, foundInS: seconds(LATEST_FOUND_S) },
  async (shop, { channel, pieces, foundInS }) => {
    const bought = channel === 'shopify' ? 11 : 12;
    await shop.buy(bought, pieces, { foundInS });
    await shop.clock.pass(2);
    await shop.buy(bought, 1);
  },
);

const pause = told(
  'pause',
  { channel, forS: fc.integer({ min: 60, max: 1500 }) },
  async (shop, { channel, forS }) => {
    await shop.crew.pause(channel);
    await shop.clock.in(forS, () => shop.crew.resume(channel));
  },
);

const edit = told('edit', { listing, by: fc.integer({ min: -3, max: 3 }) }, async (shop, { listing, by }) =>
  shop.edit(listing, Math.max(0, (shop.shown(listing) ?? 0) + by)),
);

const silence = told(
  'silence',
  { channel, forS: fc.integer({ min: 1, max: 400 }) },
  async (shop, { channel, forS }) => {
    shop.crew.silence(channel);
    await shop.clock.in(forS, () => shop.crew.silence(channel, false));
  },
);

export function stepsIn(rules: StockRules, maxLength: number): fc.Arbitrary<readonly Step[]> {
  const till = atTill(rules);
  const often = [till, till, till, order, order, order, cancellation, cancellation, restock];
  const faults = [trouble, trouble, meanwhile, hit, overtaken, pause, edit, silence];
  const bySource = rules.hasSource ? [reading, reading, reading] : [];
  const happening = fc.oneof(...often, ...faults, ...bySource);
  const step = fc.record({
    passes: fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 300 }),
    ),
    happenings: fc.array(happening, { minLength: 1, maxLength: 3, size: 'max' }),
    who: fc.constantFrom<readonly (0 | 1)[]>([0], [0], [1], [0, 1], []),
  });
  return fc.array(step, { minLength: 3, maxLength, size: 'max' });
}

export async function take(shop: Trade, { passes, happenings, who }: Step): Promise<void> {
  await shop.clock.pass(passes);
  for (const { happens } of happenings) await happens(shop);
  if (who.length > 0) await shop.crew.work(...who);
}
