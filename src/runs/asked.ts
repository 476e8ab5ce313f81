import { hasCodes } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import { idsIn, isId } from '../platform/arguments.ts';
import { UsageError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';

/**
 * The products that somebody asks for on the command line, by id, each with the word that names it: its code, letter by
 * letter, where the source has codes, else its number. A word may hold several with commas between them; one that is a code as it
 * stands is that code. All or none: throws `UsageError` where one is no product.
 */
export async function productsAsked(
  session: Session,
  words: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  if (!hasCodes(session.products)) return new Map(idsIn(words).map((id) => [id, String(id)]));
  const parts = (word: string): string[] => word.split(',').filter((part) => part !== '');
  const known = await idsOf(session, [...new Set(words.flatMap((word) => [word, ...parts(word)]))]);
  const asked = words.flatMap((word) => (known.has(word) ? [word] : parts(word)));
  const unknown = asked.filter((word) => !known.has(word));
  if (unknown.length > 0 || asked.length === 0) {
    throw new UsageError(phrase('no_such_code', { codes: asked.length === 0 ? words : unknown }));
  }
  return new Map(asked.map((word) => [known.get(word) as number, word]));
}

/** By code; what is no code may be the number that scripts read as `product_id`. */
async function idsOf(session: Session, words: readonly string[]): Promise<Map<string, number>> {
  const rows = await session.read<{ id: number | string; code: string }>(
    phrase('read_names'),
    'SELECT id, CONVERT(external_id USING utf8mb4) AS code FROM item WHERE external_id IN (?) OR id IN (?)',
    [words, [0, ...words.filter(isId)]],
  );
  const known = new Map(rows.map(({ id }) => [String(id), Number(id)]));
  for (const { id, code } of rows) known.set(code, Number(id));
  return known;
}
