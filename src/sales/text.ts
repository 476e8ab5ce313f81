import type { Language } from '../platform/language.ts';
import type { SalesText } from './words/en.ts';

/** What the commands print in a language; only that one is loaded. */
export async function textIn(language: Language): Promise<SalesText> {
  return language === 'es' ? (await import('./words/es.ts')).esText : (await import('./words/en.ts')).enText;
}
