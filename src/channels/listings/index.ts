import type { Room } from '../../platform/room.ts';
import { commands } from './commands.ts';
import { en } from './words/en.ts';

/** The listings of the marketplaces and the products that they are of, as the program adds them: their words and their commands. */
export const listings: Room<unknown> = {
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands,
  causes: {
    usage: ['row_wrong', 'rows_wrong'],
    settings: ['no_marketplace'],
    channel_down: ['none_shown', 'gone_unread'],
  },
  load: () => import('../selling.ts'),
};
