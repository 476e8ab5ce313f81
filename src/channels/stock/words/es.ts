import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';
import type { en, StockText } from './en.ts';

const { number, plural } = formatsIn('es-AR');

export const es: typeof en = {
  // What is refused
  close_without_source: {
    message: 'con SOURCE=none no se cierra ningún movimiento: el stock es lo que alguien cuenta',
    hint: `después de un inventario, ejecutá ${typed('stock set')}`,
  },
  source_counts: ({ source }) => ({
    message: `el stock viene de SOURCE=${source}, que pisaría lo que cuentes acá`,
    hint: 'corregilo en el origen, y lo trae la próxima sincronización; acá se cuenta solo con SOURCE=none',
  }),
  time_to_come: {
    message: '--before es un momento que todavía no llegó',
    hint: 'poné el momento del inventario',
  },
  sku_and_unmapped: '--sku es de un producto y --unmapped de lo que no tiene ninguno: poné uno de los dos',
  count_usage: ({ what }) => ({
    message: `stock ${what} lleva un SKU y una cantidad, o solo --file`,
    hint: `ejecutá ${typed(`stock ${what} --help`)}`,
  }),
  count_wrong: ({ why }) => ({
    message: `no se anotó nada: ${why}`,
    hint: undefined,
  }),
  row_wrong: ({ line, why }) => ({
    message: `no se anotó nada: línea ${line}: ${why}`,
    hint: 'corregí la línea y ejecutalo de nuevo con el archivo entero',
  }),
  sku_absent: 'falta el SKU',
  sku_unknown: ({ sku }) => ({
    message: `ningún producto tiene el SKU ${sku}, ni hay movimientos con él`,
    hint: `fijate en las letras y las mayúsculas; ${typed('movements --unmapped')} muestra lo que se vendió sin producto`,
  }),
  sku_of_two: ({ sku }) => ({
    message: `dos productos tienen el SKU ${sku}, así que no vale para ninguno`,
    hint: 'poné otro SKU a uno de los dos',
  }),
  not_counted: ({ sku }) => ({
    message: `nadie contó ${sku} todavía, así que no se le puede sumar nada`,
    hint: `ejecutá ${typed('stock set')} con lo que hay`,
  }),
  row_repeated: ({ sku, line }) => `la línea ${line} ya tiene ${sku}`,
  quantity_wrong: ({ quantity, least, most }) =>
    `"${quantity}" no es un número entero de ${number(least)} a ${number(most)}`,
  units_expected: ({ least, most }) =>
    `Tiene que ser un número entero de ${number(least)} a ${number(most)}.`,
  time_expected: 'Tiene que ser un momento como 2026-11-29T18:30, en la hora de esta máquina.',
  mapped_meanwhile: 'se supo de qué producto es un movimiento mientras se lo miraba',
  changed_meanwhile: 'un renglón de un pedido cambió mientras se lo miraba',

  // The command line
  help_stock: 'lista los productos que tienen algo retenido, además de lo último leído o contado',
  help_set: 'sin origen: de un SKU hay tantas unidades',
  help_add: 'sin origen: de un SKU entraron tantas unidades',
  help_sku: 'SKU del producto',
  help_set_quantity: 'cuántas unidades hay',
  help_add_quantity: 'cuántas unidades entraron',
  help_location: 'dónde están, en un comercio con varias ubicaciones',
  help_file: 'un archivo CSV con las columnas sku,location,quantity; todas sus filas o ninguna',
  help_movements: 'lista lo que movió el stock: ventas, devoluciones, pedidos, conteos',
  help_story: 'la historia de un producto entre sincronizaciones, ventas y canales',
  help_unmapped: 'solo lo que se vendió con un SKU que no tiene ningún producto',
  help_limit: 'cuántos se listan; 0 es todos',
  help_close: 'después de un inventario, cierra los movimientos de los que el origen nunca se entera',
  help_before: 'el momento del inventario, como 2026-11-29T18:30',

  // What was being done
  read_levels: 'leer el stock de los productos',
  write_levels: 'anotar el stock de los productos',
  read_movements: 'leer los movimientos de stock',
  write_movements: 'anotar los movimientos de stock',
  read_listings: 'ver de qué productos son las publicaciones',
  mark_listings: 'anotar qué publicaciones cambiaron',
  read_last_reading: 'ver cuándo se leyó el stock por última vez',
  write_readings: 'anotar lo que se leyó del stock',
  record_movements: 'registrar lo que movió el stock',
  cancel_orders: 'deshacer los pedidos cancelados',
  map_late: 'aplicar los movimientos cuyo producto ya se conoce',
  close_movements: 'cerrar movimientos después de un inventario',
  write_counts: 'anotar el stock contado',
};

