import { randomUUID } from 'node:crypto';
import {
  addStock,
  beginStock,
  markListingsById,
  NO_SOURCE,
  openLevels,
  recordMovements,
  type StockRules,
} from '../../../src/channels/stock.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { sale } from '../ledger.ts';
import { expectBooks, expectLaterRead, expectTrue } from './books.ts';
import { Clock } from './clock.ts';
import { Crew, type Sale, VERIFY_S } from './crew.ts';
import { CHANNELS, ITEMS, type Offered, type Place, reset, SKUS } from './place.ts';
import type { Bought } from './storefronts.ts';
import { readSource, type RunOfSource } from './reading.ts';
import { type Fall, Truth } from './truth.ts';

interface Reading extends RunOfSource {
  /** Seconds from its first request to its commit. */
  lastsS?: number;
}

interface Message {
  /** When it comes, each time that it comes. */
  arrivesInS?: readonly number[];
  /** When the source knows of it, where it ever does. */
  lagS?: number;
}

interface Found {
  /** When the marketplace's orders show it. */
  foundInS?: number;
  lagS?: number;
}

/** What the source comes to know, and after how many seconds at the latest its list shows it. */
export const WORLDS: Readonly<Record<string, StockRules>> = {
  'the source learns of sales and orders': { hasSource: true, absorbS: { sale: 180, order: 620 } },
  'the source learns of sales alone': { hasSource: true, absorbS: { sale: 180 } },
  'the source learns of orders alone': { hasSource: true, absorbS: { order: 620 } },
  'the source learns of nothing': { hasSource: true, absorbS: {} },
  'there is no source': NO_SOURCE,
};

/** Units of each item. */
const BEGUN: Readonly<Record<number, number>> = { 1: 10, 2: 10 };

/** A shop that sells at its till and in two marketplaces: what happens to it, with what is true beside what is believed. */
export class Trade {
  readonly place: Place;
  readonly rules: StockRules;
  readonly truth: Truth;
  readonly clock: Clock;
  readonly crew: Crew;
  readonly sales: Sale[];
  /** A listing shows something else than it should, and no movement ever tells of it: `reconcile` finds it. */
  isDrifted = false;
  #lastRunAt = 0;
  #readTimes: ReadonlyMap<number, string> = new Map();

  private constructor(world: Pick<Trade, 'place' | 'rules' | 'truth' | 'clock' | 'sales'>, crew: Crew) {
    this.place = world.place;
    this.rules = world.rules;
    this.truth = world.truth;
    this.clock = world.clock;
    this.sales = world.sales;
    this.crew = crew;
  }

  /** Every listing shows what it should, and orders are read from now on. */
  static async begin(place: Place, rules: StockRules): Promise<Trade> {
    const { schema, session } = place.books;
    const clock = new Clock(Object.values(place.storefronts));
    const world = { place, rules, clock, truth: new Truth(BEGUN), sales: [] };
    await reset(place, BEGUN, (parts, buffer) => world.truth.offer(parts, buffer));
    const spots = ITEMS.map((itemId) => ({
      ...{ itemId, location: '', sku: SKUS[itemId] ?? '', quantity: world.truth.of(itemId) },
    }));
    await clock.tell(session);
    await openLevels(session, spots, rules);
    if (!rules.hasSource) await beginStock(session, spots, async () => spots);
    await schema.query('DELETE FROM channel_outbox');
    const trade = new Trade(world, await Crew.open(world));
    trade.crew.heal();
    await trade.crew.work(0);
    return trade;
  }

  close(): Promise<void> {
    return this.crew.close();
  }

  /** Some time passes, and somebody works. */
  async pass(seconds: number): Promise<void> {
    await this.clock.pass(seconds);
    await this.crew.work(0);
  }

  listing(id: number): Offered {
    return this.place.offered.find((each) => each.id === id) as Offered;
  }

  shown(listingId: number): number | undefined {
    return this.listing(listingId).shown.quantity;
  }

  async sellAtTill(
    itemId: number,
    units: number,
    { arrivesInS = [0], lagS = 20 }: Message = {},
  ): Promise<void> {
    const fall = this.truth.falls(itemId, units);
    if (this.rules.absorbS.sale !== undefined) await this.#sourceLearns([fall], lagS);
    const message = { ...sale(`till:${randomUUID()}`, SKUS[itemId] ?? null, units) };
    await this.#arrives(message, arrivesInS, [fall]);
  }

  async returnAtTill(
    itemId: number,
    units: number,
    { arrivesInS = [0], lagS = 20 }: Message = {},
  ): Promise<void> {
    this.truth.rises(itemId, units);
    if (this.rules.absorbS.sale !== undefined) {
      await this.clock.in(lagS, () => this.truth.sourceLearns(itemId, units, this.clock.now));
    }
    const message = { ...sale(`till:${randomUUID()}`, SKUS[itemId] ?? null, units), kind: 'return' as const };
    await this.#arrives(message, arrivesInS, []);
  }

