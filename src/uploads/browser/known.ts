import { byId, make } from './dom.ts';
import { ask } from './http.ts';
import { momentOf, text } from './page.ts';
import { sha256Of } from './read-file.ts';
import type { TaskLine, TaskList } from './status.ts';

/** The uploads of this very file that were more than a check, newest first; none where the browser computes no hash. */
export async function uploadsOf(file: File, signal: AbortSignal): Promise<TaskLine[]> {
  const hash = await sha256Of(file);
  if (hash === undefined) return [];
  const { tasks } = await ask<TaskList>(`/bulk-upload?sha256=${hash}`, { signal });
  return tasks.filter(({ solo_validar: isDryRun }) => !isDryRun);
}

/** Says that a file was uploaded for this supplier before. */
export function showKnown(uploads: readonly TaskLine[], supplier: string): void {
  const known = uploads.find(({ proveedor_id: id }) => id === supplier);
  const place = byId('known');
  if (known === undefined) return place.replaceChildren();
  const said = text.preview.again(text.earlier.state[known.status], momentOf(known.created_at));
  place.replaceChildren(said, ' ', make('a', { href: `#${known.task_id}` }, text.preview.seeIt));
}
