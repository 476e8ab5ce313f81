import type { Rejected } from '../source.ts';
import { PRICE_LIST_VALUE } from './price-list.ts';
import { STOCK_VALUE } from './stock.ts';

const ID = ['product_id', 'product.id'];
const NAME = ['product_name', 'name', 'product.name'];

/** The members that an item may be refused for, by reason; the first that it has is the one that was looked at. */
const LOOKED_AT: ReadonlyMap<string, readonly string[]> = new Map([
  ['bad_price', [PRICE_LIST_VALUE]],
  ['bad_balance', [STOCK_VALUE]],
  ['stock_out_of_range', [STOCK_VALUE]],
  ['bad_id', ID],
  ['id_out_of_range', ID],
]);

/** Where any member may be the one. */
const FAULTY: ReadonlyMap<string, (written: string) => boolean> = new Map([
  ['bad_number', (written) => /^-?\d/.test(written) && !Number.isFinite(Number(written))],
  ['ill_formed_text', (written) => !textOf(written).isWellFormed()],
  ['not_utf8', (written) => written.includes('\ufffd')],
]);

/** What an item's text says of why it was refused. The text is looked through and not parsed: it may be cut, or be no JSON. */
export function readRejected(reason: string, raw: string): Rejected {
  const members = membersOf(raw);
  const isFaulty = FAULTY.get(reason);
  const member = isFaulty
    ? [...members].find(([, written]) => isFaulty(written))?.[0]
    : firstOf(members, LOOKED_AT.get(reason) ?? []);
  const name = firstOf(members, NAME);
  return {
    member: member ?? null,
    value: member === undefined ? null : textOf(members.get(member) ?? ''),
    name: name === undefined ? null : textOf(members.get(name) ?? '') || null,
  };
}

function firstOf(members: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return names.find((name) => members.has(name) && members.get(name) !== 'null');
}

/** An item's own members and those of its `product`, as they are written; as in JSON the last of a name counts. */
function membersOf(raw: string): ReadonlyMap<string, string> {
  const members = new Map(inside(raw));
  for (const [name, written] of inside(members.get('product') ?? '')) members.set(`product.${name}`, written);
  return members;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\]:,]/gs;

function* inside(object: string): Generator<[name: string, written: string]> {
  if (!object.trimStart().startsWith('{')) return;
  let depth = 0;
  let last = '';
  let name: string | undefined;
  let start = 0;
  for (const { 0: token, index } of object.matchAll(TOKEN)) {
    if (depth === 1 && name === undefined && token === ':') {
      name = textOf(last);
      start = index + 1;
    } else if (depth === 1 && name !== undefined && (token === ',' || token === '}')) {
      yield [name, object.slice(start, index).trim()];
      name = undefined;
    }
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    last = token;
  }
  if (name !== undefined) yield [name, object.slice(start).trim()];
}

/** A text without its quotes and escapes, anything else as it is written. */
function textOf(written: string): string {
  if (!written.startsWith('"')) return written;
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1);
  }
}
