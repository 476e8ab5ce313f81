import { labelOf, listingName, refusalOf } from '../channels/index.ts';
import type { Job } from '../platform/command.ts';
import { localTime } from '../platform/local-time.ts';
import { type Describe, isPhrase, type Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import type { OutboxRow, QuarantineRow, Troubles } from '../runs/questions/pending.ts';
import { rejectionTextIn } from '../sources/config.ts';
import { phrase, type ReadRejected, type RejectionReason } from '../sources/source.ts';
import { tellRejection } from './rejection.ts';
import { textIn } from './text.ts';

const MOST_OF_REASON = 255;

type Asking = Pick<Job<unknown>, 'env' | 'language' | 'inWords'>;

/** What keeps a product from being sold as the source has it, a sentence or two each, with what to do. */
export async function troublesInWords(
  { outbox, quarantine, missing }: Troubles,
  called: { name?: string | null; code?: string },
  readRejected: ReadRejected,
  { env, language, inWords }: Asking,
): Promise<string[]> {
  const { troubles: text } = (await textIn(language)).history;
  const rejections = await rejectionTextIn(language, env['SOURCE']);
  const sent = outbox.map(({ channel, itemId, listing, attempts, lastError, owedAt, deadAt }) => {
    const reason = lastError === null ? null : saidIn(refusalOf(lastError), inWords);
    const label = saidIn(labelOf(channel), inWords);
    const name = listing === null ? null : listingName(listing);
    return deadAt === null
      ? text.pending(label, name, localTime(owedAt), reason)
      : text.dead(label, name, Number(itemId), localTime(deadAt), attempts, reason);
  });
  const held = quarantine.map((row) => {
    const { since, what, todo } = tellRejection(row, readRejected(row.reason, row.raw), called, rejections);
    return text.quarantine(since, what, todo);
  });
  const absent =
    missing === undefined
      ? []
      : [
          text.missing(
            localTime(missing.missingSince),
            missing.runs,
            missing.settledAt === null ? null : localTime(missing.settledAt),
          ),
        ];
  return [...sent, ...held, ...absent];
}

/** The same for a script. */
export function troubleFields(
  { outbox, quarantine, missing }: Troubles,
  readRejected: ReadRejected,
  inEnglish: Describe,
) {
  return {
    pending: outbox.filter(({ deadAt }) => deadAt === null).map(outboxFields),
    dead: outbox
      .filter(({ deadAt }) => deadAt !== null)
      .map((row) => ({ ...outboxFields(row), dead_at: row.deadAt })),
    quarantine: quarantine.map(({ list, reason, raw, runs, firstSeenAt }: QuarantineRow) => {
      const { member, value } = readRejected(reason, raw);
      const explanation = inEnglish(phrase(reason as RejectionReason)).message;
      return { list, reason, explanation, member, value, runs, first_seen_at: firstSeenAt };
    }),
    missing:
      missing === undefined
        ? null
        : { since: missing.missingSince, runs: missing.runs, retired_at: missing.settledAt },
  };
}

function outboxFields({ channel, listing, attempts, lastError, owedAt }: OutboxRow) {
  return { channel, listing, since: owedAt, attempts, last_error: lastError };
}

function saidIn(said: Phrase | string, inWords: Describe): string {
  return isPhrase(said) ? inWords(said).message : printable(said, MOST_OF_REASON);
}
