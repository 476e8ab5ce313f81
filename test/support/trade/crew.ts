import { type OrdersRead, readOrders } from '../../../src/channels/selling/orders.ts';
import { sell } from '../../../src/channels/selling/sell.ts';
import type { Selling } from '../../../src/channels/selling.ts';
import { pause, resume } from '../../../src/channels/state.ts';
import type { StockRules } from '../../../src/channels/stock.ts';
import { sellingOf } from '../selling.ts';
import { expectNoExcess, expectSilence, isTooMuch } from './books.ts';
import type { Clock } from './clock.ts';
import { Deliverer } from './deliverer.ts';
import { type Channel, CHANNELS, type Offered, type Place } from './place.ts';
import type { Fall, Truth } from './truth.ts';
import type { Bought } from './storefronts.ts';
import { type Line, over, type Trouble } from './wire.ts';

export const VERIFY_S = 90;
/** What was in trouble is right again after so long: a late answer, and the second look at what was sent. */
const EXCUSED_S = 150;
/** What a late answer comes after, which is less than the second look. */
const LATE_S = 40;

/** What goes wrong on the simulator's side of the network. */
const SIMULATED = {
  shopify: { lost: 'lost', never: 'cut', throttled: 'throttled', stale: 'stale', busy: 'concurrent' },
  mercadolibre: { lost: 'lost', never: 'cut', throttled: '429', busy: 'conflict' },
} as const;

/** An order in a marketplace, and what it takes off the shelf. */
export interface Sale {
  order: Bought;
  offered: Offered;
  falls: readonly Fall[];
  sourceKnows: boolean;
  /** Cancelled and offered again, before anybody could read of it. */
  isPutBack: boolean;
}

interface World {
  place: Place;
  rules: StockRules;
  truth: Truth;
  clock: Clock;
  sales: readonly Sale[];
}

/**
 * Two deliverers, who read the orders and deliver over connections of their own. After each write, and once they have worked, no listing
 * shows more than it may.
 */
export class Crew {
  readonly #world: World;
  readonly #selling: Selling;
  readonly #members: Deliverer[] = [];
  readonly #lines: Record<Channel, Line>;
  readonly #paused = new Set<Channel>();
  /** In the orders that were read. */
  readonly #seen: Sale[] = [];
  /** By listing, until when it may show what it shows. */
  readonly #excused = new Map<number, number>();
  /** Listings that show too much as a round begins: two share them, and what one has in hand is still wrong when the other writes. */
  #atBeginning: ReadonlySet<number> = new Set();

  private constructor(world: World) {
    this.#world = world;
    this.#selling = sellingOf({ rules: world.rules, verifyMs: VERIFY_S * 1000 });
    this.#lines = { shopify: this.#line('shopify'), mercadolibre: this.#line('mercadolibre') };
  }

  static async open(world: World): Promise<Crew> {
    const crew = new Crew(world);
    for (let count = 0; count < 2; count += 1) {
      crew.#members.push(await Deliverer.open(world.place.books.schema));
    }
    return crew;
  }

