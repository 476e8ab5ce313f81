/** A column of numbers that grows: eight bytes a value, where an array of numbers may take three times as much. */
export class Column {
  #values: Float64Array;
  #length = 0;

  constructor(capacity = 4096) {
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#reserve(1);
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  append(values: Float64Array): void {
    this.#reserve(values.length);
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** The values so far, not copied: valid until the next push. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#values.length) return;
    const grown = new Float64Array(Math.max(needed, this.#values.length * 2));
    grown.set(this.view());
    this.#values = grown;
  }
}

/** The first position in ascending `values` whose value is not less than `value`. */
function lowerBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position of `value` in ascending `values`, or -1. */
export function positionOf(values: Float64Array, value: number): number {
  const position = lowerBound(values, value);
  return values[position] === value ? position : -1;
}
