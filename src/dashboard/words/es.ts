import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en, PageText } from './en.ts';
import { esQuarantine } from './quarantine.es.ts';

const { number, plural } = formatsIn('es-AR');
const products = (count: number): string => plural(count, 'producto', 'productos');
/** "las 14:05", but "la 01:05". */
const hour = (time: string): string => `${time.startsWith('01:') ? 'la' : 'las'} ${time}`;
const agreed = (count: number, one: string): string => (count === 1 ? one : `${one}s`);

export const es: typeof en = {
  zone_unknown: ({ zone }) => ({
    message: `no existe el huso horario ${zone}`,
    hint: 'escribilo como America/Argentina/Buenos_Aires',
  }),
  page_unwritable: ({ file, code }) => ({
    message: `no se puede escribir la página en ${file}: ${code}`,
    hint: 'dale a --out un archivo en una carpeta que exista y en la que se pueda escribir',
  }),

  // The command line
  help_report: 'escribir un archivo HTML para el negocio: cómo está todo, y los últimos días en gráficos',
  help_out: 'dónde va la página',
  help_days: 'cuántos días, hasta 366',
  help_zone: 'de quién son los días y la hora de la página; por defecto, de esta máquina',
  help_json: 'escribir también en stdout, como JSON, lo que dice la página',
  days_expected: 'Debe ser un número entero de 1 a 366.',

  // What was being done
  ask_time: 'preguntar la hora',
  read_runs: 'leer las sincronizaciones',
  read_last_run: 'leer la última sincronización',
  read_stories: 'leer cómo fueron las sincronizaciones',
  read_changes: 'leer qué cambió',
  read_outbox: 'leer los cambios por enviar',
  read_quarantine: 'leer los artículos para corregir',
  read_catalogue: 'leer el catálogo',
  count: 'contar lo que hay',
};

