import type { z } from 'zod';
import { printable } from '../../platform/text.ts';
import type { Answers } from '../../server/answer.ts';
import type { Received } from '../intake/receive.ts';
import type { preview } from '../routes/answers.ts';
import { type Column, COLUMNS } from '../rows/columns.ts';
import { sentenceOf } from '../rows/errors.ts';
import type { Headings } from '../rows/header.ts';
import type { Product } from '../rows/product.ts';
import type { Preview } from './preview.ts';

const SHOWN_CHARACTERS = 120;
const NAMES = { ',': 'coma', '.': 'punto' } as const;

type Body = z.input<typeof preview>;

export function previewBody(found: Preview, file: Received, answers: Answers): Body {
  const { headings, rows, marks, numericKeys, problem } = found;
  return {
    filename: file.filename,
    size_bytes: file.sizeBytes,
    formato: found.kind,
    encoding: found.encoding,
    delimiter: found.delimiter,
    hoja: found.sheet,
    hojas: [...found.sheets],
    decimales: [...marks].map((mark) => NAMES[mark]),
    claves_numericas: [...numericKeys],
    columnas: (headings?.matched ?? []).map(({ heading, column }) => ({ titulo: heading, columna: column })),
    columnas_ignoradas: [...(headings?.ignored ?? [])],
    columnas_faltantes: headings === undefined ? [] : absentIn(headings),
    filas: rows.map(({ row, product: { number, product, errors } }) => ({
      fila: number,
      valores: (headings?.matched ?? []).map(({ column }) => {
        const place = headings?.places[COLUMNS.findIndex(({ name }) => name === column)] ?? -1;
        return printable((row.cells[place] ?? '').trim(), SHOWN_CHARACTERS);
      }),
      producto: product === undefined ? null : understood(product),
      error: errors.length === 0 ? null : sentenceOf(errors, answers.inWords),
    })),
    hay_mas: found.hasMore,
    error: problem === null ? null : answers.say(problem),
  };
}

function absentIn({ places }: Headings): Body['columnas_faltantes'] {
  return COLUMNS.filter((_column, index) => places[index] === -1).map((column) => ({
    columna: column.name,
    obligatoria: column.isRequired,
    valor: 'usual' in column ? shown(column, column.usual) : null,
  }));
}

function understood(product: Product): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    COLUMNS.map((column, index) => [column.name, shown(column, product[index] as string | number | null)]),
  );
}

function shown({ kind }: Column, value: string | number | null): string | number | boolean | null {
  if (kind === 'boolean') return value === 1;
  return kind === 'text' && typeof value === 'string' ? printable(value, SHOWN_CHARACTERS) : value;
}
