import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { ChannelText, en } from './en.ts';

const { number, plural } = formatsIn('es-AR');

const stillPending = (count: number): string =>
  `${count === 1 ? 'queda' : 'quedan'} ${plural(count, 'cambio', 'cambios')} sin enviar`;

const listingsTodo = ({ pulled, mapped, dead }: Record<'pulled' | 'mapped' | 'dead', number>): string => {
  if (pulled === 0) return `; solo se conocen las que alguien compró: ejecutá ${typed('listings pull')}`;
  if (mapped === 0) return `; ${typed('listings unmapped')} dice por qué, y qué hacer`;
  return dead === 0 ? '' : `: ${typed('dead list')} dice cuáles y por qué`;
};

export const es: typeof en = {
  still_pending: ({ count, why }) => ({
    message: `${stillPending(count)}: ${why}`,
    hint: `${count === 1 ? 'lo' : 'los'} envía la próxima sincronización, o ${typed('notify')}`,
  }),
  not_sent: ({ count }) => ({
    message: `${stillPending(count)}: el envío se desactivó con --no-notify`,
    hint: `ejecutá ${typed('notify')}`,
  }),
  secret_refused: ({ service, count, hint }) => ({
    message: `${service} rechaza el secreto; ${stillPending(count)}`,
    hint,
  }),
  listings_pending: ({ service, count, why }) => ({
    message: `${plural(count, 'publicación espera', 'publicaciones esperan')} en ${service}: ${why}`,
    hint: `la próxima sincronización, o ${typed('notify')}, prueba de nuevo`,
  }),
  listings_denied: ({ service, count, why }) => ({
    message: `${service} no deja escribir, y ${plural(count, 'publicación espera', 'publicaciones esperan')}: ${why}`,
    hint: undefined,
  }),
  is_paused: ({ service, since }) =>
    `${service} está en pausa desde el ${since} UTC: lo que falta enviar queda guardado hasta que se reanude, mirá ${typed('channels list')}`,
  budget_used: 'se agotó NOTIFY_BUDGET_MS',
  asked_to_wait: 'quien los recibe pidió a todos que esperen más',
  all_refused: 'quien los recibe los rechazó',
  orders_unread: ({ service, why }) => ({
    message: `no se pueden leer los pedidos de ${service}: ${why}`,
    hint: undefined,
  }),
  orders_left_out: ({ service, why }) =>
    `los pedidos de ${service} no se leen, y quedan a cargo del sistema de origen: ${why}`,
  none_there: ({ count }) => ({
    message: `de ${count} publicaciones no está ninguna`,
    hint: `verificá que sea la tienda correcta; si lo es, ${typed('listings pull')} anota que ya no están`,
  }),
  listing_gone: 'ya no está ahí; si la borraste a propósito, no hay nada que hacer',
  listing_untracked:
    'ahí sus unidades no las cuenta el negocio, y no recibe stock; en Shopify activale el seguimiento de la cantidad',
  channel_locations: ({ known }) =>
    `una lista de canal=lugar, como \`shopify=centro+deposito\`: varios lugares van con un signo más entre ellos; los canales son ${known.join(', ')}`,
  locations_beside_source: {
    message:
      'CHANNEL_LOCATIONS es para una tienda sin sistema de origen: lo que dice el origen es de un solo lugar',
    hint: 'sacá CHANNEL_LOCATIONS, o poné SOURCE=none',
  },
  sku_is_code: ({ source, field }) => ({
    message: `SKU_FIELD es ${field}, pero con SOURCE=${source} el SKU de un producto es siempre el código que le da el sistema de origen`,
    hint: 'sacá SKU_FIELD',
  }),
  file_unread: ({ file, why, columns }) => ({
    message: `no se puede leer ${file}: ${why}`,
    hint: `poné un archivo CSV con las columnas ${columns.join(',')}`,
  }),
  file_head: ({ file, missing, columns }) => ({
    message: `en la primera línea de ${file} falta ${missing.join(' y ')}`,
    hint: `es la que nombra las columnas: ${columns.join(',')}`,
  }),
  file_empty: ({ file, columns }) => ({
    message: `${file} no tiene filas`,
    hint: `poné las columnas ${columns.join(',')} en la primera línea, y una línea por fila`,
  }),

  // What was being done
  read_outbox: 'leer los cambios por enviar',
  write_outbox: 'anotar los cambios por enviar',
  remove_delivered: 'quitar los cambios ya enviados',
  claim: 'tomar los cambios por enviar',
  release: 'soltar los cambios por enviar',
  read_listings: 'contar las publicaciones',
  read_channel: 'ver si el canal está en pausa',
  note_shown: 'anotar qué muestran las publicaciones',
  see_due: 'ver qué hay que hacer',
  take_orders: 'ver si alguien está leyendo los pedidos',
  note_orders: 'anotar hasta dónde se leyeron los pedidos',
  find_listings: 'buscar las publicaciones pedidas',
  add_listings: 'agregar las publicaciones pedidas',
  note_failure: 'anotar por qué no se puede enviar',
  note_wait: 'anotar cuánto pidió esperar quien los recibe',
  needs_database: 'lo que hace falta está en la base de datos, a la que primero hay que llegar',
  take_turn: 'tomar un turno entre los pedidos',
  slow_down: 'hacer más lentos los pedidos',
  read_token: 'leer el token',
  keep_token: 'guardar el token',
  pause: 'poner el canal en pausa',
  resume: 'sacar el canal de la pausa',
  note_tried: 'anotar qué cambios se intentó enviar',
  count_refused: 'contar los cambios rechazados',
  give_up: 'abandonar los cambios rechazados demasiadas veces',
  revive: 'volver a poner por enviar los cambios rechazados',
  read_dead: 'leer qué se rechazó',
  drop: 'olvidar lo que se rechazó',
  count_pending: 'contar los cambios sin enviar',
  see_published: 'ver qué productos están publicados',

  // The doctor
  check_answer: ({ service }) => `${service}: respuesta`,
  answers_in: ({ ms }) => `en ${number(ms)} ms`,
  check_listings: ({ service }) => `${service}: publicaciones`,
  none_pulled: `no se trajo ninguna publicación: ejecutá ${typed('listings pull')}`,
  listings_known: (n) =>
    `${plural(n.listings, 'publicación', 'publicaciones')}, ${number(n.mapped)} con producto; ${number(n.pending)} sin enviar, ${number(n.dead)} rechazadas${listingsTodo(n)}`,
  channel_off: ({ service, variable }) => ({
    message: `${service} está desactivado`,
    hint: `poné ${variable}=on`,
  }),

  // The command line
  help_test:
    'probar un canal sin enviarle ningún cambio: si deja entrar a este programa, y cuánto tarda en responder',
  help_list: 'mostrar los canales: si alguno está en pausa y qué falta enviarle',
  help_pause: 'no enviar nada a un canal; lo que falta enviar se conserva',
  help_resume: 'volver a enviar a un canal',
  help_channel: 'su nombre, como lo muestra `channels list`',
  help_dead: 'mostrar lo rechazado: qué producto, publicación, venta o carga, por qué y desde cuándo',
  help_dead_limit: 'cuántos se muestran; 0 son todos',
  help_retry: 'volver a poner por enviar lo rechazado',
  help_drop: 'olvidar lo rechazado: al canal no se le avisa de ese cambio',
  help_dead_product:
    'su número o su código, como está en la lista, con todas sus publicaciones, o el id de una carga; se admiten varios',
  help_dead_all: 'todo lo rechazado',
  help_of_channel: 'solo de este canal',
  products_or_all: 'Indicá productos, o --all.',
  sales_by_all: 'De las ventas van todas: poné --all.',
  uploads_by_task: 'Las cargas se nombran por el id de su tarea, con --channel uploads.',
  not_dead: ({ products }) => ({
    message: `${products.length === 1 ? 'no está rechazado' : 'no están rechazados'}: ${products.join(', ')}; no se cambió nada`,
    hint: `${typed('dead list')} muestra cuáles lo están`,
  }),
  channel_expected: ({ names }) => `Tiene que ser uno de estos: ${names.join(', ')}.`,
};

