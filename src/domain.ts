/** The words that sources, job, store and publications share. */

export interface Place {
  checkoutId: string;
  warehouseId: string;
  /** Absent where the source does not name it. */
  priceListId: string | null;
}

/** What the table can hold; a row beyond is unusable. */
export interface ItemLimits {
  maxProductId: number;
  minStock: number;
  maxStock: number;
  maxDataBytes: number;
}

/** An item that cannot be used. `items` counts the list's items it stands for, `raw` is the text of the first. */
export interface Rejection {
  list: 'price_list' | 'stock';
  /** Null: nobody's. */
  productId: number | null;
  reason: RejectionReason;
  items: number;
  raw: string;
}

export const REJECTION_REASONS = {
  not_an_object: 'the item is no JSON object',
  no_id: 'the item has no product id',
  bad_id: 'the product id is not a positive whole number',
  id_out_of_range: 'the product id is larger than the id column of raw_item_data holds',
  bad_price: 'the price is not a decimal number',
  bad_balance: 'the balance is not a number',
  stock_out_of_range: 'the balance is beyond what the stock column of raw_item_data holds',
  contradictory: 'the list has two different items for this product',
  not_utf8: 'the text is not valid UTF-8',
  ill_formed_text: 'the text has a lone surrogate',
  bad_number: 'a number is too large for JSON in the database',
  too_deep: 'the item is nested deeper than the database accepts',
  too_long: 'the item is longer than the database accepts',
} as const;

export type RejectionReason = keyof typeof REJECTION_REASONS;

/** A webhook that is due: the product, and the key under which the receiver knows this very change. */
export interface OwedWebhook {
  itemId: number;
  key: string;
}

/** A webhook that the receiver refused, while it accepted others. */
export interface Refusal extends OwedWebhook {
  reason: string;
}

/** What is wrong and not over. */
export interface Trouble {
  /** An exit code, or "owed": webhooks stay owed or given up. */
  kind: string;
  /** In how many runs it was met. */
  runs: number;
  /** Whether somebody was told of it. */
  told: boolean;
}
