import type { MarketplaceRoom } from '../marketplace.ts';
import { phrase } from './phrase.ts';
import { en } from './words/en.ts';

/** Shopify, by its GraphQL Admin API: a listing is a variant, and its stock is that of one location. */
export const shopify: MarketplaceRoom = {
  label: phrase('label'),
  onBy: 'SHOPIFY',
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  causes: {
    channel_down: ['no_answer', 'unreachable', 'answers_page', 'answer_cut', 'unreadable'],
    channel_failing: ['failing'],
    channel_slow: ['throttled'],
    channel_settings: [
      ...[
        'token_refused',
        'app_refused',
        'access_denied',
        'shop_closed',
        'shop_unknown',
        'redirected',
        'refused',
      ],
      ...['version_gone', 'scopes_missing', 'location_unknown', 'location_closed'],
    ],
  },
  load: () => import('./room.ts'),
};
