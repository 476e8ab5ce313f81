import { printable } from '../platform/text.ts';
import type { ListedAs } from '../runs/questions/subjects.ts';

const MOST_OF_TITLE = 100;

/** How a person finds a listing: `"Blue shirt" (SKU R-1, 4488 / 991)`. */
export function listingName({ remote_id, remote_variant, sku, title }: ListedAs): string {
  const remote = [remote_id, remote_variant].filter(Boolean).join(' / ');
  const known = [...(sku === null ? [] : [`SKU ${printable(sku)}`]), printable(remote)].join(', ');
  return title === null ? `(${known})` : `"${printable(title, MOST_OF_TITLE)}" (${known})`;
}
