import type { Unit } from '../../channels/index.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

/** What a channel knows: a product, or in a marketplace a listing. */
export const units: Readonly<Record<Unit, (count: number) => string>> = {
  product: (count) => plural(count, 'product', 'products'),
  listing: (count) => plural(count, 'listing', 'listings'),
};
