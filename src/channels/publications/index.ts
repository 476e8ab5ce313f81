import type { ChannelRoom } from '../channel.ts';
import { phrase } from './phrase.ts';
import { en } from './words/en.ts';

/** The publications service, which updates Mercado Libre: a webhook says which item changed. */
export const publications: ChannelRoom = {
  label: phrase('label'),
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  load: () => import('./room.ts'),
};
