import type { Language } from '../platform/language.ts';
import type { Messages } from './en.ts';
import type { Translator } from './translation.ts';

/** The catalogue of a language; only that one is loaded. */
export async function messagesIn(language: Language): Promise<Messages> {
  return language === 'es' ? (await import('./es.ts')).es : (await import('./en.ts')).en;
}

/** For what is worded in English where it arises; English itself needs nothing. */
export async function translatorTo(language: Language): Promise<Translator> {
  if (language === 'en') return { translated: (english) => english };
  const [{ createTranslator }, messages] = await Promise.all([
    import('./translation.ts'),
    messagesIn(language),
  ]);
  return createTranslator(messages);
}
