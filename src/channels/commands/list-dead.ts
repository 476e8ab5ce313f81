import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { localTime, localZone } from '../../platform/local-time.ts';
import { type Describe, isPhrase, type Phrase } from '../../platform/phrase.ts';
import { printable, printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { countDead, readDead } from '../outbox.ts';
import { labelOf, refusalOf } from '../index.ts';
import { listingName } from '../listing-name.ts';
import { textIn } from '../text.ts';

interface DeadFlags extends JsonFlags {
  channel?: string;
  limit: number;
}

const MOST_OF_NAME = 100;
const MOST_OF_REASON = 255;

const config = { database: databaseConfig };

/** Which products or listings a channel refused for good, and what it said: a paragraph each, since that may be long. */
export const command: Body<typeof config, DeadFlags> = {
  config,
  async work(job, { channel, limit, json }) {
    const session = await openSchema(job);
    const dead = await readDead(session, { channel }, json ? 0 : limit);
    if (json) {
      job.print(printableJson(dead));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    if (dead.length === 0) {
      job.print(wrapped(text.noneDead, job.columns));
      return EXIT.ok;
    }
    const told = dead.map((each) => {
      const said = text.deadProduct({
        name:
          each.product_id === null
            ? null
            : printable(`${each.product_id} ${each.name ?? ''}`.trim(), MOST_OF_NAME),
        listing: each.listing === null ? null : listingName(each.listing),
        channel: saidIn(labelOf(each.channel), job.inWords),
        tries: each.attempts,
        at: localTime(each.dead_at),
        since: localTime(each.since),
        reason: each.last_error === null ? null : saidIn(refusalOf(each.last_error), job.inWords),
      });
      return wrapped(said, job.columns);
    });
    const more = (await countDead(session, { channel })) - dead.length;
    const first = dead.find(({ product_id: id }) => id !== null)?.product_id ?? null;
    const rest = [...(more > 0 ? [text.moreDead(more)] : []), text.deadNext(first), text.zone(localZone())];
    job.print(`${told.join('\n')}\n\n${wrapped(rest.join('\n'), job.columns)}`);
    return EXIT.ok;
  },
};

function saidIn(said: Phrase | string, inWords: Describe): string {
  return isPhrase(said) ? inWords(said).message : printable(said, MOST_OF_REASON);
}
