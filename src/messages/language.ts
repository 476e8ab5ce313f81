import type { Messages } from './en.ts';

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
