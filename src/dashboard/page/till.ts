import { isCrowded } from '../../alerts/till.ts';
import type { PageModel } from '../model/model.ts';
import { type Markup, markup, sentence } from '../../platform/markup.ts';
import type { Wording } from './wording.ts';

/** What the till sold today, and what of it is not recorded; nothing where it is not known here. */
export function tillSentences({ till }: Pick<PageModel, 'till'>, { page }: Wording): Markup[] {
  if (till === null) return [];
  const { sales, units, queue, is_away: isAway } = till;
  const words = page.till;
  const recorded = words.recorded(sales, units);
  if (isAway) return [note(recorded), trouble(words.away, page.cause.todo)];
  if (queue === null) return [note(recorded)];
  const { name, waiting, dead, has_worker: hasWorker } = queue;
  const [isLeft, isMany] = [!hasWorker, isCrowded(queue)];
  return [
    note(isLeft || isMany ? recorded : `${recorded} ${words.waiting(waiting)}`),
    ...(isLeft ? [trouble(words.noWorker(name, waiting), page.cause.todo)] : []),
    ...(!isLeft && isMany ? [trouble(words.crowded(waiting), page.cause.todo)] : []),
    ...(dead > 0 ? [trouble(words.dead(dead), page.cause.todo)] : []),
  ];
}

function note(said: string): Markup {
  return markup`<p class="note">${said}</p>`;
}

function trouble({ what, todo }: { what: string; todo: string }, toDo: string): Markup {
  return markup`<div class="cause">
    <p>${what}</p>
    <p><strong>${toDo}</strong> ${sentence(todo)}</p>
  </div>`;
}
