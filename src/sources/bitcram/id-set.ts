/**
 * A set of product ids (positive whole numbers) in one typed array: a `Set` of a million numbers takes 40 MB, this takes 16,
 * and memory hardly may grow with the catalogue.
 */
export class IdSet {
  #slots: Float64Array;
  #size = 0;

  /** Room for so many from the beginning: to grow costs as much as to fill. */
  constructor(expected = 0) {
    this.#slots = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(expected * 2, 1024) + 1)));
  }

  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    return this.#slots[this.#slotOf(id)] === id;
  }

  /** False where the id is there already. */
  add(id: number): boolean {
    const slot = this.#slotOf(id);
    if (this.#slots[slot] === id) return false;
    this.#slots[slot] = id;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return true;
  }

  addAll(ids: Float64Array): void {
    for (let at = 0; at < ids.length; at += 1) this.add(ids[at] as number);
  }

  /** The slot that holds the id, or the free one where it belongs; 0 marks a free slot, for no product has that id. */
  #slotOf(id: number): number {
    const mask = this.#slots.length - 1;
    // Fibonacci hashing of both halves of the number spreads runs of neighbouring ids. `| 0` takes the lower half.
    let hash = Math.imul(id | 0, 0x9e3779b1);
    if (id > 0xffffffff) hash ^= Math.imul(id / 0x1_0000_0000, 0x85ebca6b);
    let slot = (hash >>> 4) & mask;
    for (;;) {
      const held = this.#slots[slot];
      if (held === 0 || held === id) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const held = this.#slots;
    this.#slots = new Float64Array(held.length * 2);
    for (const id of held) {
      if (id !== 0) this.#slots[this.#slotOf(id)] = id;
    }
  }
}
