import { ITEM, type ListScan } from './list-scan.ts';

type Item = Record<string, unknown>;

/** More digits than a double holds: re-spelling such a number would change it. */
const LONG_NUMBER = /\d[\d.]{15}/;

/** The compact JSON of an item, without its product id; no digit of a number is lost. */
export function attributesOf(itemText: Buffer): Buffer {
  const text = itemText.toString('utf8');
  const item = (LONG_NUMBER.test(text) ? parseLossless(text, keepLongNumbers) : JSON.parse(text)) as Item;
  return Buffer.from(JSON.stringify(withoutId(item)));
}

/** The same of the items at these indexes. What is compact already is not parsed: its id is cut out. */
export function scannedAttributes(body: Buffer, scan: ListScan, indexes: readonly number[]): Buffer[] {
  const { kinds, starts, ends, idStarts, idEnds } = scan;
  return indexes.map((index) => {
    const start = starts[index] as number;
    const end = ends[index] as number;
    if (kinds[index] !== ITEM.compact) return attributesOf(body.subarray(start, end));
    const idStart = idStarts[index] as number;
    const idEnd = idEnds[index] as number;
    const attributes = Buffer.allocUnsafe(end - start - (idEnd - idStart));
    body.copy(attributes, 0, start, idStart);
    body.copy(attributes, idStart - start, idEnd, end);
    return attributes;
  });
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
