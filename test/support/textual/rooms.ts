import type { SourceRoom } from '../../../src/sources/source.ts';
import { words } from './words.ts';

export { bitcram } from '../../../src/sources/bitcram/index.ts';

/** A supplier that knows its items by texts. */
export const textual: SourceRoom = {
  title: 'Textual',
  isOurs: true,
  words: { en: words, es: () => Promise.resolve(words) },
  commands: [],
  causes: {},
  load: () => import('./room.ts'),
};
