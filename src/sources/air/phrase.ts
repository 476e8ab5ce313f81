import { phrasesOf } from '../../platform/phrase.ts';
import type { en } from './words/en.ts';

export const phrase = phrasesOf<typeof en>('air');
