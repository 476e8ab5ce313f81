import { setTimeout as sleep } from 'node:timers/promises';
import type { RealCatalogue } from '../simulate/catalogue.ts';
import type { Market } from './markets.ts';
import type { SaleLine, Till } from '../simulate/till.ts';
import { type Waits, Watch } from './watch.ts';

const SALES_A_SECOND = 20;
const CANCELLED_ONE_IN = 5;
/** What the till sells lies on the shelf in plenty, whatever is ordered meanwhile. */
const PLENTY = 20;
/** How often it says how much was sold. */
const TELLS = 6;

/** When the broker was away. */
export interface Away {
  fromMs: number;
  toMs: number;
}

/** What there truly is, and who buys it: at the till, and in the marketplaces. */
export class Shop {
  readonly markets: readonly Market[];
  readonly #till: Till;
  readonly #watches: readonly Watch[];
  /** What lay there in the beginning, less what the till sold. */
  readonly #shelf: Map<string, number>;
  readonly #plenty: readonly string[];
  sales = 0;
  unitsSold = 0;
  orders = 0;
  cancelled = 0;

  constructor({ priceList, stock }: RealCatalogue, markets: readonly Market[], till: Till) {
    this.markets = markets;
    this.#till = till;
    this.#watches = markets.map((market) => new Watch(market));
    const balances = new Map(stock.map((item) => [item.product_id, item.product_balance]));
    this.#shelf = new Map(
      priceList.map(({ product_code, product_id }) => [product_code, balances.get(product_id) ?? 0]),
    );
    this.#plenty = [...this.#shelf].filter(([, units]) => units >= PLENTY).map(([sku]) => sku);
  }

  async sell(
    seconds: number,
    signal: AbortSignal,
    tell: (sales: number, units: number) => void,
  ): Promise<void> {
    const startedMs = performance.now();
    const sales = seconds * SALES_A_SECOND;
    for (let next = 1; next <= sales; next += 1) {
      this.#sellOnce();
      if (next % SALES_A_SECOND === 0) this.#order();
      if (next % Math.round(sales / TELLS) === 0) tell(this.sales, this.unitsSold);
      const restMs = startedMs + (next * 1000) / SALES_A_SECOND - performance.now();
      await sleep(Math.max(0, restMs), undefined, { signal });
    }
  }

  /** One to three products, one or two of each. */
  #sellOnce(): void {
    const picked = Array.from({ length: oneTo(3) }, () => this.#plenty[oneTo(this.#plenty.length) - 1] ?? '');
    const lines: SaleLine[] = [...new Set(picked)].map((sku) => ({ sku, quantity: oneTo(2) }));
    const soldAtMs = performance.now();
    for (const { sku, quantity } of lines) {
      const left = (this.#shelf.get(sku) ?? 0) - quantity;
      this.#shelf.set(sku, left);
      this.unitsSold += quantity;
      for (const watch of this.#watches) watch.sold(sku, left, soldAtMs);
    }
    this.sales += 1;
    this.#till.sell(lines);
  }

  #order(): void {
    for (const market of this.markets) {
      const skus = market.buy();
      for (const sku of skus) for (const watch of this.#watches) watch.ordered(sku);
      if (skus.length === 0) continue;
      this.orders += 1;
      if (this.orders % CANCELLED_ONE_IN === 0 && market.cancel()) this.cancelled += 1;
    }
  }

  /** Sales that some marketplace does not show yet. */
  look(): number {
    return Math.max(...this.#watches.map((watch) => watch.look()));
  }

  waits(away: Away): readonly Waits[] {
    return this.#watches.map((watch) => watch.waits(away));
  }

  /** By SKU, after all that was sold and ordered. */
  left(): Map<string, number> {
    const left = new Map(this.#shelf);
    for (const { sku, quantity } of this.markets.flatMap((market) => market.sold())) {
      left.set(sku, (left.get(sku) ?? 0) - quantity);
    }
    return left;
  }
}

function oneTo(most: number): number {
  return 1 + Math.floor(Math.random() * most);
}
