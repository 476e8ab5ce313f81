import { oneOf, qualifiedName } from '../platform/config/checks.ts';

/** What switches a marketplace on. */
export const marketplaceSwitch = (label: string) => ({
  check: oneOf('on', 'off').default('off'),
  about: `whether stock is written to ${label}`,
});

/** NOTIFY, which alerts read as well. */
export const notify = {
  NOTIFY: {
    check: oneOf('on', 'off').default('on'),
    about: 'whether webhooks are sent; what changes while it is off is never sent, not even later',
  },
} as const;

/** Which products are published in Mercado Libre, for webhooks and for listings without a SKU. */
export const published = {
  PUBLISHED_ITEMS_TABLE: {
    check: qualifiedName.optional(),
    about:
      'a table with `id` and `meli_id`: which products get a webhook (unset: all), or what a listing without a SKU is',
    example: 'shop.published_items',
  },
} as const;
