import type { SourceRoom } from '../source.ts';
import { commands } from './commands.ts';
import { en } from './words/en.ts';

/** Bitcram, an ERP and point of sale. */
export const bitcram: SourceRoom = {
  title: 'Bitcram',
  isOurs: true,
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands,
  causes: {
    settings: ['token_unsendable'],
    source_blocked: ['blocked'],
    source_answer: ['unexpected_status', 'no_token', 'error_inside', 'no_list', 'nothing', 'no_json'],
    source_moved: ['list_moved'],
    source_place: ['other_warehouse', 'other_price_list'],
    source_address: ['redirected', 'unknown_path'],
    checkout: ['checkout_unusable', 'checkout_unknown', 'no_warehouse', 'none_usable'],
    token: ['token_refused', 'login_refused'],
    renewal: [
      ...['not_renewed', 'not_seen_to_arrive', 'not_verified', 'older_left'],
      ...['new_token_refused', 'version_differs', 'ended_elsewhere'],
    ],
  },
  load: () => import('./room.ts'),
};
