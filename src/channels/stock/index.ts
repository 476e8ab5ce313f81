import type { Room } from '../../platform/room.ts';
import { commands } from './commands.ts';
import { en } from './words/en.ts';

/** The stock ledger as the program adds it: its words and its commands. */
export const stock: Room<unknown> = {
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands,
  causes: {
    usage: [
      ...['close_without_source', 'time_to_come', 'count_usage', 'count_wrong', 'row_wrong'],
      ...['sku_unknown', 'sku_of_two', 'not_counted'],
    ],
    settings: ['source_counts'],
  },
  load: () => import('./config.ts'),
};