  async #arrives(
    message: ReturnType<typeof sale>,
    inS: readonly number[],
    falls: readonly Fall[],
  ): Promise<void> {
    for (const seconds of inS) {
      await this.clock.in(seconds, async () => {
        await this.#record(message);
        this.truth.know(falls);
      });
    }
  }

  /** No till tells of a return. */
  async #record(message: ReturnType<typeof sale>): Promise<void> {
    const { till } = this.place;
    if (till === undefined || message.kind !== 'sale') {
      await recordMovements(await this.#office(), this.rules, [message]);
      return;
    }
    await this.clock.tell(till.session);
    await till.tell(message.sourceKey, message.sku ?? '', message.quantity, this.rules);
  }

  /** A customer of the marketplace, who buys no more than it offers. */
  async buy(
    listingId: number,
    pieces: number,
    { foundInS = 0, lagS = 300 }: Found = {},
  ): Promise<Sale | undefined> {
    const offered = this.listing(listingId);
    const order = offered.shown.buy(pieces);
    if (order === undefined) return undefined;
    const falls = Object.entries(offered.parts).map(([id, units]) =>
      this.truth.falls(Number(id), units * pieces),
    );
    const sold: Sale = { order, offered, falls, sourceKnows: false, isPutBack: false };
    this.sales.push(sold);
    await this.#findable(order, foundInS);
    if (this.rules.absorbS.order !== undefined) {
      await this.#sourceLearns(falls, lagS, () => {
        sold.sourceKnows = !order.isCancelled;
        return sold.sourceKnows;
      });
    }
    return sold;
  }

  async cancel(
    sold: Sale,
    { restocks, foundInS = 0, lagS = 60 }: Found & { restocks: boolean },
  ): Promise<void> {
    const { order, falls } = sold;
    if (order.isCancelled) return;
    if (!(await this.#isRecorded(order))) this.isDrifted = true;
    order.cancel({ restocks });
    await this.#findable(order, foundInS);
    this.truth.know(falls);
    for (const { itemId, units } of falls) {
      this.truth.rises(itemId, units);
      if (sold.sourceKnows) {
        await this.clock.in(lagS, () => this.truth.sourceLearns(itemId, units, this.clock.now));
      }
    }
    // As many pieces as were bought, whatever is there by now.
    sold.isPutBack = restocks;
  }

  /** Goods come in; without a source somebody enters them. */
  async restock(itemId: number, units: number): Promise<void> {
    this.truth.rises(itemId, units);
    if (this.rules.hasSource) this.truth.sourceLearns(itemId, units, this.clock.now);
    else
      await addStock(await this.#office(), [
        { itemId, location: '', sku: SKUS[itemId] ?? '', quantity: units },
      ]);
  }

  /** A run of the source, which is committed now. */
  async read({ lastsS = 10, ...run }: Reading = {}): Promise<void> {
    const startedAt = Math.max(this.clock.now - lastsS, this.#lastRunAt + 0.001);
    this.#lastRunAt = this.clock.now;
    const good = await readSource(await this.#office(), this, {
      ...{ ...run, startedAt, committedAt: this.clock.now },
    });
    this.truth.wasRead(good, startedAt);
  }

  /** Somebody changes what a listing shows, by hand. */
  edit(listingId: number, shows: number): void {
    const offered = this.listing(listingId);
    offered.shown.show(shows);
    this.crew.excuse([offered], Infinity);
    this.isDrifted = true;
  }

  /** Every listing is looked at. */
  async reconcile(): Promise<void> {
    await markListingsById(
      await this.#office(),
      this.place.offered.map(({ id }) => id),
    );
  }

  /** Nothing goes wrong any more, everything arrives, and the source is read as often as it takes: level and listings are true. */
  async rest(): Promise<void> {
    this.crew.heal();
    for (const channel of CHANNELS) await this.crew.resume(channel);
    for (const seconds of [1000, VERIFY_S + 10]) await this.pass(seconds);
    if (this.rules.hasSource) {
      await this.read({ isWhole: true });
      await this.pass(1000);
      await this.read({ isWhole: true });
    }
    await this.pass(0);
    for (let looks = 0; looks < 2; looks += 1) await this.pass(VERIFY_S + 10);
    if (this.isDrifted) {
      await this.reconcile();
      await this.pass(0);
      for (let looks = 0; looks < 2; looks += 1) await this.pass(VERIFY_S + 10);
    }
    await expectTrue(this.place, this.truth);
  }

  /** What the tables say fits, and nothing was read earlier than before. */
  async expectBooks(): Promise<void> {
    const { schema } = this.place.books;
    await expectBooks(schema, this.rules);
    this.#readTimes = await expectLaterRead(schema, this.#readTimes);
  }

  async #sourceLearns(falls: readonly Fall[], lagS: number, isSo: () => boolean = () => true): Promise<void> {
    for (const fall of falls) fall.sourceKnowsAt = this.clock.now + lagS;
    await this.clock.in(lagS, () => {
      if (!isSo()) return;
      for (const { itemId, units } of falls) this.truth.sourceLearns(itemId, -units, this.clock.now);
    });
  }

  /** What is searched for is found late. */
  async #findable(order: Bought, inS: number): Promise<void> {
    order.isFindable = false;
    await this.clock.in(inS, () => {
      order.isFindable = true;
    });
  }

  async #isRecorded({ sourceKey }: Bought): Promise<boolean> {
    const rows = await this.place.books.schema.query(
      `SELECT id FROM stock_movement WHERE source_key = ? AND (end_reason IS NULL OR end_reason = 'reading')`,
      [sourceKey],
    );
    return rows.length > 0;
  }

  #office(): Promise<Session> {
    return this.clock.tell(this.place.books.session);
  }
}
