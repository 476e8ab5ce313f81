import type { Language } from '../platform/language.ts';
import type { RunText } from './words/en.ts';

/** What is printed of runs in a language; only that one is loaded. */
export async function textIn(language: Language): Promise<RunText> {
  return language === 'es' ? (await import('./words/es.ts')).esText : (await import('./words/en.ts')).enText;
}
