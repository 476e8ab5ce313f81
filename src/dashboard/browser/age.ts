import { type ElapsedKind, elapsedIn, MINUTE_MS } from '../page/elapsed.ts';
import type { PageData } from '../page/page-data.ts';

/** A page that is made every hour, and was not, is older. */
const OLD_MS = 90 * MINUTE_MS;
const AGAIN_MS = MINUTE_MS / 4;

/** Keeps "4 minutes ago" true while somebody reads, and says so where the page is older than it should be. */
export function keepTimesTrue({ madeAt, locale }: PageData): void {
  const elapsed = elapsedIn(locale);
  const made = Date.parse(madeAt);
  const show = (): void => {
    // A clock that is slow makes nothing younger than the page.
    const now = Math.max(Date.now(), made);
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-elapsed]')) {
      const passedMs = now - Date.parse(time.dateTime);
      const kind = time.dataset['elapsed'] as ElapsedKind;
      // What is no minute old is in words already.
      if (passedMs >= MINUTE_MS) put(time, elapsed[kind](passedMs));
    }
    const note = document.getElementById('old');
    if (note === null || now - made < OLD_MS) return;
    put(note, (note.dataset['text'] ?? '').replace('{ago}', elapsed.ago(now - made)));
  };
  show();
  setInterval(show, AGAIN_MS);
  // A telephone stops the clocks of what nobody looks at.
  document.addEventListener('visibilitychange', show);
}

/** Whoever hears the page read is not told the same again. */
function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
