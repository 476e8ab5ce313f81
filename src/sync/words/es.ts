import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en, SyncText, Watched } from './en.ts';
import { esHistory } from './history.es.ts';
import { esTables } from './tables.es.ts';

const { number, percent, plural } = formatsIn('es-AR');

const watched = (what: string, { count, of, percent: is, limit, examples }: Watched): string =>
  `${number(count)} de ${number(of)} productos ${what} (${percent(is)}, se permite ${percent(limit)}; los mayores: ${examples.join(', ')})`;

const PLACES: Readonly<Record<string, string>> = { warehouse: 'depósito', 'price list': 'lista de precios' };

export const es: typeof en = {
  // What is not believed
  empty_price_list: {
    message: 'la lista de precios está vacía, lo que nunca se toma por "borrar todo"',
    hint: 'revisá la lista de precios en el sistema de origen',
  },
  empty_stock_list: {
    message: 'la lista de stock está vacía aunque antes había stock',
    hint: 'revisá el stock en el sistema de origen',
  },
  too_many_unusable: ({ count, of, list, limit }) => ({
    message: `${number(count)} de ${number(of)} artículos de la ${list} no se pueden usar (se permite ${percent(limit)})`,
    hint: `${typed('quarantine')} muestra cada uno con su motivo`,
  }),
  price_list: 'lista de precios',
  stock_list: 'lista de stock',
  not_found: ({ products }) =>
    `en la lista de precios ${products.length === 1 ? 'falta' : 'faltan'} ${plural(products.length, 'producto', 'productos')} de --select: ${products.join(', ')}`,
  missing_blocked: ({ count }) =>
    `hay ${plural(count, 'artículo', 'artículos')} sin id en la lista de precios: puede ser cualquier producto, así que ninguno se cuenta como fuera de la lista ni se da de baja; ${typed('quarantine')} muestra a qué le falta el id`,
  unsent: ({ count }) =>
    `NOTIFY está en off: ${plural(count, 'cambio no se le avisa', 'cambios no se le avisan')} a nadie, ni ahora ni después`,
  read_again: ({ why }) => `${why}; se lee todo una vez más`,
  stock_kept: ({ count }) =>
    `la lista de stock tiene ${plural(count, 'artículo', 'artículos')} sin código, que ${count === 1 ? 'puede' : 'pueden'} ser de cualquier producto: los que no nombra conservan su stock`,
  stock_read_again: ({ count }) =>
    `la lista de stock no dice su largo y le ${count === 1 ? 'falta' : 'faltan'} ${plural(count, 'producto', 'productos')} que ${count === 1 ? 'tenía' : 'tenían'} stock: se la lee otra vez`,
  staging_in_doubt: ({ sent, arrived, warnings }) => ({
    message: `de ${sent} filas enviadas a la tabla intermedia llegaron ${arrived}, con ${warnings} advertencias`,
    hint: 'ejecutá de nuevo con LOG_LEVEL=debug y pasale el error a quien mantiene el programa',
  }),
  run_unknown: {
    message: 'sync_run ya no tiene la fila de esta sincronización, así que la carga se deshizo',
    hint: 'la próxima sincronización la hace; que nadie más borre filas de sync_run',
  },
  repeated: ({ why }) => `${why}; se repite la transacción`,
  no_whole_run: {
    message:
      'ninguna sincronización de esta versión leyó todo todavía, así que no se sabe desde cuándo pedir los cambios',
    hint: `ejecutá ${typed('sync')}`,
  },
  no_flash: {
    message: 'este origen no tiene una forma rápida de decir qué cambió',
    hint: `ejecutá ${typed('sync')}`,
  },
  skipped: ({ why }) => `se saltea: ${why}`,

  // The guard
  guarded: ({ watches }) => ({
    message: `detenida antes de cargar: ${watches.join('; ')}`,
    hint: `revisá la lista de precios y el stock en el sistema de origen; si están bien, ejecutá ${typed('sync --force')} una vez`,
  }),
  vanish: (watch) => watched('desaparecerían de la lista de precios', watch),
  sell_out: (watch) => watched('se quedarían sin stock', watch),
  lose_price: (watch) => watched('perderían su precio', watch),
  halve_price: (watch) => watched('caerían a menos de la mitad de su precio', watch),
  another_place: ({ changes }) => ({
    message: `detenida antes de cargar: el origen no es el mismo que en la última sincronización: ${changes.join(' y ')}`,
    hint: `fijate si alguien cambió la caja en el sistema de origen; si es lo que querés, ejecutá ${typed('sync --force')} una vez`,
  }),
  another_source: {
    message: 'otro origen cargó este esquema, y lo que se sabe de sus productos se mezclaría con estos',
    hint: `verificá SOURCE, o dale a este origen un esquema propio (NAME_DB), y ejecutá ${typed('migrate')}`,
  },
  place_change: ({ name, before, after }) => `${PLACES[name] ?? name} ${before} → ${after}`,
  forced: ({ why }) => `pasó por --force: ${why}`,

  ...esTables,

  // The commands
  own_table: 'como la crea migrate',
  no_delta: ({ source }) => ({
    message: `el origen ${source} no tiene el modo delta: flash trae sus precios y stock, y deep todo lo demás`,
    hint: `ejecutá ${typed('sync --mode flash')} o ${typed('sync --mode deep')}`,
  }),
  notify_elsewhere: ({ source }) => ({
    message: `el servicio de publicaciones lee raw_item_data, donde no están los productos del origen ${source}`,
    hint: 'poné NOTIFY=off',
  }),
  no_source: {
    message: 'SOURCE es none, así que no hay nada que traer',
    hint: `poné en SOURCE un sistema de origen, o cargá lo que hay con ${typed('stock set')}`,
  },
  notify_off: {
    message: 'NOTIFY está en off, así que no hay cambios que enviar',
    hint: 'definí NOTIFY=on',
  },
  select_and_mode: ({ mode }) => `--select y --mode ${mode} no se pueden usar juntos`,
  mode_and_compare: ({ mode, compare }) =>
    `--mode ${mode} y --compare ${compare} no se pueden usar juntos: sacá --compare`,
  product_unknown: ({ product }) => ({
    message: `no existe el producto ${product}, ni se guarda ningún cambio suyo`,
    hint: 'escribí su número, su código (o el de barras) o palabras de su nombre',
  }),
  history_of_what: 'hace falta una de estas cosas: un producto, --today o --out-of-stock',
  one_demo: '--channels, --sales, --uploads y --air son demostraciones distintas: poné una sola',
  demo_missing: {
    message: 'la demostración no forma parte de esta instalación',
    hint: 'cloná el código fuente y ejecutá ahí `npm run demo`',
  },

  // The command line
  help_sync: 'leer el origen, cargar lo que cambió, llamar a los procedimientos, enviar los cambios',
  help_mode:
    'flash: pedir los precios y el stock que cambiaron desde la última sincronización; delta, si no decís otra cosa: leer todo y buscar los productos a los que les cambió el precio o el stock; deep: aquellos en los que cambió cualquier cosa; full: como deep, y se borra lo que no está en la lista',
  help_compare: 'la forma anterior de decirlo: flash es --mode delta, deep es --mode deep',
  help_dry_run: 'decir qué haría una sincronización, sin escribir nada',
  help_force: 'dejar pasar esta sincronización por el control; queda anotado',
  help_select: 'solo estos productos (ids, o códigos de Air), hayan cambiado o no',
  help_every:
    'repetir la sincronización cada tantos segundos, de un comienzo al siguiente, hasta que la detengan',
  help_no_notify: `dejar los cambios sin enviar; ${typed('notify')} los envía`,
  help_report_json: 'escribir el informe en stdout',
  help_notify: 'llamar a los procedimientos posteriores y enviar los cambios sin enviar, nada más',
  help_dead: 'enviar otra vez también lo que fue rechazado',
  help_plan_limit: 'con --dry-run: cuántos productos mostrar; 0: todos',
  help_history:
    'mostrar un producto como está, y qué cambió de su precio y su stock, lo más nuevo primero; o qué cambió hoy, o qué está sin stock',
  help_product: 'su número, su código (o el de barras) o palabras de su nombre',
  help_today: 'qué cambió en todo el día, hora local, primero lo más grande',
  help_out_of_stock: 'qué está sin stock ahora, y desde cuándo',
  help_limit: 'cuántos cambios o productos; 0: todos',
  help_quarantine: 'mostrar los artículos que no se pueden usar, cada uno con su motivo',
  help_all: 'también los que el origen ya corrigió',
  help_demo:
    'mostrar el trabajo principal con productos reales, con simuladores y una base de datos descartable',
  help_demo_channels:
    'mostrar cómo Shopify y Mercado Libre siguen al negocio mientras los clientes compran ahí',
  help_demo_air: 'mostrar al mayorista Air a sus dos velocidades, en lugar de Bitcram',
  help_demo_uploads: 'en lugar de eso, un proveedor sube planillas con los mismos productos',
  help_demo_sales:
    'mostrar cómo Shopify y Mercado Libre siguen a una caja que vende durante un minuto, mientras RabbitMQ se reinicia',
  help_demo_json: 'escribir las sincronizaciones como JSON en stdout',
  seconds_expected: 'Tiene que ser una cantidad de segundos mayor que 0, como 5 o 0.5.',

  // What was being done
  read_columns: 'leer las columnas de raw_item_data',
  read_items: 'leer los números de los artículos',
  number_items: 'numerar los artículos nuevos',
  read_charset: ({ charset }) => `leer qué caracteres tiene ${charset}`,
  read_products: 'leer los nombres de los productos',
  read_keys: 'leer las claves de raw_item_data',
  read_previous: 'leer las filas anteriores',
  make_stage: 'crear la tabla intermedia, para lo que el usuario necesita CREATE TEMPORARY TABLES',
  stage: 'preparar los productos modificados',
  stage_missing: 'preparar los productos fuera de la lista',
  stage_falls: 'preparar los stocks que bajan',
  count_changes: 'contar los cambios',
  load: 'cargar los cambios',
  upsert: 'cargar los cambios en la tabla de productos',
  note_missing: 'anotar los productos fuera de la lista',
  retire: 'dar de baja los productos fuera de la lista',
  lower_stocks: 'bajar el stock de productos de los que no se puede usar otra cosa',
  note_load: 'anotar la carga',
  see_procedures: 'ver si hay procedimientos por llamar',
  note_procedures: 'anotar los procedimientos como llamados',
  wait_for_procedures: 'esperar los procedimientos de una sincronización anterior',
  call_procedure: ({ procedure }) => `llamar al procedimiento ${procedure}`,
  find_procedure: ({ procedure }) => `buscar el procedimiento ${procedure}`,
  note_unusable: 'anotar los artículos que no se pueden usar',
  close_quarantine: 'cerrar lo que el origen ya corrigió',
  read_quarantine: 'leer los artículos para corregir',
  note_changes: 'anotar lo que cambia',
  remove_changes: 'borrar los cambios viejos',
  read_product: 'leer el producto',
  check_right: ({ statement }) => `verificar el permiso para ${statement}`,
  make_temporary: 'crear una tabla temporal',
  drop_temporary: 'borrar una tabla temporal',
  read_published: 'leer PUBLISHED_ITEMS_TABLE',

  // The doctor
  check_table: ({ table }) => `base de datos: ${table}`,
  table_rules: ({ id, stock, rules }) =>
    `id ${id}, stock ${stock}; pueden rechazar filas: ${rules.join(', ')}; esa carga se deshace y termina con 78`,
  foreign_key: ({ name }) => `la clave foránea ${name}`,
  check_rule: ({ name }) => `el CHECK ${name}`,
  trigger: ({ name }) => `el trigger ${name}`,
  table_columns: ({ id, stock }) => `id ${id}, stock ${stock}`,
  only_reads: {
    message: 'el usuario de USER_DB no puede escribir nada',
    hint: `así alcanza para mirar, como con ${typed('sync --dry-run')} o ${typed('report --out report.html')}; para sincronizar, poné en USER_DB el usuario de deploy/grants/3-sync.sql`,
  },
  check_rights: 'base de datos: permisos',
  all_rights: 'todos los que necesita el programa',
  check_procedures: 'procedimientos',
  no_procedures: 'ninguno configurado',
};

export const esText: SyncText = {
  zone: (zone) => `Hora de ${zone}.`,
  quarantine: {
    empty: 'no hay nada para corregir',
    unknown: 'sin número ni nombre',
    corrected: (at) => `Corregido el ${at}.`,
  },
  history: esHistory,
};
