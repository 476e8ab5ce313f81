import { type Language, LANGUAGES } from '../platform/language.ts';

/** Whoever uploads is in Argentina, as is the seed of the routes. */
const USUAL: Language = 'es';

/** In which language a client wants to be told, by its Accept-Language. */
export function languageAsked(header: string | undefined): Language {
  const asked = (header ?? '').split(',').map((part, place) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1';
    return {
      language: LANGUAGES.find((each) => range.startsWith(each)),
      weight: Number(quality) || 0,
      place,
    };
  });
  const [first] = asked
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  return first?.language ?? USUAL;
}
