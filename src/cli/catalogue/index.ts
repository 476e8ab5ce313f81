import type { Language } from '../../platform/language.ts';
import { type Describe, describeIn } from '../../platform/phrase.ts';
import type { CliText } from '../words/en.ts';
import { enText } from '../words/en.ts';
import { en } from './en.ts';

export const inEnglish: Describe = describeIn(en);

/** How phrases are said in a language, and what the command line prints beside them. */
export async function speak(language: Language): Promise<{ inWords: Describe; text: CliText }> {
  if (language === 'en') return { inWords: inEnglish, text: enText };
  const [{ es }, { esText }] = await Promise.all([import('./es.ts'), import('../words/es.ts')]);
  return { inWords: describeIn(es), text: esText };
}
