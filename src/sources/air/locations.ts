/** Where Air has goods, by the names that the shop uses; in the order in which they are looked at. */
export const LOCATIONS = ['S_CBA', 'S_BUE', 'S_LUG', 'S_ROS', 'S_MZA'] as const;
export type Location = (typeof LOCATIONS)[number];

/** By the members of an article in the API. That `air` is Buenos Aires is inferred. */
export const OF_API: ReadonlyMap<string, Location> = new Map([
  ['cba', 'S_CBA'],
  ['air', 'S_BUE'],
  ['lug', 'S_LUG'],
  ['ros', 'S_ROS'],
  ['mza', 'S_MZA'],
]);

interface Quantity {
  available: number;
  incoming: number;
}

export type Quantities = Readonly<Record<Location, Quantity>>;

export interface StockRules {
  /** Those that count, the first choice first. */
  locations: readonly Location[];
  stockRule: 'first' | 'sum';
}

/** What can be sold. What is negative at one location takes from the sum, and is no stock to begin with. */
export function stockOf(quantities: Quantities, { locations, stockRule }: StockRules): number {
  const available = locations.map((location) => quantities[location].available);
  if (stockRule === 'sum') return available.reduce((sum, quantity) => sum + quantity, 0);
  return available.find((quantity) => quantity > 0) ?? 0;
}
