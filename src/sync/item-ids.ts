import { chunks } from '../mysql/chunks.ts';
import type { Session } from '../mysql/session.ts';
import { type Intern, isExternalId } from '../sources/source.ts';
import { phrase } from './phrase.ts';

const IDS_PER_STATEMENT = 1000;

export interface Interning {
  /** Unless it does, a new number is good for this run only, and is nobody else's: a dry run foretells with it. */
  writes: boolean;
  /** False: a text that is new gets a number below 0, which no product ever has, whoever makes new ones meanwhile. */
  makes?: boolean;
}

/** Numbers for a source's ids that are texts, as the table `item` has them; a text that is new gets the next one. */
export function createIntern(session: Session, { writes, makes = true }: Interning): Intern {
  const known = new Map<string, number>();
  let lastId: number | undefined;

  const intern = async (texts: readonly string[]): Promise<Float64Array> => {
    const unseen = new Set(texts.filter((text) => isExternalId(text) && !known.has(text)));
    for (const part of chunks(unseen, IDS_PER_STATEMENT)) {
      for (const [text, id] of await findIds(session, part)) known.set(text, id);
    }
    for (const part of chunks(
      [...unseen].filter((text) => !known.has(text)),
      IDS_PER_STATEMENT,
    )) {
      if (!makes) {
        for (const text of part) known.set(text, -known.size - 1);
        continue;
      }
      const firstId = (lastId ?? (await highestId(session))) + 1;
      if (writes) await keepIds(session, part, firstId);
      for (const [index, text] of part.entries()) known.set(text, firstId + index);
      lastId = firstId + part.length - 1;
    }
    return Float64Array.from(texts, (text) => known.get(text) ?? NaN);
  };

  // Both lists are read at once, and a text that is new in both of them has one number.
  let turn: Promise<unknown> = Promise.resolve();
  return (texts) => {
    const ids = turn.then(() => intern(texts));
    turn = ids.catch(() => undefined);
    return ids;
  };
}

/** The product that its source knows by this text, letter by letter. */
export async function productNamed(session: Session, text: string): Promise<{ id: number } | undefined> {
  const [found] = await findIds(session, [text]);
  return found && { id: found[1] };
}

async function findIds(session: Session, texts: readonly string[]): Promise<[text: string, id: number][]> {
  const rows = await session.read<{ id: number | string; externalId: Buffer }>(
    phrase('read_items'),
    'SELECT id, external_id AS externalId FROM item WHERE external_id IN (?)',
    [texts],
  );
  return rows.map(({ id, externalId }) => [externalId.toString('utf8'), Number(id)]);
}

/** Also of rows whose items have numbers of their own: a schema may have had another source. */
async function highestId(session: Session): Promise<number> {
  const [row] = await session.read<{ highest: number | string }>(
    phrase('read_items'),
    `SELECT GREATEST(COALESCE((SELECT MAX(id) FROM item), 0), COALESCE((SELECT MAX(id) FROM ${session.products}), 0), 0) AS highest`,
  );
  return Number(row?.highest ?? 0);
}

async function keepIds(session: Session, texts: readonly string[], firstId: number): Promise<void> {
  await session.write(phrase('number_items'), 'INSERT INTO item (id, external_id) VALUES ?', [
    texts.map((text, index) => [firstId + index, text]),
  ]);
}
