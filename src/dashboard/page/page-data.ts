/** What the page hands to its program in the browser, beside the catalogue. */
export interface PageData {
  madeAt: string;
  locale: string;
  words: SearchWords;
}

/** Which products alone are looked for. */
export const FILTERS = ['out', 'owed', 'dead', 'quarantine'] as const;
export type FilterName = (typeof FILTERS)[number];

/** With `{count}` where a number goes. */
export interface SearchWords {
  /** What a button says, and what may be typed instead. */
  filters: Readonly<Record<FilterName, { label: string; typed: readonly string[] }>>;
  none: string;
  one: string;
  many: string;
  /** How many of them are seen, and the button for more. */
  first: string;
  more: string;
  unnamed: string;
  price: string;
  noPrice: string;
  stock: string;
  noStock: string;
  /** With `{moment}`. */
  noStockSince: string;
  stockUnknown: string;
  owed: string;
  dead: string;
  quarantine: string;
  missing: string;
  /** Changes, by their kind where the numbers do not tell it. */
  new: string;
  retired: string;
  /** Changes before those that are seen. */
  earlier: string;
}
