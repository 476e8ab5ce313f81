import type { Session } from '../../mysql/session.ts';
import type { Context } from '../../platform/command.ts';
import { localTime } from '../../platform/local-time.ts';
import { type Describe, isPhrase, type Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import { countDead, readDead } from '../outbox.ts';
import { labelOf, refusalOf } from '../index.ts';
import { listingName } from '../listing-name.ts';
import { textIn } from '../text.ts';

/** What was given up of one kind. */
export interface GivenUp {
  /** For a script; their keys are a contract. */
  entries: readonly object[];
  /** For a person: a paragraph each, since what was said may be long. */
  told: readonly string[];
  /** What is to be said below. */
  below: readonly string[];
}

const MOST_OF_NAME = 100;
const MOST_OF_REASON = 255;

/** Which products or listings a channel refused for good, and what it said. `limit` 0 is all of them. */
export async function listDead(
  { language, inWords }: Pick<Context, 'language' | 'inWords'>,
  session: Session,
  channel: string | undefined,
  limit: number,
): Promise<GivenUp> {
  const dead = await readDead(session, { channel }, limit);
  const text = await textIn(language);
  const told = dead.map((each) =>
    text.deadProduct({
      name:
        each.product_id === null
          ? null
          : printable(`${each.code ?? each.product_id} ${each.name ?? ''}`.trim(), MOST_OF_NAME),
      listing: each.listing === null ? null : listingName(each.listing),
      channel: saidIn(labelOf(each.channel), inWords),
      tries: each.attempts,
      at: localTime(each.dead_at),
      since: localTime(each.since),
      reason: each.last_error === null ? null : saidIn(refusalOf(each.last_error), inWords),
    }),
  );
  if (dead.length === 0) return { entries: dead, told, below: [] };
  const more = (await countDead(session, { channel })) - dead.length;
  const first = dead.find(({ product_id: id }) => id !== null)?.product_id ?? null;
  return { entries: dead, told, below: [...(more > 0 ? [text.moreDead(more)] : []), text.deadNext(first)] };
}

function saidIn(said: Phrase | string, inWords: Describe): string {
  return isPhrase(said) ? inWords(said).message : printable(said, MOST_OF_REASON);
}
