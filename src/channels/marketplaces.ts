/** One line a marketplace. */
export { shopify } from './shopify/index.ts';
