import { make } from './dom.ts';
import { data, numberOf, sentence, text } from './page.ts';
import type { Preview } from './status.ts';

/** How the file is to be read, where somebody says so. */
export interface Reading {
  sheet: string | undefined;
  encoding: string | undefined;
  decimal: 'auto' | 'coma' | 'punto';
}

const SHOWN_ROWS = 5;
const SHOWN_FAULTS = 5;
const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'ibm866', 'macintosh'];
const words = text.preview;

/** All in one sentence. */
export function verdictOf({ error, filas, hojas, hay_mas: hasMore }: Preview): string {
  if (error !== null) {
    const refused = `${words.refused}: ${error}`;
    return hojas.length > 1 ? `${sentence(refused)} ${words.otherSheet}` : refused;
  }
  if (filas.length === 0) return words.only;
  const faulty = filas.filter((row) => row.error !== null).length;
  return faulty === 0
    ? `${words.good(filas.length, hasMore)} ${words.notSaved} ${words.repeated}`
    : words.faulty(faulty, filas.length, hasMore);
}

/** What was understood, to be looked at and put right. */
export function previewView(
  preview: Preview,
  reading: Reading,
  onChange: (reading: Reading) => void,
): HTMLElement[] {
  const keys = preview.claves_numericas;
  const lost = keys.length === 0 ? undefined : make('p', { class: 'note' }, words.numericKeys(keys));
  return [faultsOf(preview), lost, factsOf(preview, reading, onChange), tableOf(preview)].filter(
    (part) => part !== undefined,
  );
}

/** Each once, with its rows. */
function faultsOf({ filas }: Preview): HTMLElement | undefined {
  const kinds = [
    ...Map.groupBy(
      filas.filter(({ error }) => error !== null),
      ({ error }) => error,
    ),
  ];
  if (kinds.length === 0) return undefined;
  const items = kinds.slice(0, SHOWN_FAULTS).map(([error, rows]) => {
    const numbers = rows.slice(0, SHOWN_ROWS).map(({ fila }) => numberOf(fila));
    const where = text.errors.where(numbers, rows.length > numbers.length);
    return make('li', {}, error, ' ', make('small', {}, `(${where})`));
  });
  const list = make(
    'ul',
    { class: 'faults' },
    ...items,
    kinds.length > items.length ? make('li', {}, '…') : null,
  );
  return make('div', {}, list, make('p', {}, `${words.anyway} ${words.repeated}`));
}

function factsOf(preview: Preview, reading: Reading, onChange: (reading: Reading) => void): HTMLElement {
  const facts = make('dl', { class: 'facts' });
  const fact = (name: string, value: HTMLElement | string, id?: string): void => {
    const label = id === undefined ? name : make('label', { for: id }, name);
    facts.append(make('div', {}, make('dt', {}, label), make('dd', {}, value)));
  };
  const { formato, encoding, hojas, hoja, columnas } = preview;
  if (formato !== null) fact(words.format, formato === 'csv' ? words.csv(preview.delimiter) : words.xlsx);
  if (hojas.length > 1 || reading.sheet !== undefined) {
    const sheets = hojas.map((name): Option => [name, name]);
    const chosen = hoja ?? reading.sheet ?? '';
    fact(
      words.sheet,
      choice('sheet', sheets, chosen, (sheet) => onChange({ ...reading, sheet })),
      'sheet',
    );
  }
  if (formato === 'csv') {
    const found = reading.encoding === undefined && encoding !== null ? words.found(encoding) : '–';
    const others = ENCODINGS.map((name): Option => [name, name]);
    const chosen = choice('encoding', [['', found], ...others], reading.encoding ?? '', (name) =>
      onChange({ ...reading, encoding: name === '' ? undefined : name }),
    );
    fact(words.encoding, chosen, 'encoding');
  }
  if (columnas.length > 0) {
    const marks: Option[] = [
      ['auto', words.decimalAuto(preview.decimales)],
      ['coma', words.comma],
      ['punto', words.point],
    ];
    const chosen = choice('decimal', marks, reading.decimal, (mark) =>
      onChange({ ...reading, decimal: mark as Reading['decimal'] }),
    );
    fact(words.decimal, chosen, 'decimal');
  }
  for (const [name, value] of columnFacts(preview)) fact(name, value);
  return facts;
}

function columnFacts({ columnas, columnas_ignoradas: ignored, columnas_faltantes: absent }: Preview) {
  const facts: [name: string, value: HTMLElement | string][] = [];
  const needed = absent.filter(({ obligatoria }) => obligatoria).map(({ columna }) => columna);
  const usual = absent.filter(({ obligatoria }) => !obligatoria);
  if (columnas.length > 0) {
    const pairs = columnas.map(({ titulo, columna }) => make('li', {}, words.as(titulo, columna)));
    const summary = make('summary', {}, words.matched(columnas.length, data.columns));
    facts.push([words.columns, make('details', {}, summary, make('ul', {}, ...pairs))]);
  }
  if (needed.length > 0) facts.push([words.missing, make('strong', { class: 'wrong' }, needed.join(', '))]);
  if (ignored.length > 0) facts.push([words.ignored, ignored.join(', ')]);
  if (usual.length > 0 && columnas.length > 0) {
    const said = usual.map(({ columna, valor }) => words.usualOf(columna, valueOf(columna, valor)));
    facts.push([words.usual, said.join(', ')]);
  }
  return facts;
}

type Option = readonly [value: string, label: string];

function choice(
  id: string,
  options: readonly Option[],
  chosen: string,
  onChange: (value: string) => void,
): HTMLSelectElement {
  const select = make('select', { id }, ...options.map(([value, label]) => make('option', { value }, label)));
  select.value = chosen;
  select.addEventListener('change', () => onChange(select.value));
  return select;
}

function tableOf({ columnas, filas }: Preview): HTMLElement | undefined {
  if (filas.length === 0) return undefined;
  const headings = columnas.map(({ columna }) => make('th', { scope: 'col' }, columna));
  const rows = filas
    .slice(0, SHOWN_ROWS)
    .map(({ fila, valores, producto }) =>
      make(
        'tr',
        producto === null ? { class: 'faulty' } : {},
        make('th', { scope: 'row' }, numberOf(fila)),
        ...columnas.map(({ columna }, index) =>
          make(
            'td',
            {},
            producto === null ? (valores[index] ?? '') : valueOf(columna, producto[columna] ?? null),
          ),
        ),
      ),
    );
  const head = make('tr', {}, make('th', { scope: 'col' }, words.row), ...headings);
  const table = make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows));
  const label = { class: 'scrolls', role: 'region', tabindex: '0', 'aria-label': words.rows };
  return make('div', {}, make('h4', {}, words.rows), make('div', label, table));
}

const price = new Intl.NumberFormat(text.locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** As it was understood. */
function valueOf(column: string, value: string | number | boolean | null): string {
  if (value === null) return words.empty;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return column === 'precio_unitario' ? price.format(Number(value)) : String(value);
}
