import type { Language } from '../../platform/language.ts';
import type { StockText } from './words/en.ts';

/** What the commands print in a language; only that one is loaded. */
export async function textIn(language: Language): Promise<StockText> {
  return language === 'es' ? (await import('./words/es.ts')).esText : (await import('./words/en.ts')).enText;
}
