import type { z } from 'zod';
import type { Answers } from '../../server/answer.ts';
import { phrase } from '../phrase.ts';
import { type RowErrors } from '../row-errors.ts';
import { sentenceOf } from '../rows/errors.ts';
import type { Accepted } from '../intake/accept.ts';
import type { Task } from '../task.ts';
import type { accepted, taskLine, taskStatus } from './answers.ts';

export const BASE = '/api/v1/catalog';

export const statusUrl = (id: string): string => `${BASE}/bulk-upload/status/${id}`;

export function acceptedBody({ task, sameFile }: Accepted, answers: Answers): z.input<typeof accepted> {
  return {
    message: answers.say(phrase('queued')),
    task_id: task.id,
    status: 'pending',
    status_url: statusUrl(task.id),
    filename: task.filename,
    proveedor_id: task.proveedorId,
    sha256: task.file.sha256,
    size_bytes: task.file.sizeBytes,
    ...(sameFile === undefined ? {} : { repetido_de: repeatedBy(sameFile) }),
  };
}

function repeatedBy({ id, createdAt, state }: NonNullable<Accepted['sameFile']>) {
  return { task_id: id, created_at: createdAt.toISOString(), status: state };
}

export function lineOf(task: Task, answers: Answers): z.input<typeof taskLine> {
  const { created, updated, unchanged, failed, endedAt } = task;
  const successful = created + updated + unchanged;
  return {
    task_id: task.id,
    status: task.state,
    stage: task.stage,
    filename: task.filename,
    proveedor_id: task.proveedorId,
    sha256: task.file.sha256,
    solo_validar: task.asked.dryRun,
    created_at: task.createdAt.toISOString(),
    updated_at: task.updatedAt.toISOString(),
    ...(endedAt === null ? {} : { [`${task.state}_at`]: endedAt.toISOString() }),
    progress: { total: task.total, processed: successful + failed, successful, failed },
    error: task.error === null ? null : answers.say(task.error),
    attempts: task.attempts,
    next_attempt_at: task.nextAttemptAt?.toISOString() ?? null,
  };
}

export function statusBody(task: Task, errors: RowErrors, answers: Answers): z.input<typeof taskStatus> {
  const line = lineOf(task, answers);
  const { startedAt, endedAt, updatedAt } = task;
  const seconds = startedAt === null ? 0 : ((endedAt ?? updatedAt).getTime() - startedAt.getTime()) / 1000;
  return {
    ...line,
    result: task.state === 'completed' || task.state === 'cancelled' ? resultOf(task, errors, answers) : null,
    encoding: task.foundEncoding,
    delimiter: task.foundDelimiter,
    rows_per_second: seconds > 0 ? Math.round((line.progress.processed / seconds) * 10) / 10 : null,
    errores_total: task.failed,
    errores_url: endedAt !== null && task.failed > 0 ? `${BASE}/bulk-upload/${task.id}/errors` : null,
  };
}

function resultOf(task: Task, { first, truncated }: RowErrors, answers: Answers) {
  const { created, updated, unchanged, failed, duplicates, total, asked } = task;
  const done = asked.dryRun ? phrase('validated') : phrase('completed');
  return {
    mensaje: answers.say(task.state === 'cancelled' ? phrase('cancelled') : done),
    resumen: {
      total: total ?? created + updated + unchanged + failed,
      exitosos: created + updated + unchanged,
      rechazados: failed,
      duplicados: duplicates,
      productos_creados: created,
      productos_actualizados: updated,
      productos_sin_cambios: unchanged,
    },
    productos_creados: [...(task.result?.created ?? [])],
    productos_creados_truncado: task.result?.truncated ?? false,
    errores: first.map(({ row, errors }) => ({ fila: row, error: sentenceOf(errors, answers.inWords) })),
    errores_truncado: truncated,
  };
}
