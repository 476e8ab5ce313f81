import { byId, make } from './dom.ts';
import { ask } from './http.ts';
import { text, uploadOf } from './page.ts';
import type { TaskLine, TaskList } from './status.ts';

const words = text.earlier;

/** The uploads that the server remembers, newest first, a page at a time. */
export class Earlier {
  readonly #list = byId('earlier');
  readonly #none = byId('no-earlier');
  readonly #more = byId('more', HTMLButtonElement);
  readonly #onSuppliers: (ids: readonly string[]) => void;
  readonly #suppliers = new Set<string>();
  #cursor: string | null = null;

  constructor(onSuppliers: (ids: readonly string[]) => void) {
    this.#onSuppliers = onSuppliers;
    this.#more.addEventListener('click', () => void this.#page());
  }

  /** From the newest on. Of no use to anybody who waits for something else: it throws nothing. */
  async show(): Promise<void> {
    this.#cursor = null;
    await this.#page();
  }

  async #page(): Promise<void> {
    const cursor = this.#cursor;
    const path = cursor === null ? '/bulk-upload' : `/bulk-upload?cursor=${cursor}`;
    const page = await ask<TaskList>(path).catch(() => undefined);
    if (page === undefined) return;
    const lines = page.tasks.map(lineOf);
    if (cursor === null) this.#list.replaceChildren(...lines);
    else this.#list.append(...lines);
    // Whoever asked for more goes on with the first of them.
    if (cursor !== null) lines[0]?.querySelector('a')?.focus();
    this.#none.hidden = this.#list.childElementCount > 0;
    this.#cursor = page.next_cursor;
    this.#more.hidden = page.next_cursor === null;
    for (const { proveedor_id: id } of page.tasks) this.#suppliers.add(id);
    this.#onSuppliers([...this.#suppliers].sort());
  }
}

function lineOf({
  task_id: id,
  filename,
  proveedor_id: supplier,
  created_at: at,
  ...task
}: TaskLine): HTMLElement {
  const { status, progress } = task;
  const counts = progress.processed === 0 ? '' : `: ${words.counts(progress.processed, progress.failed)}`;
  return make(
    'li',
    {},
    make('a', { href: `#${id}` }, make('bdi', {}, filename)),
    make('small', {}, uploadOf(supplier, at, task.solo_validar)),
    make('span', { class: `state ${status}` }, words.state[status] + counts),
  );
}
