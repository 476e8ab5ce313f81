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

  // The stock
  close_without_source: {
    message: 'sin un origen no hay movimientos para cerrar: lo que contás es el stock mismo',
    hint: `después de un inventario, anotá lo que hay con ${typed('stock set')}`,
  },
  mapped_meanwhile: 'se supo de qué producto es un movimiento mientras se lo miraba',

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
  read_levels: 'leer el stock de los productos',
  write_levels: 'anotar el stock de los productos',
  read_movements: 'leer los movimientos de stock',
  write_movements: 'anotar los movimientos de stock',
  read_listings: 'ver de qué productos son las publicaciones',
  read_last_reading: 'ver cuándo se leyó el stock por última vez',
  write_readings: 'anotar lo que se leyó del stock',
  record_movements: 'registrar lo que movió el stock',
  cancel_orders: 'deshacer los pedidos cancelados',
  map_late: 'aplicar los movimientos cuyo producto ya se conoce',
  close_movements: 'cerrar movimientos después de un inventario',
  write_counts: 'anotar el stock contado',
};
