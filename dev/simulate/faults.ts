/** Which requests something goes wrong with. */
export interface FaultRule<Fault extends string> {
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
export class Faults<Fault extends string> {
  #rules: FaultRule<Fault>[] = [];

  set(...rules: readonly FaultRule<Fault>[]): void {
    this.#rules.push(...rules);
  }

  clear(): void {
    this.#rules = [];
  }

  next(operation: string): FaultRule<Fault> | undefined {
    const rule = this.#rules.find(
      ({ operation: meant = operation, times = 1, percent = 100 }) =>
        meant === operation && times > 0 && Math.random() * 100 < percent,
    );
    if (rule?.times !== undefined) rule.times -= 1;
    return rule;
  }
}
