import type { SourceRoom } from '../source.ts';
import { commands } from './commands.ts';
import { en } from './words/en.ts';

/** Bitcram, an ERP and point of sale. */
export const bitcram: SourceRoom = {
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands,
  load: () => import('./room.ts'),
};