export const esText: ChannelText = {
  number,
  headings: { channel: 'canal', state: 'estado', pending: 'sin enviar', since: 'desde', dead: 'rechazados' },
  marketplace: (channel, { mapped, unmapped }, ordersAt) =>
    `${channel}: ${plural(mapped, 'publicación', 'publicaciones')} con producto, ${number(unmapped)} sin; ${ordersAt === null ? 'sus pedidos no se leyeron nunca' : `sus pedidos se leyeron el ${ordersAt}`}.`,
  seeUnmapped: `${typed('listings unmapped')} muestra qué publicaciones no tienen un producto conocido.`,
  states: {
    sends: (waitMs) =>
      waitMs === 0 ? 'envía' : `espera ${number(Math.ceil(waitMs / 1000))} s, como pidió quien recibe`,
    late: 'atrasado',
    off: 'apagado',
    paused: (since) => `en pausa desde el ${since}`,
  },
  seeDead: `${typed('dead list')} muestra qué se rechazó y por qué.`,
  noneDead: 'No hay nada rechazado.',
  deadProduct: ({ name, channel, listing, tries, at, since, reason }) =>
    `${name ?? 'sin producto'}\n  ${channel} ${listing === null ? 'lo rechazó' : `rechazó la publicación ${listing}`} ${plural(tries, 'vez', 'veces')}; sin enviar desde el ${since}, no se reintenta desde el ${at}${reason === null ? '.' : `:\n  ${reason}`}`,
  moreDead: (count) => `y ${number(count)} más: --limit 0 los muestra`,
  deadNext: (product) =>
    product === null
      ? `Corregí la publicación; después ${typed('dead retry --all')} envía todo otra vez. ${typed('dead drop --all')} olvida todo: al canal no se le avisa de esos cambios.`
      : `Corregí el producto o su publicación; después ${typed(`dead retry ${product}`)} lo envía otra vez, y ${typed('dead retry --all')} envía todos. ${typed(`dead drop ${product}`)} lo olvida: al canal no se le avisa de ese cambio.`,
  retried: (count) =>
    count === 0
      ? 'No hay nada rechazado.'
      : `${plural(count, 'cambio vuelve', 'cambios vuelven')} a estar por enviar. La próxima sincronización, o ${typed('notify')}, envía cómo está el producto ahora.`,
  dropped: (count) =>
    count === 0
      ? 'No hay nada rechazado.'
      : `${plural(count, 'cambio olvidado', 'cambios olvidados')}: al canal no se le avisa de ${count === 1 ? 'ese cambio' : 'esos cambios'}, y puede seguir ofreciendo un precio o un stock viejo hasta que el producto vuelva a cambiar.`,
  paused: (channel) =>
    `${channel} está en pausa: no se le envía nada y lo que falta enviar se conserva. Con ${typed(`channels resume ${channel}`)} se sigue enviando.`,
  resumed: (channel) =>
    `${channel} vuelve a recibir. Lo que falta lo envía la próxima sincronización, o ${typed('notify')}.`,
  zone: (zone) => `Hora de ${zone}.`,
};
