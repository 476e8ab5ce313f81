import type { Messages } from './en.ts';
import type { Translator } from './translation.ts';

export const LANGUAGES = ['en', 'es'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The reader's language by POSIX' order of variables; English where none of them names a language that there is. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return LANGUAGES.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';
}

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
