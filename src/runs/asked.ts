import { hasCodes } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import { idsIn } from '../platform/arguments.ts';
import { UsageError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';

/**
 * The products that somebody asks for on the command line, by id, each with the word that names it: its code where the source has
 * codes, letter by letter, else its number. A word may hold several with commas between them; one that is a code as it stands is
 * that code. All or none: throws `UsageError` where one is no product.
 */
export async function productsAsked(
  session: Session,
  words: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  if (!hasCodes(session.products)) return new Map(idsIn(words).map((id) => [id, String(id)]));
  const parts = (word: string): string[] => word.split(',').filter((part) => part !== '');
  const known = await idsOfCodes(session, [...new Set(words.flatMap((word) => [word, ...parts(word)]))]);
  const codes = words.flatMap((word) => (known.has(word) ? [word] : parts(word)));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0 || codes.length === 0) {
    throw new UsageError(phrase('no_such_code', { codes: codes.length === 0 ? words : unknown }));
  }
  return new Map(codes.map((code) => [known.get(code) as number, code]));
}

async function idsOfCodes(session: Session, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await session.read<{ id: number | string; code: string }>(
    phrase('read_names'),
    'SELECT id, CONVERT(external_id USING utf8mb4) AS code FROM item WHERE external_id IN (?)',
    [codes],
  );
  return new Map(rows.map(({ id, code }) => [code, Number(id)]));
}
