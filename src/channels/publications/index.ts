import type { ChannelRoom } from '../channel.ts';
import { phrase } from './phrase.ts';
import { en } from './words/en.ts';

/** The publications service, which updates Mercado Libre: a webhook says which item changed. */
export const publications: ChannelRoom = {
  label: phrase('label'),
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  causes: {
    channel_pending: ['failing'],
    channel_down: ['no_answer', 'unreachable', 'answers_page', 'answer_cut'],
    channel_settings: ['unknown_path'],
  },
  load: () => import('./room.ts'),
};
