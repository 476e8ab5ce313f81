/** One line a source, under the name that SOURCE gives it. */
export { air } from './air/index.ts';
export { bitcram } from './bitcram/index.ts';
