import { parseObject } from './server.ts';
import type { Item } from './item-list.ts';

interface Update {
  readonly productId: number;
  readonly item: Readonly<Record<string, unknown>>;
  readonly value: unknown;
  readonly atMs: number;
}

/** What a list held from a moment on. */
interface Contents {
  readonly items: readonly Item[];
  readonly atMs: number;
  readonly forgets: (productId: number) => boolean;
}

/**
 * When each item of a list last got the value that it has. Worked out only once somebody asks, since most tests never do. An item that
 * leaves the list is in no answer any more.
 */
export class Updates {
  readonly #valueName: string;
  readonly #pending: Contents[] = [];
  #items: readonly Item[] = [];
  /** Same index, same item; undefined where the item has no id. */
  #updates: readonly (Update | undefined)[] = [];

  constructor(valueName: string) {
    this.#valueName = valueName;
  }

  /** `forgets` says of which products a change goes unnoticed. */
  note(items: readonly Item[], atMs: number, forgets: (productId: number) => boolean): void {
    this.#pending.push({ items, atMs, forgets });
  }

  since(fromMs: number): Update[] {
    for (const contents of this.#pending.splice(0)) this.#takeIn(contents);
    return this.#updates.filter((update) => update !== undefined && update.atMs >= fromMs) as Update[];
  }

  #takeIn({ items, atMs, forgets }: Contents): void {
    const known = new Map(
      this.#updates.flatMap((each) => (each === undefined ? [] : [[each.productId, each]])),
    );
    this.#updates = items.map((each, index) => {
      // A catalogue of which little changed is taken in at once.
      if (typeof each === 'string' && each === this.#items[index]) return this.#updates[index];
      const item =
        typeof each === 'string' || Buffer.isBuffer(each) ? parseObject(String(each)) : { ...each };
      const productId = item && productIdOf(item);
      if (item === undefined || productId === undefined) return undefined;
      const value = item[this.#valueName];
      const before = known.get(productId);
      const isOld = before !== undefined && (Object.is(before.value, value) || forgets(productId));
      // A forgotten change shows its new value, at the old time.
      return { productId, item, value, atMs: isOld ? before.atMs : atMs };
    });
    this.#items = items;
  }
}

function productIdOf(item: Record<string, unknown>): number | undefined {
  const { product_id: flat, product } = item;
  const id = Number(flat ?? (product as { id?: unknown } | undefined)?.id);
  return Number.isFinite(id) ? id : undefined;
}

/** "2026-11-28 03:00:00" as UTC; undefined where it is no such time. */
export function readSince(text: string | undefined): number | undefined {
  const ms = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text ?? '')
    ? Date.parse(`${text?.replace(' ', 'T')}Z`)
    : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

export function asTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
