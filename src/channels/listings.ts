/** The listings of the marketplaces, as the load uses them. */
export { fillSkus, skuSql } from './listings/items.ts';
export { mapBySku } from './listings/by-sku.ts';
