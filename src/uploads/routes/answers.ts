import { z } from 'zod';

const count = z.number().int();
const time = z.string().describe('ISO 8601, UTC');

export const STATES = ['pending', 'processing', 'cancelling', 'completed', 'failed', 'cancelled'] as const;

export const accepted = z.object({
  message: z.string(),
  task_id: z.string(),
  status: z.literal('pending'),
  status_url: z.string(),
  filename: z.string(),
  proveedor_id: z.string(),
  sha256: z.string(),
  size_bytes: count,
  repetido_de: z
    .object({ task_id: z.string(), created_at: time, status: z.enum(STATES) })
    .optional()
    .describe(
      'la última carga del mismo archivo del mismo proveedor, si hubo, sin contar las de solo_validar',
    ),
});

const result = z.object({
  mensaje: z.string(),
  resumen: z.object({
    total: count,
    exitosos: count,
    rechazados: count,
    duplicados: count,
    productos_creados: count,
    productos_actualizados: count,
    productos_sin_cambios: count,
  }),
  productos_creados: z.array(z.string()).describe('los primeros 1.000'),
  productos_creados_truncado: z.boolean(),
  errores: z.array(z.object({ fila: count, error: z.string() })).describe('los primeros 100'),
  errores_truncado: z.boolean(),
});

/** What is shown of a task in a list. */
export const taskLine = z.object({
  task_id: z.string(),
  status: z.enum(STATES),
  stage: z.enum(['queued', 'reading', 'writing', 'done']),
  filename: z.string(),
  proveedor_id: z.string(),
  sha256: z.string().describe('del archivo'),
  solo_validar: z.boolean(),
  created_at: time,
  updated_at: time,
  completed_at: time.optional(),
  failed_at: time.optional(),
  cancelled_at: time.optional(),
  progress: z.object({
    total: count.nullable().describe('null hasta que se leyó el archivo entero'),
    processed: count,
    successful: count,
    failed: count,
  }),
  error: z.string().nullable(),
  attempts: count,
  next_attempt_at: time.nullable(),
});

export const taskStatus = taskLine.extend({
  result: result.nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  rows_per_second: z.number().nullable(),
  errores_total: count,
  errores_url: z.string().nullable(),
});

export const errorGroups = z.object({
  grupos: z
    .array(
      z.object({
        codigo: z.string(),
        columna: z.string().nullable().describe('null si es la fila entera'),
        error: z.string().describe('con los valores de la primera fila'),
        filas: count,
        ejemplos: z.array(count).describe('las primeras 10 filas'),
      }),
    )
    .describe('los más frecuentes primero, hasta 30'),
  truncado: z.boolean(),
});

const cell = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const preview = z.object({
  filename: z.string(),
  size_bytes: count,
  formato: z.enum(['xlsx', 'csv']).nullable(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  hoja: z.string().nullable(),
  hojas: z.array(z.string()).describe('las visibles'),
  decimales: z
    .array(z.enum(['coma', 'punto']))
    .describe('lo que separa decimales en los textos de estas filas; las celdas numéricas no lo necesitan'),
  claves_numericas: z
    .array(z.string())
    .describe('id, codigo o ambas, si en la planilla son números: los ceros de adelante se perdieron'),
  columnas: z.array(z.object({ titulo: z.string(), columna: z.string() })),
  columnas_ignoradas: z.array(z.string()),
  columnas_faltantes: z.array(
    z.object({ columna: z.string(), obligatoria: z.boolean(), valor: cell.describe('lo que se toma') }),
  ),
  filas: z
    .array(
      z.object({
        fila: count,
        valores: z.array(z.string()).describe('como están en la planilla, en el orden de columnas'),
        producto: z.record(z.string(), cell).nullable().describe('como se entienden'),
        error: z.string().nullable(),
      }),
    )
    .describe('las primeras 50'),
  hay_mas: z.boolean(),
  error: z.string().nullable().describe('con qué fallaría la carga'),
});

export const taskList = z.object({ tasks: z.array(taskLine), next_cursor: z.string().nullable() });

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: count,
    detail: z.string(),
    code: z.string().describe('lo que un programa puede comparar: no cambia con el idioma'),
  })
  .describe('RFC 9457');
