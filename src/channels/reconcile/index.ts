import type { Room } from '../../platform/room.ts';
import { en } from './words/en.ts';

/** The comparison of the marketplaces with the stock, as the program adds it: its words. Its command is a run. */
export const reconcile: Room<unknown> = {
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  causes: {
    settings: ['adopt_beside_source'],
    channel_down: ['unread', 'orders_unread', 'orders_elsewhere'],
    channel_settings: ['denied', 'orders_unread'],
    locked: ['under_way'],
    drift: ['too_many'],
  },
  load: () => import('./config.ts'),
};
