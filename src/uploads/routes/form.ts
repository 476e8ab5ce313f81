import type { z } from 'zod';
import type { Asked } from '../task.ts';
import type { uploadQuery } from './questions.ts';

const MARKS = { auto: 'auto', coma: ',', punto: '.' } as const;

/** As the OpenAPI document has it. */
export const FORM = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
};

export function askedIn(query: Omit<z.output<typeof uploadQuery>, 'proveedor_id'>): Asked {
  return {
    replaces: query.reemplazar_duplicados,
    dryRun: query.solo_validar,
    sheet: query.hoja ?? null,
    encoding: query.encoding ?? null,
    decimal: MARKS[query.decimal],
  };
}
