import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en, SalesText } from './en.ts';

const { number, plural } = formatsIn('es-AR');

export const es: typeof en = {
  no_marketplace: {
    message: 'ningún marketplace está activado: no hay nada que hacer',
    hint: 'poné MELI=on o SHOPIFY=on, con la tienda y su token',
  },
  refused: ({ service, why }) => ({
    message: `no se puede escribir el stock en ${service}: ${why}`,
    hint: undefined,
  }),

  no_broker: {
    message: 'falta RABBITMQ_URL: nadie dice de dónde vienen las ventas de la caja',
    hint: `completala, o ejecutá ${typed('sales-worker --deliver-only')} para los marketplaces solos`,
  },
  only_one: {
    message: '--record-only y --deliver-only juntos no dejan nada que hacer',
    hint: 'poné uno de los dos, o ninguno para que un proceso haga todo',
  },

  // Why a message is no sale that can be recorded
  sale_no_json: 'no es JSON',
  sale_lacks: ({ member }) => `le falta ${member}, o no es ni un texto ni una lista`,
  sale_without_items: 'no tiene productos',
  sale_too_long: ({ lines, most }) => `tiene ${number(lines)} renglones; se aceptan hasta ${number(most)}`,
  sale_too_large: ({ bytes, most }) => `tiene ${number(bytes)} bytes; se aceptan hasta ${number(most)}`,
  sale_too_deep: 'tiene listas dentro de listas, demasiado profundas para leerlas',
  sale_of_unknown_store: ({ store }) => `es de la tienda ${store}, que SALES_STORES no nombra`,
  sale_id_too_large: 'su id es un número con más cifras de las que JSON conserva: mandalo como texto',
  member_too_large: ({ member }) =>
    `su ${member} es un número con más cifras de las que JSON conserva: mandalo como texto`,
  line_without_sku: ({ line }) => `el renglón ${line} no tiene producto_sku, o es demasiado largo`,
  line_without_units: ({ line, sku, given }) =>
    `el renglón ${line} (${sku}): cantidad tiene que ser un número entero mayor que 0${given === '' ? ', y falta' : `, y es ${given}`}`,
  other_sale: 'ya llegó otra venta con el mismo id y otro contenido',
  tried_too_often: ({ tries }) => `se intentó sola ${plural(tries, 'vez', 'veces')} sin éxito`,
  given_up_by_broker: ({ why }) =>
    why === 'expired'
      ? 'venció en la cola: que la caja publique sin expiration, y que ninguna política ponga message-ttl'
      : `el mismo RabbitMQ la sacó de la cola: ${why}`,

  // What was being done
  read_sales: 'leer las ventas',
  write_sales: 'registrar las ventas',
  sold_meanwhile: 'en ese mismo momento se registró otra venta con el mismo id',

  // What a variable must be
  stores: 'tiendas con sus depósitos, como 3f2a=centro,9b1c=norte',

  // What the log says
  recorded: ({ recorded, known }) =>
    `${plural(recorded, 'venta registrada', 'ventas registradas')}${known === 0 ? '' : `, ${plural(known, 'ya conocida', 'ya conocidas')}`}`,
  dead_lettered: ({ reason }) => `se apartó una venta: ${reason}`,
  nameless:
    'la caja manda ventas sin id: dos iguales cuentan una vez, como una que llegó dos veces; que mande messageId, o sale_id',
  sales_unmapped: ({ count }) =>
    `${plural(count, 'renglón', 'renglones')} de ventas sin producto conocido: mirá ${typed('movements --unmapped')}`,
  started: ({ channels, sales }) =>
    `en marcha: ${[...(sales ? ['las ventas de la caja'] : []), ...channels].join(', ')}`,
  ended: 'terminó: no queda nada en curso',
  ordered: ({ lines, cancelled }) =>
    `pedidos: ${plural(lines, 'renglón nuevo', 'renglones nuevos')}${cancelled === 0 ? '' : `, ${plural(cancelled, 'cancelado', 'cancelados')}`}`,
  unmapped: ({ count }) =>
    `${plural(count, 'renglón', 'renglones')} de pedidos sin producto conocido: mirá ${typed('movements --unmapped')}`,
  delivered: ({ count }) =>
    `${plural(count, 'publicación muestra', 'publicaciones muestran')} el stock que hay`,
  dead: ({ count }) =>
    `${plural(count, 'publicación quedó rechazada', 'publicaciones quedaron rechazadas')}: mirá ${typed('dead list')}`,

  // What a worker is not ready for
  not_taking: 'no se están tomando ventas de su cola',
  not_connected: 'todavía no tiene conexión con la base',
  no_answer: ({ seconds }) => `no responde en ${plural(seconds, 'segundo', 'segundos')}`,
  stopping: 'el proceso se está deteniendo',

  // The command line
  help_worker: 'registrar las ventas de la caja y mantener los marketplaces al día, hasta que se lo detenga',
  help_record_only: 'solo las ventas de la caja: otros escriben en los marketplaces',
  help_deliver_only: 'sin las ventas de la caja: solo los pedidos y el stock de los marketplaces',
};

export const esText: SalesText = {
  deadSale: ({ id, store, at, reason }) =>
    `venta ${id ?? 'sin id'}${store === null ? '' : ` de la tienda ${store}`}\n  apartada${at === null ? '' : ` el ${at}`}: ${reason}`,
  moreDead: (count) => `y ${plural(count, 'venta más', 'ventas más')}: --limit 0 las muestra`,
  deadNext: `Corregí lo que manda la caja; después ${typed('dead retry --channel sales --all')} registra estas ventas. ${typed('dead drop --channel sales --all')} las olvida: ningún stock baja por ellas.`,
  retried: (count) =>
    `${plural(count, 'venta está', 'ventas están')} otra vez en la cola: las registra ${typed('sales-worker')}.`,
  dropped: (count) =>
    `${plural(count, 'venta quedó olvidada', 'ventas quedaron olvidadas')}: ningún stock baja por ${count === 1 ? 'ella' : 'ellas'}.`,
};
