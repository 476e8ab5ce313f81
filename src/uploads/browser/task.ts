import type { Outcome } from '../page/outcome.ts';
import { byId, make, put } from './dom.ts';
import { showErrors } from './errors.ts';
import { ask, Problem, SIGNED_OUT } from './http.ts';
import { numberOf, sentence, text, timeOf, uploadOf } from './page.ts';
import type { Status } from './status.ts';
import { ENDED, watch } from './watch.ts';

/** How often a reader of the screen is told how far it is. */
const TOLD_EVERY_MS = 5_000;
const words = text.task;

interface Followed {
  /** Once it has ended. */
  onEnded(): void;
  /** Another file of this supplier is to be uploaded after it. */
  onAgain(supplier: string): void;
  /** It was a check, and is to be uploaded. */
  onForReal(supplier: string, id: string): void;
  /** Whether its file is still at hand. */
  isHeld(id: string): boolean;
}

/** One upload, from its first row to what became of it. */
export class TaskView {
  readonly #section = byId('task');
  readonly #heading = byId('task-h');
  readonly #said = byId('task-said');
  readonly #bar = byId('task-bar', HTMLProgressElement);
  readonly #connection = byId('connection');
  readonly #cancel = byId('cancel', HTMLButtonElement);
  readonly #followed: Followed;
  #watching = new AbortController();
  #id = '';
  #supplier = '';
  #toldMs = 0;
  #told = '';

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#cancel.addEventListener('click', () => void this.#askToCancel());
    byId('for-real').addEventListener('click', () => followed.onForReal(this.#supplier, this.#id));
  }

  /** Shows this upload until it has ended or another one is shown. */
  show(id: string): void {
    this.hide();
    this.#id = id;
    this.#section.hidden = false;
    const { signal } = this.#watching;
    void watch(
      id,
      {
        onStatus: (status) => this.#show(status),
        onConnection: (isLost) => this.#tellConnection(isLost),
        onProblem: (problem) => this.#tellProblem(problem),
      },
      signal,
    );
  }

  hide(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    this.#section.hidden = true;
    this.#told = '';
    for (const element of [this.#heading, this.#said, this.#connection, byId('task-of'), byId('task-heard')])
      put(element, '');
    for (const id of ['figures', 'errors']) byId(id).replaceChildren();
    for (const element of [this.#cancel, this.#bar, byId('for-real')]) element.hidden = true;
  }

  #show(status: Status): void {
    const hasEnded = ENDED.includes(status.status);
    const isFirst = this.#heading.textContent === '';
    put(this.#heading, status.filename);
    if (isFirst) this.#heading.focus();
    put(byId('task-of'), uploadOf(status.proveedor_id, status.created_at, status.solo_validar));
    this.#tell(status);
    this.#bar.hidden = hasEnded;
    this.#cancel.hidden = hasEnded;
    this.#cancel.disabled = status.status === 'cancelling';
    byId('figures').replaceChildren(...figuresOf(status));
    if (!hasEnded) return;
    this.#supplier = status.proveedor_id;
    byId('for-real').hidden = !(status.solo_validar && status.status === 'completed');
    put(byId('for-real'), this.#followed.isHeld(this.#id) ? words.forReal : words.forRealChosen);
    const again = () => this.#followed.onAgain(status.proveedor_id);
    void showErrors(status, byId('errors'), again);
    this.#followed.onEnded();
  }

  /** Whoever reads sees every count; whoever listens is told now and then. */
  #tell(status: Status): void {
    const said = SENTENCES[status.status](status);
    put(this.#said, said);
    const isOther = this.#told !== status.status;
    if (!isOther && performance.now() - this.#toldMs < TOLD_EVERY_MS) return;
    this.#toldMs = performance.now();
    this.#told = status.status;
    put(byId('task-heard'), said);
  }

  #tellConnection(isLost: boolean): void {
    const wasLost = this.#connection.textContent === words.lost;
    if (isLost || wasLost) put(this.#connection, isLost ? words.lost : words.back);
    this.#connection.classList.toggle('wrong', isLost);
  }

  #tellProblem({ status, message }: Problem): void {
    this.#bar.hidden = true;
    this.#cancel.hidden = true;
    if (status !== SIGNED_OUT) put(this.#said, status === 404 ? words.unknown : sentence(message));
  }

  async #askToCancel(): Promise<void> {
    if (!confirm(words.confirmCancel)) return;
    this.#cancel.disabled = true;
    try {
      this.#show(await ask<Status>(`/bulk-upload/${this.#id}/cancel`, { method: 'POST' }));
    } catch (error) {
      this.#cancel.disabled = false;
      if (error instanceof Problem) put(this.#said, sentence(error.message));
      else this.#tellConnection(true);
    }
  }
}

/** What is to be said of an upload, in one sentence. */
const SENTENCES: Readonly<Record<Status['status'], (status: Status) => string>> = {
  pending: ({ error, next_attempt_at: next }) =>
    error !== null && next !== null ? words.retried(sentence(error), timeOf(next)) : words.pending,
  processing: ({ progress, rows_per_second: rate }) => words.processing(progress.processed, rate),
  cancelling: () => words.cancelling,
  completed: (status) => words.completed(outcomeOf(status)),
  cancelled: (status) => words.cancelled(outcomeOf(status)),
  failed: ({ error, progress, solo_validar: isDryRun }) =>
    words.failed(sentence(error ?? ''), isDryRun ? 0 : progress.successful),
};

function outcomeOf({ result, solo_validar: isDryRun }: Status): Outcome {
  const sums = result?.resumen;
  return {
    isDryRun,
    total: sums?.total ?? 0,
    created: sums?.productos_creados ?? 0,
    updated: sums?.productos_actualizados ?? 0,
    unchanged: sums?.productos_sin_cambios ?? 0,
    failed: sums?.rechazados ?? 0,
  };
}

function figuresOf({ progress, rows_per_second: rate, result, status }: Status): HTMLElement[] {
  const sums = result?.resumen;
  const figures: [name: string, value: number | null][] =
    sums === undefined
      ? [
          [words.processed, progress.processed],
          [words.rate, status === 'processing' ? rate : null],
          [words.rejected, progress.failed],
        ]
      : [
          [words.created, sums.productos_creados],
          [words.updated, sums.productos_actualizados],
          [words.unchanged, sums.productos_sin_cambios],
          [words.rejected, sums.rechazados],
          [words.rate, rate],
        ];
  return figures
    .filter(([, value]) => value !== null)
    .map(([name, value]) =>
      make('div', {}, make('dt', {}, name), make('dd', {}, numberOf(Math.round(value ?? 0)))),
    );
}
