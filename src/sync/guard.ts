import { ConfigurationError, EXIT, SyncError } from '../platform/errors.ts';
import { printable } from '../platform/text.ts';
import type { NamedProducts } from '../runs/names.ts';
import type { GuardEvidence } from '../runs/report.ts';
import { phrase } from './phrase.ts';
import { areOfTwoSources, type Place, placeChanges } from '../sources/source.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { Standing } from './store.ts';
import { calledIn } from '../runs/names.ts';

/** A load was stopped because of what it would do. */
export class GuardError extends SyncError {
  readonly exitCode = EXIT.guard;
}

export interface GuardLimits {
  maxMissingPercent: number;
  maxZeroedPercent: number;
  maxUnpricedPercent: number;
  maxPriceDropPercent: number;
}

/** Fewer products than this never stop a run: a shop of twelve may lose one. */
export const FEWEST_PRODUCTS = 10;
const EXAMPLES = 5;
const MAX_NAME_CHARS = 60;

type GuardedName = 'vanish' | 'sell_out' | 'lose_price' | 'halve_price';

/** As the report names them. */
const REPORTED: Record<GuardedName, string> = {
  vanish: 'vanish from the price list',
  sell_out: 'fall from stock to none',
  lose_price: 'lose their price',
  halve_price: 'fall below half their price',
};

export interface Example {
  productId: number;
  /** Once they are asked for; a code only where it is known by one. */
  name?: string | undefined;
  code?: string | undefined;
  before: number;
  after: number;
}

/** One thing that the guard watches: how many products suffered it, of how many that could have. */
export class Watch {
  readonly what: GuardedName;
  readonly limitPercent: number;
  of = 0;
  count = 0;
  /** The largest losses, largest first. */
  readonly examples: Example[] = [];

  constructor(what: GuardedName, limitPercent: number) {
    this.what = what;
    this.limitPercent = limitPercent;
  }

  suffered(productId: number, before: number, after: number): void {
    this.count += 1;
    const loss = (example: Example): number => example.before - example.after;
    const example = { productId, before, after };
    const last = this.examples.at(-1);
    if (this.examples.length === EXAMPLES && last !== undefined && loss(last) >= loss(example)) return;
    this.examples.push(example);
    this.examples.sort((a, b) => loss(b) - loss(a));
    this.examples.splice(EXAMPLES);
  }

  get percent(): number {
    return this.of === 0 ? 0 : (this.count / this.of) * 100;
  }

  get isExceeded(): boolean {
    // Multiplied, not divided: 14 of 200 is 7.000000000000001 % in floating point, which would stop a run at its very limit.
    return this.count >= FEWEST_PRODUCTS && this.count * 100 > this.of * this.limitPercent;
  }
}

/** What a load would do to the products that are known, gathered while they are compared. */
export class Guard {
  readonly vanished: Watch;
  readonly zeroed: Watch;
  readonly unpriced: Watch;
  readonly cheapened: Watch;

  constructor(limits: GuardLimits) {
    this.vanished = new Watch('vanish', limits.maxMissingPercent);
    this.zeroed = new Watch('sell_out', limits.maxZeroedPercent);
    this.unpriced = new Watch('lose_price', limits.maxUnpricedPercent);
    this.cheapened = new Watch('halve_price', limits.maxPriceDropPercent);
  }

  get watches(): readonly Watch[] {
    return [this.vanished, this.zeroed, this.unpriced, this.cheapened];
  }

  /** A known product that the price list still has. Prices may be NaN (absent) or Infinity (unreadable before). */
  seen(
    productId: number,
    before: { stock: number; price: number },
    after: { stock: number; price: number },
  ): void {
    if (before.stock > 0) {
      this.zeroed.of += 1;
      if (after.stock <= 0) this.zeroed.suffered(productId, before.stock, after.stock);
    }
    if (!isPriced(before.price)) return;
    this.unpriced.of += 1;
    if (!isPriced(after.price)) {
      this.unpriced.suffered(productId, before.price, Number.isNaN(after.price) ? 0 : after.price);
      return;
    }
    this.cheapened.of += 1;
    if (after.price < before.price / 2) this.cheapened.suffered(productId, before.price, after.price);
  }

  /** Where only what moved was seen: of how many it is, the last reading of everything knows. */
  measureAgainst({ inStock, priced }: Standing): void {
    this.zeroed.of = inStock;
    this.unpriced.of = priced;
    this.cheapened.of = priced;
  }

  /** Everything that is watched, exceeded or not: what the load would have done. */
  evidence(): GuardEvidence[] {
    return this.watches.map((watch) => ({
      what: REPORTED[watch.what],
      count: watch.count,
      of: watch.of,
      percent: Math.round(watch.percent * 10) / 10,
      limit_percent: watch.limitPercent,
      exceeded: watch.isExceeded,
      examples: watch.examples.map(({ productId, code, name, before, after }) => ({
        product_id: productId,
        ...(code === undefined ? {} : { code }),
        name: name ?? null,
        before,
        after,
      })),
    }));
  }

  get isExceeded(): boolean {
    return this.watches.some((watch) => watch.isExceeded);
  }

  /** A person looks for a product by its name. */
  async nameExamples(namesOf: (productIds: readonly number[]) => Promise<NamedProducts>): Promise<void> {
    const examples = this.watches.flatMap((watch) => watch.examples);
    const names = await namesOf(examples.map(({ productId }) => productId));
    for (const example of examples) {
      const { name, code } = names.get(example.productId) ?? {};
      example.name = name && printable(name, MAX_NAME_CHARS);
      example.code = code;
    }
  }

  /** Throws `GuardError` where any watch is exceeded. */
  judge(): void {
    const exceeded = this.watches.filter((watch) => watch.isExceeded);
    if (exceeded.length === 0) return;
    throw new GuardError(phrase('guarded', { watches: exceeded.map(inWords) }));
  }
}

function isPriced(price: number): boolean {
  return price > 0 && price < Infinity;
}

function inWords({ what, count, of, percent, limitPercent: limit, examples }: Watch): Phrase {
  const largest = examples.map(
    ({ productId: id, code, name = '', before, after }) =>
      `${`${calledIn({ product_id: id, code })} ${name}`.trimEnd()}: ${before} → ${after}`,
  );
  return phrase(what, { count, of, percent: Math.round(percent * 10) / 10, limit, examples: largest });
}

/**
 * Throws `ConfigurationError` where another source has loaded the schema: its products have the same numbers in history, quarantine and
 * levels, and its listings would go on with a stock that nobody reads any more.
 */
export function refuseOtherSource({ key }: Place, lastKey: string | undefined): void {
  if (lastKey !== undefined && areOfTwoSources(lastKey, key))
    throw new ConfigurationError(phrase('another_source'));
}

/** Throws `GuardError` where goods and prices would come from elsewhere than in the last run that loaded anything. */
export function refuseOtherPlace({ key }: Place, lastKey: string | undefined): void {
  const changes = lastKey === undefined ? [] : placeChanges(lastKey, key);
  if (changes.length === 0) return;
  throw new GuardError(
    phrase('another_place', { changes: changes.map((change) => phrase('place_change', change)) }),
  );
}
