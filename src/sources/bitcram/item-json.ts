import { cutItems } from './item-text.ts';

type Item = Record<string, unknown>;

/** More digits than a double holds: re-spelling such a number would change it. */
const LONG_NUMBER = /\d[\d.]{15}/;

/** The compact JSON of the items at these indexes (ascending), without their product ids; no digit of a number is lost. */
export function attributesOf(body: Buffer, indexes: readonly number[]): string[] {
  return cutItems(body, indexes).map((text) => compact(text.toString('utf8')));
}

function compact(text: string): string {
  const item = (LONG_NUMBER.test(text) ? parseLossless(text, keepLongNumbers) : JSON.parse(text)) as Item;
  return JSON.stringify(withoutId(item));
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

function keepLongNumbers(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  return String(value) === context.source ? value : rawJson(context.source);
}

/** "JSON.parse source text access": in Node since 22, not yet in TypeScript's library. */
const parseLossless = JSON.parse as (text: string, reviver: Reviver) => unknown;
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** The product's attributes: the item less its id, which on some versions stands nested as `product.id` only. */
export function withoutId(item: Item): Item {
  const { product_id: productId, ...rest } = item;
  const product = rest['product'];
  if ((productId === undefined || productId === null) && typeof product === 'object' && product !== null) {
    const { id: _id, ...others } = product as Item;
    return { ...rest, product: others };
  }
  return rest;
}
