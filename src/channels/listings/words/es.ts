import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';
import type { Reason } from '../results.ts';
import type { en, ListingsText } from './en.ts';

const { number, plural } = formatsIn('es-AR');

export const es: typeof en = {
  // What is refused
  no_marketplace: ({ channel }) => ({
    message: channel === undefined ? 'no hay ningún marketplace activado' : `${channel} no está activado`,
    hint: `poné MELI=on o SHOPIFY=on; ${typed('doctor')} dice qué más hace falta`,
  }),
  none_shown: ({ service, known }) => ({
    message: `${service} no muestra ninguna publicación, aunque se conocen ${number(known)}: no se dio de baja ninguna`,
    hint: 'fijate que la dirección y el token sean los de la tienda, y ejecutalo de nuevo',
  }),
  gone_unread: ({ service, why }) => ({
    message: `no se pudo preguntar por lo que falta en la lista de ${service}: ${why}`,
    hint: 'no se dio de baja nada: ejecutalo de nuevo',
  }),
  row_wrong: ({ line, why }) => ({
    message: `no se vinculó nada: línea ${line}: ${why}`,
    hint: 'corregí la línea y ejecutalo de nuevo con el archivo entero',
  }),
  rows_wrong: ({ count }) => ({
    message: `no se vinculó nada: hay ${number(count)} líneas mal`,
    hint: 'corregilas y ejecutalo de nuevo con el archivo entero',
  }),
  line_wrong: ({ line, why }) => `línea ${line}: ${why}`,
  channel_unknown: ({ channel, channels }) =>
    `"${channel}" no es un marketplace activado; tiene que ser uno de: ${channels.join(', ')}`,
  remote_id_absent: 'falta remote_id',
  listing_unknown: ({ channel, listing }) =>
    `${channel} no tiene la publicación ${listing}, según la última lectura; fijate los números con ${typed('listings unmapped --json')}, o ejecutá ${typed('listings pull')} si es nueva`,
  units_wrong: ({ units, most }) => `"${units}" no es un número entero de 0 a ${number(most)}`,
  item_or_sku: 'poné item_id o sku, y solo uno de los dos',
  item_unknown: ({ item }) => `no existe el producto ${item}`,
  sku_unknown: ({ sku }) => `ningún producto tiene el SKU ${sku}; poné su item_id`,
  sku_of_two: ({ sku }) => `dos productos tienen el SKU ${sku}; poné el item_id de uno`,
  row_repeated: ({ line }) => `la línea ${line} ya tiene esta publicación con este producto`,
  given_back_beside: ({ line }) =>
    `la línea ${line} también es de esta publicación: una fila sin producto ni unidades la devuelve a su SKU, y va sola`,
  changed_meanwhile: 'una publicación cambió mientras se la vinculaba',

  // The command line
  help_unmapped: 'lista las publicaciones cuyo stock nadie puede decir, cada una con el motivo y qué hacer',
  help_pull: 'lee todas las publicaciones de los marketplaces y busca el producto de cada una por su SKU',
  help_map: 'vincula publicaciones con productos a mano, y arma kits',
  help_file:
    'un archivo CSV con las columnas channel,remote_id,remote_variant,item_id,units, o sku en lugar de item_id; todas sus filas o ninguna',
  help_channel: 'solo de este marketplace',
  help_limit: 'cuántas se listan; 0 es todas',

  // What was being done
  read_listings: 'leer las publicaciones',
  write_listings: 'anotar las publicaciones',
  wait_for_pull: 'esperar a que nadie más esté leyendo las publicaciones',
  note_gone: 'anotar qué publicaciones ya no están',
  read_skus: 'leer los SKU de los productos',
  write_skus: 'anotar los SKU de los productos',
  make_items: 'crear productos con los SKU de las publicaciones',
  read_mapping: 'ver de qué productos son las publicaciones',
  map_by_sku: 'vincular publicaciones por su SKU',
  map_by_hand: 'vincular publicaciones a mano',
  read_published: 'leer PUBLISHED_ITEMS_TABLE',
  read_unmapped: 'ver qué publicaciones no tienen producto',
  read_seen: 'ver qué muestran las publicaciones cuyo stock no se conoce',
  note_seen: 'anotar qué muestran las publicaciones cuyo stock no se conoce',
};

const listings = (count: number): string => plural(count, 'publicación', 'publicaciones');
const applied = (count: number): string =>
  count === 0
    ? ''
    : ` Se ${count === 1 ? 'aplicó' : 'aplicaron'} ${plural(count, 'movimiento', 'movimientos')} de antes.`;

