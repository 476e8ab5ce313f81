import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { phrase, type RejectionReason } from '../sources/source.ts';
import { textIn } from './text.ts';
import { listQuarantine } from './quarantine.ts';

interface QuarantineFlags extends JsonFlags {
  /** Also what the source has corrected. */
  all: boolean;
}

const config = { database: databaseConfig };

/** The items that cannot be used, each with its reason. */
export const command: Body<typeof config, QuarantineFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const entries = (await listQuarantine(session, { settled: flags.all })).map((entry) => ({
      list: entry.list,
      product_id: entry.itemId,
      reason: entry.reason,
      explanation: job.inEnglish(phrase(entry.reason as RejectionReason)).message,
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
    const { quarantine: words } = await textIn(job.language);
    const rows = entries.map((each) => [
      each.product_id ?? words.unknown,
      words.lists[each.list] ?? each.list,
      job.inWords(phrase(each.reason as RejectionReason)).message,
      each.last_seen_at.slice(0, 19),
      each.settled_at === null ? '' : words.corrected,
      each.raw.slice(0, 60),
    ]);
    job.print(rows.length === 0 ? words.empty : table(words.headings, rows));
    return EXIT.ok;
  },
};