export const esText: PageText = {
  locale: 'es-AR',
  written: (file, size) => `La página está en ${file} (${size}).`,
  title: (target) => (target === null ? 'Stock y precios' : `Stock y precios de ${target}`),
  made: (moment) => `Estado al ${moment}`,
  at: (time, day) => (day === null ? `a ${hour(time)}` : `el ${day}, ${time}`),
  since: (time, day) => `desde ${day === null ? hour(time) : `el ${day}, ${time}`}`,
  old: 'Esta página tiene más de un día. Pedí una nueva antes de confiar en ella.',
  percent: (value) => `${value} %`,
  contents: 'En esta página',
  level: { good: 'Todo en orden', attention: 'Para mirar', trouble: 'Algo anda mal' },
  state: {
    never: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock',
    current: (ago, at, except) =>
      `El stock está al día${except}: la última sincronización terminó bien ${ago} (${at})`,
    loadedNow: (ago, at, except) => `El stock está al día${except}: se cargó ${ago} (${at})`,
    loaded: (ago, at, except) => `El stock se cargó bien ${ago} (${at})${except}`,
    except: (count) => `, salvo ${plural(count, 'artículo', 'artículos')} para corregir en Bitcram`,
    unfinished: (ago, at) =>
      `El stock se puso al día ${ago} (${at}), pero esa sincronización no pudo terminar todo`,
    silent: (ago, at) =>
      `El stock puede estar desactualizado: la última sincronización fue ${ago} (${at}) y desde entonces no terminó ninguna`,
    behind: (goodAt, at) =>
      `El stock quedó como estaba ${goodAt}: la última sincronización (${at}) no cargó nada`,
    empty: (at) => `Todavía no se cargó ningún stock: la última sincronización (${at}) no cargó nada`,
    running: (since) => `, y hay una en marcha ${since}`,
    nothingLeft: (channels) => `No queda nada por enviar a ${channels}`,
    pending: (channel, count, minutes) =>
      `${products(count)} por enviar a ${channel}, desde hace ${minutes === 0 ? 'menos de un minuto' : plural(minutes, 'minuto', 'minutos')}`,
    waiting: (count, since) => `${products(count)} ${since}`,
    waitingAlso: (most, earlier, since) => `${most} y ${number(earlier)} ${since}`,
    late: (channel, waiting, dead) =>
      `${channel} está atrasado: ${waiting}${dead === 0 ? '' : `, y rechazó ${products(dead)}`}`,
    refused: (channel, count) => `${channel} rechazó ${products(count)}`,
  },
  cause: {
    first:
      'Pedile a quien instaló el programa que haga la primera sincronización; después pedí esta página de nuevo.',
    todo: 'Qué hacer:',
    details: 'Detalles técnicos',
    exit: (code) => `código de salida ${code}`,
  },
  found: (days, byFlash, all, percent, later) =>
    `${days === 1 ? 'En el último día' : `En los últimos ${days} días`} las sincronizaciones flash encontraron primero ${number(byFlash)} de ` +
    `${plural(all, 'cambio', 'cambios')} de precio o stock (${percent} %); ` +
    `${later === 0 ? 'a las lecturas completas posteriores no les quedó ninguno' : `las lecturas completas posteriores encontraron ${later === 1 ? 'el otro' : `los otros ${number(later)}`}`}.`,
  figures: {
    heading: 'De un vistazo',
    products: 'productos en la lista de precios',
    changedToday: 'nuevos o cambiados hoy',
    missing: 'fuera de la lista',
    quarantine: 'para corregir en Bitcram',
    owed: 'cambios sin enviar',
    dead: 'cambios rechazados',
  },
  strip: {
    heading: (days) => (days === 1 ? 'Hoy' : `${days} días, día por día`),
    days: {
      good: (count) => `${plural(count, 'día', 'días')} bien`,
      incomplete: (count) => `${plural(count, 'día', 'días')} ${agreed(count, 'incompleto')}`,
      stopped: (count) => `${plural(count, 'día', 'días')} con una sincronización detenida`,
      failed: (count) => `${plural(count, 'día', 'días')} con fallas`,
      none: (count) => `${plural(count, 'día', 'días')} sin sincronizaciones`,
    },
    result: {
      good: 'todo bien',
      incomplete: 'incompleto',
      stopped: 'se detuvo una sincronización',
      failed: 'hubo fallas',
      none: 'sin sincronizaciones',
    },
    runs: {
      good: (count) => `${plural(count, 'sincronización terminó', 'sincronizaciones terminaron')} bien`,
      incomplete: (count) =>
        `${plural(count, 'sincronización no terminó', 'sincronizaciones no terminaron')} todo`,
      stopped: (count) => plural(count, 'sincronización se detuvo', 'sincronizaciones se detuvieron'),
      failed: (count) => plural(count, 'sincronización falló', 'sincronizaciones fallaron'),
    },
    unloaded: (from, to) => `Entre las ${from} y las ${to} no se cargó nada.`,
  },
  today: {
    link: 'Hoy',
    heading: (day) => `Hoy, ${day}`,
    manyNew: (count, areAll) =>
      `${plural(count, 'producto nuevo', 'productos nuevos')} hoy: demasiados para una lista${areAll ? '; son todos los que hay' : ''}.`,
    outOfStock: (count) =>
      `${plural(count, 'producto', 'productos')} de la lista de precios ${count === 1 ? 'está' : 'están'} sin stock ahora.`,
    noPrice: 'sin precio',
    prices: {
      heading: 'Precios que cambiaron hoy',
      none: 'Hoy no cambió ningún precio.',
      columns: ['Antes y ahora', 'Cambio'],
    },
    ranOut: {
      heading: 'Se quedaron sin stock hoy',
      none: 'Hoy ningún producto se quedó sin stock.',
      columns: ['Tenía', 'Desde'],
    },
    ranOutBefore: {
      heading: (days) => `Siguen sin stock, agotados en los últimos ${days} días`,
      none: 'De lo que se agotó antes de hoy, nada sigue sin stock.',
      columns: ['Tenía', 'Desde'],
    },
    back: {
      heading: 'Volvieron a tener stock hoy',
      none: 'Ningún producto volvió a tener stock.',
      columns: ['Stock ahora'],
    },
    added: {
      heading: 'Nuevos en la lista de precios hoy',
      none: 'No hay productos nuevos.',
      columns: ['Precio', 'Stock'],
    },
    gone: {
      heading: 'Salieron de la lista de precios hoy',
      none: 'Ningún producto salió de la lista.',
      columns: ['Tenía', 'Cuándo'],
    },
  },
  charts: {
    heading: (days) => (days === 1 ? 'El último día' : `Los últimos ${days} días`),
    day: 'Día',
    numbers: 'Ver como tabla',
    seconds: 's',
    changes: {
      title: 'Productos que cambiaron',
      series: ['cambiados', 'nuevos'],
      none: 'Ningún día cambió nada.',
      same: (value) => `${value} por día, todos los días.`,
      range: (least, most, day) => `Entre ${least} y ${most} por día, la mayor cantidad el ${day}.`,
    },
    absent: {
      title: 'Fuera de la lista y para corregir',
      series: ['fuera de la lista', 'para corregir'],
      none: 'Ningún día hubo productos fuera de la lista ni para corregir.',
      same: (value) => `Fuera de la lista: ${value} todos los días.`,
      range: (least, most, day) =>
        `El máximo de una sincronización de cada día. Fuera de la lista: entre ${least} y ${most}, la mayor cantidad el ${day}.`,
    },
    webhooks: {
      title: 'Cambios sin enviar',
      series: ['sin enviar', 'rechazados'],
      none: 'Ninguna sincronización dejó cambios sin enviar ni rechazados.',
      same: (value) => `Sin enviar: ${value} todos los días.`,
      range: (least, most, day) =>
        `El máximo tras una sincronización de cada día. Sin enviar: entre ${least} y ${most}, la mayor cantidad el ${day}.`,
    },
    duration: {
      title: 'Cuánto tardó una sincronización',
      series: ['típica', 'la más larga'],
      none: 'Ningún día terminó una sincronización.',
      same: (value) => `Una sincronización típica tardó ${value} segundos todos los días.`,
      range: (least, most, day) =>
        `Una sincronización típica tardó entre ${least} y ${most} segundos, lo más largo el ${day}.`,
    },
  },
  search: {
    heading: 'Buscar un producto',
    label: 'Nombre, número o código',
    of: (count) => `Busca entre ${count} productos.`,
    left: (count) =>
      `Otros ${count} no entran en esta página, casi todos sin stock ni cambios: «npm run job -- history NÚMERO» muestra cualquiera.`,
    unable:
      'En este navegador no se puede buscar (hacen falta JavaScript y una versión de 2023 o posterior): «npm run job -- history NÚMERO» muestra un producto.',
    only: 'Solo estos productos',
    filters: {
      out: { label: 'Sin stock', typed: ['sin stock', 'agotados', 'agotado'] },
      owed: { label: 'Sin enviar', typed: ['cambios sin enviar', 'cambio sin enviar', 'sin enviar'] },
      dead: {
        label: 'Rechazados',
        typed: ['cambios rechazados', 'cambio rechazado', 'rechazados', 'rechazado'],
      },
      quarantine: {
        label: 'Para corregir',
        typed: ['para corregir en bitcram', 'para corregir', 'a corregir'],
      },
    },
    none: 'No se encontró nada: buscá por palabras del nombre, por número o por código, o tocá uno de los botones.',
    one: '1 producto',
    many: '{count} productos.',
    more: '{count} más: escribí más letras.',
    price: 'precio {count}',
    noPrice: 'sin precio',
    stock: 'stock {count}',
    noStock: 'sin stock',
    stockUnknown: 'stock desconocido',
    owed: 'cambio sin enviar',
    dead: 'cambio rechazado',
    quarantine: 'para corregir en Bitcram',
    new: 'nuevo en la lista',
    gone: 'salió de la lista',
  },
  lists: {
    all: (count) => `Mostrar los ${count}`,
    fewer: 'Mostrar menos',
  },
  products: {
    heading: 'Productos',
    notRecorded:
      'Lo que cambió hoy no quedó guardado producto por producto. Con HISTORY_DAYS mayor que 0 lo guarda la próxima sincronización que cambie algo.',
    product: 'Producto',
    unnamed: 'sin nombre',
    noId: 'sin número',
    first: (shown, count) => `Los primeros ${shown} de ${count}.`,
    owed: {
      heading: 'Cambios sin enviar',
      none: 'No hay cambios sin enviar.',
      since: (moment) => `desde ${moment}`,
      why: 'Última respuesta',
      noTry: 'todavía sin respuesta',
      noAnswer: 'no responde',
    },
    dead: {
      heading: 'Cambios rechazados',
      none: 'No se rechazó ningún cambio.',
      since: (moment) => `rechazado ${moment}`,
      todo: 'Estos no se vuelven a enviar solos. Corregí el producto en Bitcram o su publicación en Mercado Libre; después pedile a quien instaló el programa que los envíe otra vez (notify --dead).',
    },
    quarantine: {
      heading: 'Para corregir en Bitcram',
      none: 'No hay nada para corregir.',
      since: (moment) => `desde ${moment}`,
      why: 'Motivo',
      ...esQuarantine,
    },
  },
  runs: {
    heading: 'Sincronizaciones',
    none: 'En este tiempo no hubo ninguna sincronización.',
    day: (runs, changed) =>
      `${plural(runs, 'sincronización', 'sincronizaciones')}, ${changed === 0 ? 'sin cambios' : `${plural(changed, 'producto', 'productos')} ${agreed(changed, 'cambiado')}`}`,
    noneThatDay: 'No hubo sincronizaciones.',
    quiet: (runs, changed) =>
      `${plural(runs, 'sincronización', 'sincronizaciones')} ${changed === 0 ? 'sin cambios' : `sin problemas, ${plural(changed, 'producto', 'productos')} ${agreed(changed, 'cambiado')}`}`,
    bounded: (folded) =>
      `Acá están todas las que anduvieron mal. De las que anduvieron bien, ${folded} solo se cuentan.`,
    same: (runs, times) => `${number(runs)} veces igual${times === 1 ? '' : `, en ${number(times)} tandas`}`,
    sameCause: (runs, times, changed) =>
      `${number(runs)} veces por la misma causa${times === 1 ? '' : `, en ${number(times)} tandas`}${changed === 0 ? '' : `; ${plural(changed, 'cambio', 'cambios')} en total`}`,
    newest: 'la última',
    products: (count) => plural(count, 'producto', 'productos'),
    moreProducts: (count, runId) => `Y ${number(count)} más: ${typed(`runs show ${runId}`)} los muestra.`,
    productsOf: (count, runId) =>
      `${plural(count, 'producto', 'productos')}: ${typed(`runs show ${runId}`)} los muestra.`,
    stock: 'stock',
    command: { sync: 'Sincronización', flash: 'Flash', notify: 'Solo envío de cambios' },
    status: {
      succeeded: 'terminó bien',
      incomplete: 'cargó, pero no terminó todo',
      stopped: 'se detuvo antes de cargar',
      failed: 'falló',
      interrupted: 'interrumpida',
      lost: 'se cortó sin dejar informe',
      running: 'en marcha',
    },
    took: (seconds) => `${seconds} s`,
    read: (count) => `${plural(count, 'producto', 'productos')} ${agreed(count, 'leído')}: `,
    notLoaded: (count) =>
      `${plural(count, 'producto', 'productos')} ${agreed(count, 'leído')}, nada cargado; `,
    forced: 'Se dejó pasar con --force.',
    overridden: (what) => `Se dejó pasar con --force: ${what}`,
    notFound: (ids) => `No están en la lista de precios: ${ids}.`,
  },
  footer: {
    zone: (zone) => `Los días y las horas son los de ${zone}.`,
    picture: 'La página muestra el momento en que se hizo; funciona sin internet.',
  },
};
