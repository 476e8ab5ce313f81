import type { Language } from '../../platform/language.ts';
import type { ReconcileText } from './words/en.ts';

/** What the command prints in a language; only that one is loaded. */
export async function textIn(language: Language): Promise<ReconcileText> {
  return language === 'es' ? (await import('./words/es.ts')).esText : (await import('./words/en.ts')).enText;
}
