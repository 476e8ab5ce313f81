import type { ElapsedKind } from './elapsed.ts';
import { type Markup, markup, sentence } from '../../platform/markup.ts';
import type { Wording } from './wording.ts';

/** What nobody writes: around its number it stands where a time goes, for words are put around it in any order. */
const MARK = '\u{F8FF}';

/** What `say` says, with each "4 minutes ago" marked, so that the page's program keeps it true while somebody reads. */
export function keptTrue(wording: Wording, say: (marking: Wording) => string): Markup {
  const times: Markup[] = [];
  const marked =
    (kind: ElapsedKind) =>
    (iso: string): string => {
      times.push(markup`<time datetime="${iso}" data-elapsed="${kind}">${wording[kind](iso)}</time>`);
      return `${MARK}${times.length - 1}${MARK}`;
    };
  const parts = say({ ...wording, ago: marked('ago'), lasting: marked('lasting') }).split(MARK);
  return markup`${parts.map((part, index) => (index % 2 === 0 ? sentence(part) : (times[Number(part)] ?? null)))}`;
}
