import { z } from 'zod';
import { phrase } from '../phrase.ts';
import { STATES } from './answers.ts';

const MOST_PROVEEDOR = 64;
const MOST_SHEET = 64;
const MOST_ENCODING = 32;

const YES = ['true', '1', 'yes', 'si', 'sí'] as const;
const NO = ['false', '0', 'no'] as const;

const flag = (description: string) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum([...YES, ...NO]))
    .default('false')
    .transform((value) => (YES as readonly string[]).includes(value))
    .describe(description);

const proveedorId = z
  .string()
  .trim()
  .min(1)
  .max(MOST_PROVEEDOR)
  .refine((value) => !/[\p{C}\u2028\u2029]/u.test(value), { params: { expects: phrase('plain_text') } })
  .describe('el proveedor de los productos');

/** What an upload may ask for. A misspelt `solo_validar` must not write. */
export const uploadQuery = z.strictObject({
  proveedor_id: proveedorId,
  reemplazar_duplicados: flag('actualizar los productos que ya están, en lugar de rechazarlos'),
  solo_validar: flag('revisar el archivo sin guardar nada'),
  hoja: z
    .string()
    .min(1)
    .max(MOST_SHEET)
    .optional()
    .describe('la hoja de un .xlsx; si falta, la primera visible'),
  encoding: z
    .string()
    .max(MOST_ENCODING)
    .refine(isEncoding, { params: { expects: phrase('known_encoding') } })
    .optional()
    .describe('la codificación de un .csv, como utf-8 o windows-1252; si falta, se detecta'),
  decimal: z
    .enum(['auto', 'coma', 'punto'])
    .default('auto')
    .describe('el separador de decimales; auto lo decide número por número'),
});

/** The same; of whom the products are is of no interest yet. */
export const previewQuery = uploadQuery.partial({ proveedor_id: true });

export const uploadHeaders = z.object({
  'idempotency-key': z
    .string()
    .max(255)
    .refine((value) => /^[\x21-\x7e][\x20-\x7e]*$/.test(value), { params: { expects: phrase('plain_text') } })
    .optional()
    .describe('el mismo valor con el mismo archivo es la misma carga, aunque se mande varias veces'),
});

export const listQuery = z.object({
  status: z.enum(STATES).optional(),
  proveedor_id: proveedorId.optional(),
  sha256: z
    .string()
    .toLowerCase()
    .refine((value) => /^[0-9a-f]{64}$/.test(value), { params: { expects: phrase('hex_digits') } })
    .optional()
    .describe('las cargas de este archivo: para preguntar antes de subirlo'),
  cursor: z.string().max(64).optional().describe('el next_cursor de la página anterior'),
});

function isEncoding(value: string): boolean {
  try {
    return new TextDecoder(value).encoding !== '';
  } catch {
    return false;
  }
}