  async close(): Promise<void> {
    for (const { session } of this.#members) await session.close();
  }

  /** Of the next write. */
  trouble(channel: Channel, trouble: Trouble): void {
    const { shopify, mercadolibre } = this.#world.place.simulators;
    if (!(trouble in SIMULATED[channel])) this.#lines[channel].trouble = trouble;
    else if (channel === 'shopify') {
      const fault = SIMULATED.shopify[trouble as keyof typeof SIMULATED.shopify];
      shopify.fail({ fault, operation: 'SetQuantities', times: 1 });
    } else {
      const fault = SIMULATED.mercadolibre[trouble as keyof typeof SIMULATED.mercadolibre];
      mercadolibre.fail({ fault, operation: 'put-item', times: 1 });
    }
  }

  /** Whether its orders cannot be read from now on. */
  silence(channel: Channel, isSilent = true): void {
    this.#lines[channel].isSilent = isSilent;
  }

  /** Between the next reading of the channel and what is made of it. */
  meanwhile(channel: Channel, happens: () => unknown): void {
    this.#lines[channel].meanwhile = happens;
  }

  /** How many were sent to the channel, the reading of its orders apart. */
  requests(channel: Channel): number {
    return this.#lines[channel].requests;
  }

  /** What was to go wrong does not. */
  heal(): void {
    for (const channel of CHANNELS) {
      this.#world.place.simulators[channel].heal();
      Object.assign(this.#lines[channel], { trouble: undefined, meanwhile: undefined, isSilent: false });
    }
  }

  /** What these show is not asked about for so long. */
  excuse(listings: readonly Offered[], seconds = EXCUSED_S): void {
    const until = this.#world.clock.now + seconds;
    for (const { id } of listings) this.#excused.set(id, Math.max(until, this.#excused.get(id) ?? 0));
  }

  async pause(channel: Channel): Promise<void> {
    await pause(await this.#world.clock.tell(this.#world.place.books.session), channel);
    this.#paused.add(channel);
  }

  async resume(channel: Channel): Promise<void> {
    await resume(await this.#world.clock.tell(this.#world.place.books.session), channel);
    this.#paused.delete(channel);
  }

  /** These read the orders of both channels, and then deliver to both: at the same time, where there are two. */
  async work(...who: readonly (0 | 1)[]): Promise<void> {
    const { place, truth } = this.#world;
    const before = CHANNELS.map((channel) => this.#lines[channel].requests);
    this.#atBeginning = new Set(place.offered.filter((each) => isTooMuch(each, truth)).map(({ id }) => id));
    const ends = await Promise.allSettled(who.map((each) => this.#workOf(this.#members[each] as Deliverer)));
    for (const [index, end] of ends.entries()) {
      const at = who[index] as 0 | 1;
      const isDead = this.#members[at]?.isDead === true;
      if (isDead) this.#members[at] = await Deliverer.open(this.#world.place.books.schema);
      if (isDead) this.excuse(this.#world.place.offered);
      else if (end.status === 'rejected') throw end.reason;
    }
    for (const [index, channel] of CHANNELS.entries()) {
      if (this.#paused.has(channel)) expectSilence(channel, before[index], this.requests(channel));
    }
    this.#see();
    this.#atBeginning = new Set();
    this.#judge();
  }

  async #workOf(member: Deliverer): Promise<void> {
    const { clock, place } = this.#world;
    await clock.tell(member.session);
    const jobs = CHANNELS.map((channel) => ({
      ...{ session: member.session, channel, holder: member.holder, selling: this.#selling },
      marketplace: over(this.#lines[channel], place.marketplaces[channel], () => member.kill()),
      ...{ signal: new AbortController().signal, unlessReadWithinMs: 0 },
    }));
    const read: OrdersRead[] = [];
    for (const job of jobs) {
      const findable = this.#world.sales.filter(
        ({ offered, order }) => offered.channel === job.channel && order.isFindable,
      );
      const orders = await readOrders(job);
      if (orders.ended === 'read' && orders.warning === undefined) this.#seen.push(...findable);
      read.push(orders);
    }
    for (const [index, job] of jobs.entries()) await sell({ ...job, orders: read[index] });
  }

  /** What was seen in the orders is known, and what was put back is looked at. */
  #see(): void {
    for (const sold of this.#seen.splice(0)) {
      this.#world.truth.know(sold.falls);
      if (sold.isPutBack) this.excuse([sold.offered]);
      sold.isPutBack = false;
    }
  }

  #line(channel: Channel): Line {
    return {
      ...{ trouble: undefined, meanwhile: undefined, isSilent: false, requests: 0 },
      later: (happens) => void this.#world.clock.in(LATE_S, happens),
      written: () => this.#judge(channel),
      troubled: () => this.excuse(this.#world.place.offered),
    };
  }

  /** Of one channel, or of both. */
  #judge(only?: Channel): void {
    const { place, truth, clock, sales } = this.#world;
    const putBack = new Set(sales.filter(({ isPutBack }) => isPutBack).map(({ offered }) => offered.id));
    const isExcused = ({ id }: Offered): boolean =>
      (this.#excused.get(id) ?? 0) >= clock.now || this.#atBeginning.has(id) || putBack.has(id);
    const judged = place.offered.filter(
      (each) =>
        !isExcused(each) && !this.#paused.has(each.channel) && (only === undefined || each.channel === only),
    );
    expectNoExcess(judged, truth);
  }
}
