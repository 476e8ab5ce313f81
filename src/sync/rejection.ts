import { localTime } from '../platform/local-time.ts';
import { printable } from '../platform/text.ts';
import type { QuarantineRow } from '../runs/questions/pending.ts';
import type { RejectionText } from '../sources/words/quarantine.en.ts';
import type { Rejected, RejectionReason } from '../sources/source.ts';

export const MOST_OF_NAME = 60;
const MOST_OF_VALUE = 60;

/** Why an item cannot be used, since when, and where to correct it. */
export interface ToldRejection {
  since: string;
  what: string;
  todo: string;
}

type Held = Pick<QuarantineRow, 'itemId' | 'list' | 'reason' | 'firstSeenAt'>;

/** What the shop calls the product comes first; the item itself may have a name for it as well. */
export function tellRejection(
  { itemId, list, reason, firstSeenAt }: Held,
  { value, name: own }: Rejected,
  { name = null, code }: { name?: string | null; code?: string | undefined },
  { told, unknown, lists, where }: RejectionText,
): ToldRejection {
  const { what, todo } = told[reason as RejectionReason] ?? unknown;
  const called = name ?? own;
  const place = where(
    lists[list] ?? list,
    itemId === null ? null : (code ?? String(itemId)),
    called === null ? null : printable(called, MOST_OF_NAME),
  );
  return {
    since: localTime(firstSeenAt),
    what: what(value === null ? null : printable(value, MOST_OF_VALUE)),
    todo: todo(place),
  };
}
