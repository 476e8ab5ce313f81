import type { MarketplaceRoom } from '../marketplace.ts';
import { phrase } from './phrase.ts';
import { en } from './words/en.ts';

/** Mercado Libre, by its REST API: a listing is an item, or a variation of one, in the account of one seller. */
export const mercadolibre: MarketplaceRoom = {
  label: phrase('label'),
  onBy: 'MELI',
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  causes: {
    channel_down: ['no_answer', 'unreachable', 'answers_page', 'answer_cut', 'unreadable'],
    channel_failing: ['failing'],
    channel_slow: ['throttled'],
    channel_settings: [
      ...['token_refused', 'refresh_refused', 'app_refused', 'access_denied', 'other_account'],
      ...['redirected', 'refused', 'beside_publications'],
    ],
  },
  load: () => import('./room.ts'),
};
