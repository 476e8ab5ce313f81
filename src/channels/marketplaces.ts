/** One line a marketplace. */
export { mercadolibre } from './mercado-libre/index.ts';
export { shopify } from './shopify/index.ts';
