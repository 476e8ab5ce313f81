/** One line a source, under the name that SOURCE gives it. */
export { bitcram } from './bitcram/index.ts';
