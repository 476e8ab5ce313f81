import { Background } from '../background.ts';

/** Sales that one transaction recorded, and when it was committed: the log says so right after it. */
interface Batch {
  atMs: number;
  sales: number;
}

/** A `sales-worker`, with what its log says of its batches. */
export class Worker extends Background {
  readonly batches: Batch[] = [];
  recorded = 0;

  protected override hear(message: string, atMs: number): void {
    const [, number] = /^([\d,]+) sales? recorded/.exec(message) ?? [];
    if (number === undefined) return;
    const sales = Number(number.replaceAll(',', ''));
    this.recorded += sales;
    this.batches.push({ atMs, sales });
  }

  async untilRecorded(sales: number): Promise<void> {
    await this.until(() => this.recorded >= sales, `${sales} sales are recorded`);
  }
}
