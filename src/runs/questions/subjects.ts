/** What a marketplace knows a product by, or several that it sells together. */
export interface ListedAs {
  remote_id: string;
  /** Empty where the marketplace does not divide it any further. */
  remote_variant: string;
  sku: string | null;
  title: string | null;
}

/** To be joined to `channel_outbox o`: a marketplace's row is of a listing, which `l` is then, any other of a product. */
export const LISTING_JOIN = 'LEFT JOIN channel_listing l ON l.channel = o.channel AND l.id = o.subject_id';

/** After it: a row for each product that the listing sells. */
export const PRODUCTS_JOIN = `${LISTING_JOIN} LEFT JOIN channel_listing_part p ON p.listing_id = l.id`;

/** After `PRODUCTS_JOIN`. Null of a listing that sells no product that is known. */
export const EACH_PRODUCT_SQL = 'IF(l.id IS NULL, o.subject_id, p.item_id)';

/** After `LISTING_JOIN`: the product, of a kit the one with the lowest number. */
export const PRODUCT_SQL =
  'IF(l.id IS NULL, o.subject_id, (SELECT MIN(p.item_id) FROM channel_listing_part p WHERE p.listing_id = l.id))';

/** After `LISTING_JOIN`: whether it is of one of these products, which are its only values, twice. */
export const OF_PRODUCTS_SQL =
  '(l.id IS NULL AND o.subject_id IN (?) OR l.id IN (SELECT p.listing_id FROM channel_listing_part p WHERE p.item_id IN (?)))';

/** After `LISTING_JOIN`. */
export const LISTED_AS_SQL = 'l.remote_id, l.remote_variant, l.sku, l.title';

type Joined = { [Member in keyof ListedAs]: ListedAs[Member] | null };

/** What `LISTED_AS_SQL` found of a row, and the rest of it. */
export function listedAs<Row extends Joined>(
  row: Row,
): Omit<Row, keyof ListedAs> & { listing: ListedAs | null } {
  const { remote_id, remote_variant, sku, title, ...rest } = row;
  const listing = remote_id === null ? null : { remote_id, remote_variant: remote_variant ?? '', sku, title };
  return { ...rest, listing };
}
