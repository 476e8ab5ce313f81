import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { plural } = formatsIn('es-AR');

const stillPending = (count: number): string =>
  `${count === 1 ? 'queda' : 'quedan'} ${plural(count, 'cambio', 'cambios')} sin enviar`;

export const es: typeof en = {
  still_pending: ({ count, why }) => ({
    message: `${stillPending(count)}: ${why}`,
    hint: `los envía la próxima sincronización, o ${typed('notify')}`,
  }),
  not_sent: ({ count }) => ({
    message: `${stillPending(count)}: el envío se desactivó con --no-notify`,
    hint: `ejecutá ${typed('notify')}`,
  }),
  secret_refused: ({ service, count, hint }) => ({
    message: `${service} rechaza el secreto; ${stillPending(count)}`,
    hint,
  }),
  budget_used: 'se agotó NOTIFY_BUDGET_MS',
  all_refused: 'quien los recibe los rechazó',

  // What was being done
  read_outbox: 'leer los cambios por enviar',
  write_outbox: 'anotar los cambios por enviar',
  remove_delivered: 'quitar los cambios ya enviados',
  note_tried: 'anotar qué cambios se intentó enviar',
  count_refused: 'contar los cambios rechazados',
  give_up: 'abandonar los cambios rechazados demasiadas veces',
  revive: 'volver a poner por enviar los cambios rechazados',
  count_pending: 'contar los cambios sin enviar',
  see_published: 'ver qué productos están publicados',
};
