import { REJECTION_REASONS, type RejectionReason } from '../domain.ts';
import { messagesIn, translatorTo } from '../messages/language.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { listQuarantine } from '../store/quarantine.ts';
import type { Context } from './context.ts';
import { openSchema } from './schema.ts';
import type { JsonFlags } from './targets.ts';

export interface QuarantineFlags extends JsonFlags {
  /** Also what the source has mended. */
  all: boolean;
}

/** The items that cannot be used, each with its reason. */
export async function quarantine(flags: QuarantineFlags, given: Context): Promise<ExitCode> {
  await using scope = new AsyncDisposableStack();
  const { session, context } = await openSchema(flags, given, scope);
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
    context.print(printableJson(entries));
    return EXIT.ok;
  }
  const { quarantine: words } = await messagesIn(context.language);
  const { translated } = await translatorTo(context.language);
  const rows = entries.map((each) => [
    each.product_id ?? words.unknown,
    words.lists[each.list] ?? each.list,
    translated(each.explanation),
    each.last_seen_at.slice(0, 19),
    each.settled_at === null ? '' : words.settled,
    each.raw.slice(0, 60),
  ]);
  context.print(rows.length === 0 ? words.empty : table(words.headings, rows));
  return EXIT.ok;
}
