import { make } from './dom.ts';
import { ask } from './http.ts';
import { numberOf, text } from './page.ts';
import type { ErrorGroups, Status } from './status.ts';

/** So many rows of a kind are enough to find them. */
const SHOWN_ROWS = 5;
/** More would push everything else out of sight. */
const SHOWN_OPEN = 10;
/** Each of its rows says the same. */
const EMPTY = 'upload.fields_empty';
/** What is done about some kinds. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['upload.product_taken', text.errors.taken],
  ['spreadsheets.decimal_ambiguous', text.errors.ambiguous],
]);
const words = text.errors;

/** What is wrong with rows of an upload that has ended, and how they are corrected; `onCorrected` is called where the next file is to be chosen. */
export async function showErrors(status: Status, place: HTMLElement, onCorrected: () => void): Promise<void> {
  if (status.errores_total === 0) return place.replaceChildren();
  const groups = make('ul', { class: 'groups' });
  place.replaceChildren(
    make('h3', {}, words.heading),
    groups,
    ...stepsOf(status, onCorrected),
    ...tableOf(status),
  );
  // The rest is of use without them.
  const found = await ask<ErrorGroups>(`/bulk-upload/${status.task_id}/errors/groups`).catch(() => undefined);
  if (found === undefined) return groups.remove();
  groups.replaceChildren(...found.grupos.map(groupOf), found.truncado ? make('li', {}, '…') : '');
}

function groupOf({ codigo, error, filas, ejemplos }: ErrorGroups['grupos'][number]): HTMLElement {
  const shown = ejemplos.slice(0, SHOWN_ROWS).map(numberOf);
  const advice = ADVICE.get(codigo);
  const said = filas > 1 && codigo !== EMPTY ? words.example(error) : error;
  return make(
    'li',
    {},
    make('b', {}, words.times(filas)),
    make('span', {}, said),
    make('small', {}, words.where(shown, filas > shown.length)),
    advice === undefined ? null : make('small', {}, advice),
  );
}

function stepsOf(
  { errores_url: url, solo_validar: isDryRun }: Status,
  onCorrected: () => void,
): HTMLElement[] {
  if (url === null) return [];
  const fileAs = (format: string, name: string): HTMLElement =>
    make('a', { href: `${url}?format=${format}`, download: '' }, name);
  const choose = make('button', { type: 'button' }, words.chooseAgain);
  choose.addEventListener('click', onCorrected);
  const steps = make(
    'ol',
    { class: 'steps' },
    make('li', {}, words.download, ' ', fileAs('xlsx', words.excel), ', ', fileAs('csv', words.csv)),
    make('li', {}, words.correct),
    make('li', {}, words.again, ' ', choose),
  );
  const others = isDryRun ? make('p', { class: 'note' }, words.others) : null;
  return [make('div', { class: 'card' }, make('h4', {}, words.steps), steps, others)];
}

function tableOf({ result, errores_total: all }: Status): HTMLElement[] {
  const errors = result?.errores ?? [];
  if (errors.length === 0) return [];
  const rows = errors.map(({ fila, error }) =>
    make('tr', {}, make('th', { scope: 'row' }, numberOf(fila)), make('td', {}, error)),
  );
  const head = make(
    'tr',
    {},
    make('th', { scope: 'col' }, words.row),
    make('th', { scope: 'col' }, words.what),
  );
  const table = make('table', { class: 'errors' }, make('thead', {}, head), make('tbody', {}, ...rows));
  const note = errors.length < all ? make('p', { class: 'note' }, words.first(errors.length, all)) : null;
  const details = make('details', {}, make('summary', {}, words.table), note, table);
  details.open = errors.length <= SHOWN_OPEN;
  return [details];
}
