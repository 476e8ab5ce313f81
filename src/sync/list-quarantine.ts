import { messagesIn, translatorTo } from '../messages/language.ts';
import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { REJECTION_REASONS, type RejectionReason } from '../sources/source.ts';
import { listQuarantine } from './quarantine.ts';

interface QuarantineFlags extends JsonFlags {
  /** Also what the source has mended. */
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
      explanation: REJECTION_REASONS[entry.reason as RejectionReason] ?? entry.reason,
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
    const { quarantine: words } = await messagesIn(job.language);
    const { translated } = await translatorTo(job.language);
    const rows = entries.map((each) => [
      each.product_id ?? words.unknown,
      words.lists[each.list] ?? each.list,
      translated(each.explanation),
      each.last_seen_at.slice(0, 19),
      each.settled_at === null ? '' : words.settled,
      each.raw.slice(0, 60),
    ]);
    job.print(rows.length === 0 ? words.empty : table(words.headings, rows));
    return EXIT.ok;
  },
};