const short: Record<Reason, string> = {
  no_sku: 'sin SKU',
  sku_of_two: 'con un SKU de varios productos',
  no_product: 'con un SKU que no tiene ningún producto',
  by_hand: 'desvinculadas a mano',
  not_pulled: 'pedidas antes de leerlas',
  not_mapped: 'con un producto que llegó después de la última lectura',
  no_level: 'con un stock que nadie conoce',
};

const sentNext = ` Su stock lo envía el worker, la próxima sincronización o ${typed('notify')}.`;

export const esText: ListingsText = {
  headings: { channel: 'canal', listing: 'publicación', title: 'título', sku: 'SKU', reason: 'motivo' },
  pulled: ({ channel, read, new: fresh, changed, gone }) =>
    `${channel}: ${listings(read)} ${read === 1 ? 'leída' : 'leídas'}: ${plural(fresh, 'nueva', 'nuevas')}, ${plural(changed, 'cambió', 'cambiaron')}, ${number(gone)} ya no ${gone === 1 ? 'está' : 'están'}.`,
  mapped: ({ mapped, unmapped, applied: count }) => {
    const lost = unmapped === 0 ? '' : ` ${listings(unmapped)}: sin producto, al cambiar su SKU.`;
    const found =
      mapped === 0
        ? 'Ninguna publicación tiene otro producto que antes.'
        : `Se encontró el producto de ${listings(mapped)} por el SKU.`;
    return `${found}${lost}${applied(count)}${mapped === 0 ? '' : sentNext}`;
  },
  withoutProduct: (counts) => {
    const each = Object.entries(counts).map(([reason, n]) => `${number(n)} ${short[reason as Reason]}`);
    if (each.length === 0) return 'Todas las publicaciones tienen su producto.';
    return `No se les envía stock: ${each.join(', ')}. ${typed('listings unmapped')} las nombra y dice qué hacer.`;
  },
  reasons: {
    no_sku: () => 'no tiene SKU',
    sku_of_two: (ids) => `los productos ${ids.join(', ')} tienen este SKU`,
    no_product: () => 'ningún producto tiene este SKU',
    by_hand: () => 'desvinculada a mano',
    not_pulled: () => 'pedida antes de leerla',
    not_mapped: () => 'su producto llegó después de la última lectura',
    no_level: (ids) => `no se conoce el stock del producto ${ids.join(', ')}`,
  },
  todo: {
    no_sku: `Sin SKU: poné en el marketplace el SKU del producto y ejecutá ${typed('listings pull')}, o vinculala: ${typed('listings map --file ARCHIVO.csv')}.`,
    sku_of_two: `Un SKU de varios productos no vale para ninguno: corregilo en el origen, o vinculá la publicación: ${typed('listings map --file ARCHIVO.csv')}.`,
    no_product: `Un SKU que no tiene ningún producto: corregilo en el marketplace o en el origen, letra por letra, o vinculá la publicación: ${typed('listings map --file ARCHIVO.csv')}.`,
    by_hand: `Desvinculada a mano: queda así hasta que la vincules con ${typed('listings map --file ARCHIVO.csv')}, o la devuelvas a su SKU con una fila sin producto ni unidades.`,
    not_pulled: `Pedida antes de leerla: ejecutá ${typed('listings pull')}.`,
    not_mapped: `Su producto llegó después de la última lectura: ejecutá ${typed('listings pull')}.`,
    no_level: `No se conoce el stock de su producto: el origen no lo tiene o, con SOURCE=none, nadie lo contó todavía: ${typed('stock set SKU N')}.`,
  },
  allMapped: 'Todas las publicaciones tienen su producto.',
  neverPulled: `Todavía no se conoce ninguna publicación: ejecutá ${typed('listings pull')}.`,
  more: (count) => `y ${number(count)} más: --limit 0 las muestra`,
  mappedByHand: ({ mapped, kits, unmapped, same, given_back: back, applied: count }) => {
    const kit = kits === 0 ? '' : ` (${plural(kits, 'kit', 'kits')})`;
    const parts = [
      ...(mapped > 0 ? [`${listings(mapped)} ${mapped === 1 ? 'vinculada' : 'vinculadas'}${kit}`] : []),
      ...(unmapped > 0 ? [`${listings(unmapped)} sin producto desde ahora`] : []),
      ...(same > 0 ? [`${listings(same)} como antes`] : []),
      ...(back > 0 ? [`${number(back)} ${back === 1 ? 'devuelta' : 'devueltas'} a su SKU`] : []),
    ];
    return `${parts.join('; ')}.${applied(count)}${mapped === 0 ? '' : sentNext}`;
  },
};
