import { SourceError } from '../../platform/errors.ts';
import { fingerprint } from '../../platform/canonical.ts';
import { decimalAt, type Row } from '../../spreadsheets/index.ts';
import { codeOf } from './code.ts';
import type { Detail, Feed } from './feed.ts';
import type { Files } from './files.ts';
import { phrase } from './phrase.ts';

const CATALOGUE = 'catalogue';
const CHARACTERISTICS = 'characteristics';
const ARTICLES_PER_PAGE = 500;
const MOST_IMAGES = 6;

/** Columns of the files, by the members of the API that say the same; the first that a file has is the one. */
const CODE = ['CODPROV'];
const NAME = ['DESCRIPCION'];
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  descrip: NAME,
  part_number: ['PART NUMBER', 'ORIGINAL_PART_NUMBER'],
  marca: ['MARCA'],
  rubro: ['RUBRO'],
};
const COST = ['COSTO+', 'COSTO'];
const TAX = ['IVA'];
const UNITS: Readonly<Record<string, readonly string[]>> = { cba: ['CBA'], air: ['BS AS'], lug: ['LUG'] };
/** Costs are in dollars, net. */
const DOLLARS = 'DOL';
const CHARACTERISTICS_TEXT = ['CARACTERISTICAS'];
const IMAGES = Array.from({ length: MOST_IMAGES }, (_, at) => [`IMG${at + 1}`]);

/** Air by the two files that its portal has for downloading. A catalogue has price and stock: both speeds read it. */
export function fileFeed(files: Files): Feed {
  const catalogue = async <E>(read: (json: unknown) => E, isWanted = isAny): Promise<E[][]> => {
    const pages: E[][] = [];
    let page: E[] = [];
    for await (const { row, columns } of sheet(files, CATALOGUE, [CODE, COST, ...Object.values(UNITS)])) {
      if (!isWanted(codeOf(textIn(row, columns, CODE)))) continue;
      page.push(read(articleOf(row, columns)));
      if (page.length < ARTICLES_PER_PAGE) continue;
      pages.push(page);
      page = [];
    }
    return page.length === 0 ? pages : [...pages, page];
  };
  return {
    label: phrase('place_of_files'),
    open: () => Promise.resolve({ exchangeRate: undefined }),
    whole: (read) => catalogue(read),
    light: (read) => catalogue(read),
    // What a file lacks may be in the next one: it is downloaded once more.
    some(codes, read) {
      const wanted = new Set<string | undefined>(codes);
      return catalogue(read, (code) => wanted.has(code));
    },
    async details() {
      const byCode = new Map<string, Detail>();
      if (files.has(CHARACTERISTICS)) {
        // Without their columns, texts and images would be taken for gone.
        const needed = [CODE, CHARACTERISTICS_TEXT, ...IMAGES.slice(0, 1)];
        for await (const { row, columns } of sheet(files, CHARACTERISTICS, needed)) {
          const code = codeOf(textIn(row, columns, CODE));
          if (code !== undefined) byCode.set(code, detailOf(row, columns));
        }
      }
      return {
        isWanted({ code }, kept) {
          const detail = byCode.get(code);
          if (detail === undefined) return false;
          return kept?.hash !== fingerprint([detail.content, detail.images]);
        },
        fetch: ({ code }) => Promise.resolve(byCode.get(code) ?? { content: {}, images: [] }),
        isOfOne: (_failure): _failure is never => false,
      };
    },
  };
}

const isAny = (_code: string | undefined): boolean => true;

type Columns = ReadonlyMap<string, number>;

/** The rows of a file below the names of its columns; throws `SourceError` where one of `needed` is not there. */
async function* sheet(
  files: Files,
  name: typeof CATALOGUE | typeof CHARACTERISTICS,
  needed: readonly (readonly string[])[],
): AsyncGenerator<{ row: Row; columns: Columns }, void, undefined> {
  let columns: Columns | undefined;
  for await (const row of files.rows(name)) {
    if (columns !== undefined) {
      yield { row, columns };
      continue;
    }
    columns = new Map(row.cells.map((cell, at) => [plain(cell), at]));
    const known = columns;
    const missing = needed.find((names) => !names.some((each) => known.has(each)));
    if (missing !== undefined) {
      throw new SourceError(phrase('no_column', { file: phrase(name), column: missing.join(', ') }));
    }
  }
}

/** "Descripción " as "DESCRIPCION". */
function plain(heading: string): string {
  return heading.normalize('NFD').replace(/\p{M}/gu, '').trim().replace(/\s+/g, ' ').toUpperCase();
}

/** A row as the API has an article; what is no number stays the text that it is. */
function articleOf(row: Row, columns: Columns): Record<string, unknown> {
  const texts = Object.entries(TEXTS).map(
    ([member, names]) => [member, textIn(row, columns, names)] as const,
  );
  const units = Object.entries(UNITS).map(
    ([member, names]) => [member, { disponible: numberIn(row, columns, names) ?? 0, entrante: 0 }] as const,
  );
  const tax = numberIn(row, columns, TAX);
  return {
    codigo: textIn(row, columns, CODE),
    ...Object.fromEntries(texts.filter(([, text]) => text !== '')),
    ...{ precio: numberIn(row, columns, COST) ?? '', moneda: DOLLARS },
    ...(tax === undefined ? {} : { impuesto_iva: { alicuota: tax } }),
    ...Object.fromEntries(units),
  };
}

function detailOf(row: Row, columns: Columns): Detail {
  const text = textIn(row, columns, CHARACTERISTICS_TEXT);
  const images = IMAGES.map((names) => textIn(row, columns, names));
  return {
    content: text === '' ? {} : { caracteristicas: text },
    images: [...new Set(images.filter((address) => address !== ''))],
  };
}

function textIn({ cells }: Row, columns: Columns, names: readonly string[]): string {
  return (cells[columnOf(columns, names)] ?? '').trim();
}

/** Undefined where there is nothing. */
function numberIn(row: Row, columns: Columns, names: readonly string[]): string | undefined {
  const column = columnOf(columns, names);
  const text = (row.cells[column] ?? '').trim();
  if (text === '') return undefined;
  const cells = row.cells.with(column, text.replace(/\s*%$/, ''));
  const number = decimalAt({ ...row, cells }, column, ',');
  return typeof number === 'string' ? number : text;
}

function columnOf(columns: Columns, names: readonly string[]): number {
  const name = names.find((each) => columns.has(each)) ?? '';
  return columns.get(name) ?? -1;
}
