/** What the commands of listings did, as they say it. */

/** What a reading of all listings of a marketplace changed. */
export interface Pulled {
  read: number;
  /** Read for the first time. */
  new: number;
  changed: number;
  /** Those that no longer exist, since this reading. */
  gone: number;
}

export interface Mapped {
  /** Listings that have a product now, or another one. */
  mapped: number;
  /** Listings whose product is nobody's by their SKU any more. */
  unmapped: number;
  /** Movements of before that were applied, each once. */
  applied: number;
}

export interface MappedByHand {
  /** Listings that are what the rows say now, and were not before. */
  mapped: number;
  /** Of these, those of several products, or of several units of one. */
  kits: number;
  /** Listings that have no product any more. */
  unmapped: number;
  /** Those that were so already. */
  same: number;
  /** Those that are what their SKU says again. */
  given_back: number;
  /** Movements of before that were applied, each once. */
  applied: number;
}

/** Why nobody can say what a listing should show. */
export const REASONS = [
  'no_sku',
  'sku_of_two',
  'no_product',
  'by_hand',
  'not_pulled',
  'not_mapped',
  'no_level',
] as const;
export type Reason = (typeof REASONS)[number];
