import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { plural } = formatsIn('es-AR');

export const es: typeof en = {
  only_delivers: {
    message: 'sales-worker lee los pedidos de los marketplaces y escribe su stock, y hay que pedírselo',
    hint: `ejecutá ${typed('sales-worker --deliver-only')}`,
  },
  no_marketplace: {
    message: 'ningún marketplace está activado: no hay nada que hacer',
    hint: 'poné MELI=on o SHOPIFY=on, con la tienda y su token',
  },
  refused: ({ service, why }) => ({
    message: `no se puede escribir el stock en ${service}: ${why}`,
    hint: undefined,
  }),

  // What the log says
  started: ({ channels }) => `en marcha: ${channels.join(', ')}`,
  ended: 'terminó: no queda nada en curso',
  back: ({ seconds }) => `todo funciona otra vez, después de ${plural(seconds, 'segundo', 'segundos')}`,
  ordered: ({ lines, cancelled }) =>
    `pedidos: ${plural(lines, 'renglón nuevo', 'renglones nuevos')}${cancelled === 0 ? '' : `, ${cancelled} cancelados`}`,
  unmapped: ({ count }) =>
    `${plural(count, 'renglón', 'renglones')} de pedidos sin producto conocido: mirá ${typed('movements --unmapped')}`,
  delivered: ({ count }) =>
    `${plural(count, 'publicación muestra', 'publicaciones muestran')} el stock que hay`,
  dead: ({ count }) =>
    `${plural(count, 'publicación quedó rechazada', 'publicaciones quedaron rechazadas')}: mirá ${typed('dead list')}`,

  // The command line
  help_worker:
    'mantener los marketplaces al día hasta que se lo detenga: sus pedidos, y el stock que ofrecen',
  help_deliver_only: 'sin las ventas de la caja: solo los pedidos y el stock de los marketplaces',
};
