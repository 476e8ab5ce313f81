import type { ElapsedKind } from './elapsed.ts';
import { type Markup, markup } from './markup.ts';
import type { Wording } from './wording.ts';

/** What nobody writes: it stands where such a time goes, as long as words are put around it. */
const HERE = '\u{F8FF}';

/** What `say` says, with each "4 minutes ago" marked, so that the page's program keeps it true while somebody reads. */
export function keptTrue(wording: Wording, say: (marking: Wording) => string): Markup {
  const times: Markup[] = [];
  const marked =
    (kind: ElapsedKind) =>
    (iso: string): string => {
      times.push(markup`<time datetime="${iso}" data-elapsed="${kind}">${wording[kind](iso)}</time>`);
      return HERE;
    };
  const parts = say({ ...wording, ago: marked('ago'), lasting: marked('lasting') }).split(HERE);
  return markup`${parts.map((part, index) => markup`${part}${times[index] ?? null}`)}`;
}