const movements = (count: number): string => plural(count, 'movimiento', 'movimientos');
const products = (count: number): string => plural(count, 'producto', 'productos');

const signed = (quantity: number): string =>
  quantity > 0 ? `+${number(quantity)}` : number(quantity).replace('-', '−');

export const esText: StockText = {
  number,
  signed,
  headings: {
    ...{
      when: 'cuándo',
      what: 'qué',
      quantity: 'cantidad',
      sku: 'SKU',
      product: 'producto',
      location: 'ubicación',
    },
    ...{ state: 'estado', base: 'leído', held: 'retenido', level: 'hay', read: 'desde', channel: 'canal' },
    ...{ listing: 'publicación', units: 'unidades', shown: 'muestra', sent: 'enviado' },
  },
  kinds: {
    sale: 'venta',
    return: 'devolución',
    order: 'pedido',
    count: 'conteo',
    orderOf: (order, channel) => `pedido ${order} en ${channel}`,
  },
  states: {
    held: 'retenido',
    unmapped: 'sin producto',
    reading: (runId) => `leído por ${runId}`,
    in_source: 'viene del origen',
    cancelled: 'cancelado',
    closed: 'cerrado por un inventario',
    counted: 'contado',
    pending: 'sin enviar',
    paused: 'pausada ahí por el vendedor',
    dead: 'rechazado',
    run: (runId) => `sincronización ${runId}`,
  },
  story: {
    of: (sku, id, name) =>
      `${sku} es ${id === null ? (name ?? 'un producto') : `el producto ${id}${name === null ? '' : `, ${name}`}`}.`,
    unmapped: (sku) => `Ningún producto tiene el SKU ${sku}: lo que se vendió con él espera uno.`,
    level: (level) => {
      const at = level.location === '' ? '' : ` en ${level.location}`;
      if (level.base === null || level.level === null)
        return `No se sabe cuántos hay${at}; retenido: ${signed(level.held)}.`;
      const read = level.read_at === null ? '' : ` (${level.read_at})`;
      return `Hay ${number(level.level)}${at}: ${number(level.base)} según la última lectura o conteo${read}, y ${signed(level.held)} que todavía no figuran ahí.`;
    },
    noLevel: 'Todavía no tiene nivel de stock: lo tiene con su primera publicación, venta o cambio.',
    noEvents: 'Nada movió su stock todavía, hasta donde se guarda.',
    read: 'leído en el origen',
  },
  counted: {
    set: (count) => `Quedó anotado el stock de ${products(count)}.`,
    add: (count) => `Se sumó el stock de ${products(count)}.`,
  },
  closed: ({ closed, waiting }) => {
    const said = closed === 0 ? 'No se cerró nada.' : `Se cerraron ${movements(closed)}.`;
    if (waiting === 0) return said;
    return `${said} Quedan retenidos ${movements(waiting)} de productos que no se leyeron desde el inventario: ejecutá ${typed('sync')} y después esto de nuevo.`;
  },
  nothingHeld: `No hay nada retenido: se ofrece lo último leído o contado. ${typed('movements')} lista lo que movió el stock.`,
  nothingRecorded:
    'No hay ningún movimiento. Las ventas, devoluciones y pedidos se registran cuando activás un marketplace, por ejemplo con SHOPIFY=on.',
  unmapped: {
    nothing: 'No se vendió nada con un SKU que no tenga ningún producto.',
    hint: 'Poné ese SKU al producto en el origen, o asigná su publicación: lo vendido se aplica entonces, una sola vez.',
  },
  more: (count) => `y ${number(count)} más: --limit 0 los muestra`,
  zone: (zone) => `Hora de ${zone}.`,
};
