/** What can go wrong with one request. */
export const FAULTS = [
  // In the answer of a mutation, in which the first quantity or the whole is refused
  'stale',
  'concurrent',
  'previous-failed',
  'mismatch',
  'not-mutable',
  // In place of an answer, and nothing is done
  'throttled',
  '429',
  '401',
  '402',
  '403',
  'blocked',
  '404',
  '500',
  '503',
  'internal',
  'page',
  'redirect',
  'cut',
  'hang',
  // It is done, later or without an answer
  'slow',
  'late',
  'lost',
  'half',
] as const;

export type Fault = (typeof FAULTS)[number];

export interface FaultRule {
  readonly fault: Fault;
  /** Of the operation, such as "SetQuantities"; any where it is not said. */
  readonly operation?: string;
  /** How many requests it hits; all where it is not said. */
  times?: number;
  /** Of the requests that it could hit. */
  readonly percent?: number;
  /** Before what is slow is done, and before a late answer, in milliseconds. */
  readonly delayMs?: number;
}

/** Which fault hits which request; the rule that was set first goes first. */
export class Faults {
  #rules: FaultRule[] = [];

  set(...rules: readonly FaultRule[]): void {
    this.#rules.push(...rules);
  }

  clear(): void {
    this.#rules = [];
  }

  next(operation: string): FaultRule | undefined {
    const rule = this.#rules.find(
      ({ operation: meant = operation, times = 1, percent = 100 }) =>
        meant === operation && times > 0 && Math.random() * 100 < percent,
    );
    if (rule?.times !== undefined) rule.times -= 1;
    return rule;
  }
}
