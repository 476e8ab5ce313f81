import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonical } from '../platform/canonical.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

/** A sale of the till, as `sales.created` tells it. */
export interface Sale {
  /** SHA-256 of its shop, the kind of its id and the id, in hexadecimal digits: what makes it this sale however often it comes. */
  key: string;
  /** SHA-256 of all that it says. Two sales with one key and different hashes are a mistake of whoever numbers them. */
  bodyHash: string;
  store: string;
  location: string;
  /** Whether it has no id, so that an equal sale could not be told from it. */
  isNameless: boolean;
  /** When it was made, as the till says it. */
  timestamp: unknown;
  lines: readonly SaleLine[];
}

interface SaleLine {
  sku: string;
  /** Units, above 0. */
  quantity: number;
}

/** What is read of a message of the queue. */
export interface SaleMessage {
  /** JSON that was read already, a text, or bytes, as its content type says. */
  body: unknown;
  messageId: string | undefined;
}

/** Why a message is no sale: it can be read again as often as one likes. */
export interface NoSale {
  reason: Phrase;
}

const MOST_LINES = 1_000;
const MOST_BYTES = 512 * 1024;
/** What `stock_movement` and `sale` hold. */
const LONGEST_SKU = 255;
const LONGEST_STORE = 64;
const MOST_UNITS = 1_000_000;

const id = z.union([z.string(), z.number()]).nullish();
const saleBody = z.looseObject({
  tienda_id: z.union([z.string(), z.number()]),
  items: z.array(z.unknown()),
  sale_id: id,
  venta_id: id,
});

/**
 * Reads a message. `stores`: the location of each shop whose sales count; undefined: all shops sell from one place. Its id is
 * `messageId`, else `sale_id`, else `venta_id`, else all that it says.
 */
export function readSale(
  message: SaleMessage,
  stores: ReadonlyMap<string, string> | undefined,
): Sale | NoSale {
  try {
    return saleIn(message, stores);
  } catch (error) {
    // Lists within lists, deeper than a call of a function for each has room.
    if (error instanceof RangeError) return { reason: phrase('sale_too_deep') };
    throw error;
  }
}

function saleIn(message: SaleMessage, stores: ReadonlyMap<string, string> | undefined): Sale | NoSale {
  const size = sizeOf(message.body);
  if (size > MOST_BYTES) return { reason: phrase('sale_too_large', { bytes: size, most: MOST_BYTES }) };
  const json = jsonOf(message.body);
  if (json === undefined) return { reason: phrase('sale_no_json') };
  const parsed = saleBody.safeParse(json);
  if (!parsed.success)
    return {
      reason: phrase('sale_lacks', { member: String(parsed.error.issues[0]?.path[0] ?? 'tienda_id') }),
    };
  const { tienda_id, items, sale_id, venta_id, timestamp } = parsed.data;
  if (isRounded(tienda_id)) return { reason: phrase('member_too_large', { member: 'tienda_id' }) };
  const store = String(tienda_id);
  if (store === '' || store.length > LONGEST_STORE)
    return { reason: phrase('sale_lacks', { member: 'tienda_id' }) };
  const location = stores === undefined ? '' : stores.get(store);
  if (location === undefined) return { reason: phrase('sale_of_unknown_store', { store }) };
  if (items.length === 0) return { reason: phrase('sale_without_items') };
  if (items.length > MOST_LINES)
    return { reason: phrase('sale_too_long', { lines: items.length, most: MOST_LINES }) };
  const lines: SaleLine[] = [];
  for (const [index, item] of items.entries()) {
    const line = lineOf(item, index + 1);
    if ('reason' in line) return line;
    lines.push(line);
  }
  const text = canonical(json);
  const bodyHash = sha256(text);
  const identity = identityOf(message.messageId, sale_id, venta_id) ?? ['body', bodyHash];
  if (identity === 'unsafe') return { reason: phrase('sale_id_too_large') };
  return {
    ...{ key: sha256(JSON.stringify([store, ...identity])), bodyHash, store, location },
    ...{ isNameless: identity[0] === 'body', timestamp, lines },
  };
}

function lineOf(item: unknown, line: number): SaleLine | NoSale {
  const { producto_sku: sku, cantidad: quantity } = (item ?? {}) as Record<string, unknown>;
  if (isRounded(sku)) return { reason: phrase('member_too_large', { member: 'producto_sku' }) };
  const text = typeof sku === 'number' ? String(sku) : sku;
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_SKU) {
    return { reason: phrase('line_without_sku', { line }) };
  }
  const isUnits =
    typeof quantity === 'number' && Number.isSafeInteger(quantity) && quantity > 0 && quantity <= MOST_UNITS;
  if (!isUnits) return { reason: phrase('line_without_units', { line, sku: text, given: shown(quantity) }) };
  return { sku: text.trim(), quantity };
}

/** JSON rounds a number with so many digits: it names several sales, shops or products. */
function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

function identityOf(
  messageId: string | undefined,
  saleId: string | number | null | undefined,
  ventaId: string | number | null | undefined,
): readonly [kind: string, id: string] | 'unsafe' | undefined {
  if (messageId !== undefined && messageId !== '') return ['message', messageId];
  for (const [kind, given] of [
    ['sale', saleId],
    ['venta', ventaId],
  ] as const) {
    if (given === null || given === undefined || given === '') continue;
    if (typeof given === 'number' && !Number.isSafeInteger(given)) return 'unsafe';
    return [kind, String(given)];
  }
  return undefined;
}

function sizeOf(body: unknown): number {
  if (Buffer.isBuffer(body)) return body.length;
  return Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body ?? null));
}

function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body) && typeof body !== 'string') return body;
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value).slice(0, 40);
}

const sha256 = (text: string): string => hash('sha256', text);
