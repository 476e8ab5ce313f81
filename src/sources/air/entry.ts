import { fingerprint } from '../../platform/canonical.ts';
import type { RejectionReason } from '../source.ts';
import { codeOf } from './code.ts';
import { LOCATIONS, type Location, OF_API, type Quantities, type StockRules, stockOf } from './locations.ts';
import { isHeld, type Money, moneyOf, moneyText, withMargin } from './money.ts';

/** What a flash brings of an article. */
interface Offer {
  cost: Money;
  list: Money;
  /** Null where the list does not say it. */
  currency: string | null;
  taxRate: string | null;
  quantities: Quantities;
  stock: number;
}

/** An article of a list that can be used. */
export interface Usable {
  code: string;
  offer: Offer;
  /** Of all that the offer says. */
  offerHash: number;
  /** Of the whole list. */
  content: Content | undefined;
  reason?: undefined;
}

/** All that is no part of an offer. */
interface Content {
  /** As JSON, which takes less memory than what it says. */
  text: string;
  hash: number;
}

/** One that cannot be used. */
interface Refused {
  /** Undefined where it has none. */
  code: string | undefined;
  reason: RejectionReason;
  /** What there is of it all the same; undefined where that is what cannot be used. */
  stock: number | undefined;
  /** Its JSON. */
  raw: string;
}

export type Entry = Usable | Refused;

export interface EntryRules extends StockRules {
  /** Whether all of an article is wanted, or its offer alone. */
  isWhole: boolean;
  /** In percent, as `moneyOf` reads it. */
  margin: Money;
  minStock: number;
  maxStock: number;
}

const CURRENCIES: ReadonlyMap<unknown, string> = new Map([
  ['DOL', 'USD'],
  ['PES', 'ARS'],
]);
const MOST_TAX = 1000;
const MEMBERS_OF_OFFER = new Set(['codigo', 'precio', 'moneda', 'impuesto_iva', ...OF_API.keys()]);

type Members = Readonly<Record<string, unknown>>;

/** `unknownLocation` hears the name of each location that nobody knows. */
export function readEntry(json: unknown, rules: EntryRules, unknownLocation: (name: string) => void): Entry {
  const refused = (reason: RejectionReason, code?: string, stock?: number): Refused => ({
    ...{ code, reason, stock },
    raw: JSON.stringify(json),
  });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refused('not_an_object');
  const members = json as Members;
  const code = codeOf(members['codigo']);
  if (code === undefined) return refused('bad_code');
  const quantities = quantitiesOf(members, unknownLocation);
  if (quantities === undefined) return refused('bad_balance', code);
  const stock = stockOf(quantities, rules);
  if (!isWithin(stock, rules) || !areWithin(quantities, rules)) return refused('stock_out_of_range', code);
  const cost = moneyOf(members['precio']);
  if (cost === undefined) return refused('bad_price', code, stock);
  const list = withMargin(cost, rules.margin);
  if (!isHeld(cost) || !isHeld(list)) return refused('price_out_of_range', code, stock);
  const currency = currencyOf(members['moneda']);
  if (currency === undefined) return refused('bad_currency', code, stock);
  const taxRate = taxOf(members['impuesto_iva']);
  if (taxRate === undefined) return refused('bad_tax', code, stock);
  const offer = { cost, list, currency, taxRate, quantities, stock };
  return { code, offer, offerHash: hashOf(offer), content: rules.isWhole ? contentOf(members) : undefined };
}

/** Undefined where it says nothing of any location, or nothing that can be read of one: that is no stock of 0. */
function quantitiesOf(members: Members, unknownLocation: (name: string) => void): Quantities | undefined {
  const quantities: Record<string, { available: number; incoming: number }> = {};
  let isSaid = false;
  for (const member of Object.keys(members)) {
    const value = members[member];
    const location = OF_API.get(member);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'disponible')) {
      if (location !== undefined) return undefined;
      continue;
    }
    if (location === undefined) {
      unknownLocation(member);
      continue;
    }
    isSaid = true;
    const { disponible, entrante } = value as { disponible: unknown; entrante?: unknown };
    const [available, incoming] = [unitsOf(disponible), unitsOf(entrante ?? 0)];
    if (available === undefined || incoming === undefined) return undefined;
    quantities[location] = { available, incoming };
  }
  if (!isSaid) return undefined;
  for (const location of LOCATIONS) quantities[location] ??= { available: 0, incoming: 0 };
  return quantities as Record<Location, { available: number; incoming: number }>;
}

function unitsOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (!/^\s*[+-]?\d{1,15}(\.\d*)?\s*$/.test(String(value))) return undefined;
  // Not -0.
  return Math.floor(Number(value)) + 0;
}

function isWithin(units: number, { minStock, maxStock }: EntryRules): boolean {
  return units >= minStock && units <= maxStock;
}

function areWithin(quantities: Quantities, rules: EntryRules): boolean {
  return Object.values(quantities).every(
    ({ available, incoming }) => isWithin(available, rules) && isWithin(incoming, rules),
  );
}

/** Null where nothing is said; undefined where it is one that nobody knows. */
function currencyOf(value: unknown): string | null | undefined {
  return value === undefined || value === null ? null : CURRENCIES.get(value);
}

function taxOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  const { alicuota } = value as { alicuota?: unknown };
  if (alicuota === undefined || alicuota === null) return null;
  const rate = moneyOf(alicuota);
  return rate === undefined || rate < 0n || rate >= BigInt(MOST_TAX) * 10_000n
    ? undefined
    : moneyText(rate).slice(0, -1);
}

/** Of all that a flash brings: what it is equal to was brought already. As one text, which is hashed in a third of the time. */
function hashOf({ cost, list, currency, taxRate, quantities, stock }: Offer): number {
  let text = `${cost},${list},${currency ?? ''},${taxRate ?? ''},${stock}`;
  for (const location of LOCATIONS) {
    const { available, incoming } = quantities[location];
    text += `,${location},${available},${incoming}`;
  }
  return fingerprint(text);
}

/** The columns of a flash, as they are staged. */
export function offerFields({ offer, offerHash }: Usable): Record<string, unknown> {
  const { cost, list, currency, taxRate, quantities } = offer;
  const locations = rowsOf(quantities);
  return {
    cost: moneyText(cost),
    price: moneyText(list),
    ...(currency === null ? {} : { currency }),
    ...(taxRate === null ? {} : { tax_rate: taxRate }),
    flash_hash: offerHash,
    stock_hash: fingerprint(locations.join()),
    locations,
  };
}

function rowsOf(quantities: Quantities): [location: string, available: number, incoming: number][] {
  return LOCATIONS.map((location) => [
    location,
    quantities[location].available,
    quantities[location].incoming,
  ]);
}

/** What a whole run keeps of an article's entry, under Air's own names, and its name. */
function contentOf(json: Members): Content {
  const own = Object.entries(json).filter(
    ([name, value]) =>
      !MEMBERS_OF_OFFER.has(name) &&
      !(typeof value === 'object' && value !== null && Object.hasOwn(value, 'disponible')),
  );
  const { descrip } = json;
  const name = typeof descrip === 'string' ? descrip.trim() : null;
  const members = { product_name: name, ...Object.fromEntries(own) };
  return { text: JSON.stringify(members), hash: fingerprint(members) };
}
