import type { SourceRoom } from '../source.ts';
import { en } from './words/en.ts';

/** Air Computers, a wholesaler. */
export const air: SourceRoom = {
  title: 'Air',
  isOurs: false,
  words: { en, es: async () => (await import('./words/es.ts')).es },
  commands: [],
  causes: {
    source_blocked: ['blocked', 'too_many', 'cooling_down'],
    source_answer: [
      ...['unexpected_status', 'error_inside', 'no_json', 'no_list', 'only_notices', 'no_token', 'no_detail'],
      ...['no_column', 'no_file', 'unreadable_file'],
    ],
    source_empty: ['empty_list'],
    source_moved: ['list_moved', 'code_again'],
    source_address: ['redirected', 'unknown_path', 'no_file'],
    token: ['login_refused', 'token_refused', 'forbidden'],
  },
  atTwoSpeeds: true,
  load: () => import('./room.ts'),
};
