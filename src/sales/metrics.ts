import { Counter, Histogram, type Registry } from 'prom-client';
import type { Delivered } from '../rabbitmq/messages.ts';
import type { Recorded } from './record.ts';
import type { Sale } from './sale.ts';

/** A sale in hand. */
export interface TakenSale {
  sale: Sale;
  message: Delivered;
  /** When the broker delivered it, by `performance.now()`. */
  takenMs: number;
}

/** With 0.12 s and 0.5 s among them, which half and 99 of 100 sales are to take into each channel. */
const buckets = [0.01, 0.025, 0.05, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];
const RESULTS = ['recorded', 'known', 'dead_lettered', 'retried', 'given_back'] as const;
type Result = (typeof RESULTS)[number];

/** A time of day says a moment only with its zone. */
const WITH_ZONE = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/;

/** What is counted while sales are recorded and listings written. */
export class SalesMetrics {
  readonly #sales;
  readonly #deadLettered;
  readonly #unmapped;
  readonly #sinceSold;
  readonly #sinceTaken;
  readonly #untilAccepted;
  readonly #throttles;

  constructor(register: Registry, channels: readonly string[]) {
    const registers = [register];
    const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Counter({ name: `inventory_${name}`, help, labelNames, registers });
    const histogram = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Histogram({ name: `inventory_${name}`, help, labelNames, buckets, registers });
    this.#sales = counter('sales_total', "Deliveries of the till's sales, by what became of them.", [
      'result',
    ]);
    for (const result of RESULTS) this.#sales.inc({ result }, 0);
    this.#deadLettered = counter('dead_lettered_sales_total', 'Sales that were put aside, by reason.', [
      'reason',
    ]);
    this.#unmapped = counter(
      'unmapped_sale_lines_total',
      'Recorded lines of sales of which no product is known.',
    );
    this.#sinceSold = histogram(
      'sale_sold_to_recorded_seconds',
      'From the sale to its record: by its own timestamp with a zone, else by the whole second of its message.',
    );
    this.#sinceTaken = histogram(
      'sale_taken_to_recorded_seconds',
      'From the delivery of a sale to its record.',
    );
    this.#untilAccepted = histogram(
      'listing_changed_to_accepted_seconds',
      'From the record of a sale, or another change, to a listing of it that shows it.',
      ['channel'],
    );
    this.#throttles = counter(
      'channel_throttles_total',
      'How often listings were left for later, since the marketplace asked to wait.',
      ['channel'],
    );
    for (const channel of channels) {
      this.#throttles.inc({ channel }, 0);
      this.#untilAccepted.zero({ channel });
    }
  }

  /** What a transaction did with its sales, in order. Other sales with an id that was there count when they are put aside. */
  recorded(taken: readonly TakenSale[], outcomes: readonly Recorded[], unmapped: number): void {
    const [nowMs, now] = [performance.now(), Date.now()];
    const counts = { recorded: 0, known: 0 };
    for (const [index, { sale, message, takenMs }] of taken.entries()) {
      const outcome = outcomes[index];
      if (outcome === 'recorded' || outcome === 'known') counts[outcome] += 1;
      if (outcome !== 'recorded') continue;
      this.#sinceTaken.observe((nowMs - takenMs) / 1000);
      const soldAt = soldAtOf(sale, message);
      if (soldAt !== undefined) this.#sinceSold.observe(Math.max(0, now - soldAt) / 1000);
    }
    this.#count('recorded', counts.recorded);
    this.#count('known', counts.known);
    this.#unmapped.inc(unmapped);
  }

  /** `reason`: the code of why. */
  deadLettered(reason: string): void {
    this.#count('dead_lettered');
    this.#deadLettered.inc({ reason });
  }

  retried(): void {
    this.#count('retried');
  }

  givenBack(): void {
    this.#count('given_back');
  }

  #count(result: Result, count = 1): void {
    if (count > 0) this.#sales.inc({ result }, count);
  }

  accepted(channel: string, pendingMs: number): void {
    this.#untilAccepted.observe({ channel }, pendingMs / 1000);
  }

  throttled(channel: string): void {
    this.#throttles.inc({ channel });
  }
}

function soldAtOf({ timestamp }: Sale, { at }: Delivered): number | undefined {
  const own = typeof timestamp === 'string' && WITH_ZONE.test(timestamp) ? Date.parse(timestamp) : NaN;
  return Number.isNaN(own) ? at?.getTime() : own;
}
