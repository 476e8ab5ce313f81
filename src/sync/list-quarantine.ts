import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { printable, printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { namesOf } from '../runs/names.ts';
import { rejectedReader, rejectionTextIn } from '../sources/config.ts';
import { phrase, type RejectionReason } from '../sources/source.ts';
import { listQuarantine } from './quarantine.ts';
import { MOST_OF_NAME, tellRejection } from './rejection.ts';
import { textIn } from './text.ts';

interface QuarantineFlags extends JsonFlags {
  /** Also what the source has corrected. */
  all: boolean;
}

const MOST_OF_ITEM = 60;

const config = { database: databaseConfig };

/** The items that cannot be used: a paragraph each, with its reason, since when, and what to do. */
export const command: Body<typeof config, QuarantineFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const readRejected = await rejectedReader(job.env['SOURCE']);
    const listed = (await listQuarantine(session, { settled: flags.all })).map((entry) => ({
      entry,
      own: readRejected(entry.reason, entry.raw),
    }));
    const entries = listed.map(({ entry, own }) => ({
      list: entry.list,
      product_id: entry.itemId,
      reason: entry.reason,
      explanation: job.inEnglish(phrase(entry.reason as RejectionReason)).message,
      member: own.member,
      value: own.value,
      raw: entry.raw,
      runs: entry.runs,
      first_seen_at: entry.firstSeenAt,
      last_seen_at: entry.lastSeenAt,
      settled_at: entry.settledAt,
    }));
    if (flags.json) {
      job.print(printableJson(entries));
      return EXIT.ok;
    }
    const { quarantine: words, history, zone } = await textIn(job.language);
    if (listed.length === 0) {
      job.print(words.empty);
      return EXIT.ok;
    }
    const reasons = await rejectionTextIn(job.language, job.env['SOURCE']);
    const names = await namesOf(
      session,
      listed.flatMap(({ entry }) => entry.itemId ?? []),
    );
    const told = listed.map(({ entry, own }) => {
      const { itemId, settledAt, raw } = entry;
      const { name = own.name, code } = names.get(Number(itemId)) ?? {};
      const { since, what, todo } = tellRejection(entry, own, { name, code }, reasons);
      const heading = [code ?? itemId, name].filter((part) => part !== null).join(' ') || words.unknown;
      return [
        printable(heading, MOST_OF_NAME),
        `  ${history.troubles.quarantine(since, what, settledAt === null ? todo : words.corrected(localTime(settledAt)))}`,
        ...(own.value === null ? [`  ${reasons.asItCame}: ${printable(raw, MOST_OF_ITEM)}`] : []),
      ].join('\n');
    });
    job.print(wrapped(`${told.join('\n')}\n\n${zone(localZone())}`, job.columns));
    return EXIT.ok;
  },
};
