/** One line a channel. */
export { publications } from './publications/index.ts';
