import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { Counted } from '../../platform/progress.ts';
import { esDrift } from './drift.es.ts';
import type { en, RunText } from './en.ts';

const { number, percent, price, change, plural, seconds } = formatsIn('es-AR');

export const es: typeof en = {
  unbalanced_items: (c) => ({
    message:
      `las cuentas no cierran, no se cargó nada: ${c.fetched} leídos, pero ${c.unchanged} sin cambios + ${c.inserted} nuevos + ` +
      `${c.updated} modificados + ${c.duplicates} repetidos + ${c.quarantined} para corregir + ${c.unknown} desconocidos`,
    hint: 'ejecutá de nuevo con LOG_LEVEL=debug y pasale el error a quien mantiene el programa',
  }),
  unbalanced_webhooks: (c) => ({
    message: `las cuentas de los cambios enviados no cierran: ${c.owed} en total, pero ${c.delivered} enviados + ${c.pending} sin enviar + ${c.dead} rechazados`,
    hint: 'ejecutá de nuevo con LOG_LEVEL=debug y pasale el error a quien mantiene el programa',
  }),
  too_long: ({ limitS }) => ({
    message: `se terminó después de ${number(limitS)} s, lo máximo que puede durar`,
    hint: 'mirá qué tardó tanto: `phases_ms` del informe lo dice; aumentá RUN_LIMIT_S solo si el comercio realmente necesita más',
  }),
  no_run: {
    message: 'todavía no hubo ninguna sincronización',
    hint: `ejecutá ${typed('sync')}`,
  },
  run_unknown: ({ run }) => ({
    message: `no existe la sincronización ${run}`,
    hint: `${typed('runs')} las muestra`,
  }),
  running: ({ command, run, started, alive }) =>
    `${command} ${run}, desde ${started} UTC, última señal de vida ${alive} UTC`,
  exited: 'el proceso terminó sin dejar un informe',
  up_to_date: 'el esquema está al día',
  applied: ({ migrations }) => `se aplicó ${migrations.join(', ')}`,
  status_and_failed: '--status y --failed no se pueden usar juntos',
  one_run_shown: `${typed('runs show last')} muestra una sola sincronización: --day, --status y --failed son de ${typed('runs')}`,
  day_expected:
    'Tiene que ser un día, como 2026-11-26 o 26/11, un día de la semana, como jueves o thursday, o hoy, today, ayer, yesterday.',

  // The command line
  help_migrate: 'crear o actualizar las tablas; se puede repetir',
  help_migrate_json: 'escribir en stdout lo que se aplicó',
  help_runs: 'mostrar el historial de sincronizaciones, la más nueva primero',
  help_limit: 'cuántas',
  help_day:
    'las de un día, en la hora de esta máquina: 2026-11-26, 26/11, jueves (el último), hoy (today) o ayer (yesterday)',
  help_status: 'las que terminaron así',
  help_failed: 'las que salieron mal, cada una con su motivo',
  help_show: 'todo lo que se sabe de una sincronización, con lo que cambió',
  help_run_id: `como la muestra ${typed('runs')}; last: la más nueva`,
  help_products: 'cuántos productos; 0: todos',

  // What was being done
  note_lock: 'anotar si esta ejecución tiene el bloqueo',
  close_lost_runs: 'marcar las sincronizaciones que terminaron sin informe',
  note_run: 'anotar la sincronización',
  read_last_place: 'leer de dónde leyó la última sincronización',
  read_last_reading: 'leer qué leyeron las últimas sincronizaciones',
  note_end: 'anotar cómo terminó la sincronización',
  note_alive: 'anotar que la sincronización sigue en marcha',
  read_runs: 'leer las sincronizaciones',
  read_run: 'leer la sincronización',
  read_names: 'leer los nombres',
  no_such_code: ({ codes }) => ({
    message: `no hay ningún producto ${codes.map((code) => `'${code}'`).join(', ')}; no se hizo nada`,
    hint: `${typed('history NOMBRE')} encuentra el código de un producto, y un producto nuevo en el proveedor está después del próximo ${typed('sync')} completo`,
  }),
  read_changes: 'leer los cambios de la sincronización',
  read_product_changes: 'leer los cambios del producto',
  ask_time: 'preguntar la hora',
  count: 'contar lo que hay',
  read_day: 'leer qué cambió en el día',
  read_outbox: 'leer los cambios por enviar',
  read_quarantine: 'leer los artículos para corregir',
  read_missing: 'leer qué falta en la lista',
  read_out_of_stock: 'leer qué está sin stock',
};

const NOUNS: Record<Counted, [one: string, many: string]> = {
  products: ['producto', 'productos'],
  webhooks: ['cambio', 'cambios'],
  listings: ['publicación', 'publicaciones'],
};

const BEGAN: Readonly<Record<string, string>> = {
  sync: 'Sincronización',
  notify: 'Envío',
  reconcile: 'Comparación',
};

export const esText: RunText = {
  number,
  percent,
  price,
  change,

  progress: {
    phases: {
      locate: 'Buscar el lugar',
      extract: 'Leer precios y stock',
      guard: 'Controlar que no pase lo que no debe',
      forecast: 'Contar lo que haría una sincronización',
      load: 'Cargar los cambios',
      procedures: 'Llamar a los procedimientos posteriores',
      webhooks: 'Enviar los cambios',
      compare: 'Comparar las publicaciones',
      correct: 'Corregir lo que difiere',
    },
    counted: (what, done, total) =>
      total === undefined
        ? plural(done, ...NOUNS[what])
        : `${number(done)} de ${plural(total, ...NOUNS[what])}`,
    pace: (perSecond, secondsLeft) =>
      `${number(Math.round(perSecond))} por segundo` +
      (secondsLeft === undefined ? '' : `, faltan ${seconds(secondsLeft * 1000, 0)}`),
    again: 'se lee otra vez',
    took: (durationMs) => seconds(durationMs),
  },

  summary: {
    headline: {
      succeeded: (took) => `Listo en ${seconds(took)}`,
      incomplete: (took) => `Se cargó en ${seconds(took)}, pero no está todo hecho`,
      sentSome: (took) => `Terminó en ${seconds(took)}, pero no se envió todo`,
      stopped: (took) => `Se detuvo a los ${seconds(took)}`,
      failed: (took) => `Falló a los ${seconds(took)}`,
      interrupted: (took) => `Se interrumpió a los ${seconds(took)}`,
    },
    nothingLoaded: 'no se cargó nada',
    wouldDo: 'Una sincronización haría esto',
    ...esDrift,
    ofTarget: (target) => `${target}: `,
    nothingChanged: 'no cambió nada',
    priceChanges: (count) => `cambió el precio de ${plural(count, 'producto', 'productos')}`,
    stockChanges: (count) => `cambió el stock de ${plural(count, 'producto', 'productos')}`,
    soldOut: (count) => plural(count, 'se quedó sin stock', 'se quedaron sin stock'),
    lowered: (count) => `bajó el stock de ${plural(count, 'producto', 'productos')} para corregir`,
    otherChanges: (count) =>
      plural(count, 'producto cambió en otros datos', 'productos cambiaron en otros datos'),
    updated: (count) => plural(count, 'producto cambió', 'productos cambiaron'),
    inserted: (count) => plural(count, 'producto nuevo', 'productos nuevos'),
    missing: (count) => `${number(count)} fuera de la lista`,
    removed: (count) => plural(count, 'dado de baja', 'dados de baja'),
    quarantined: (count) => `${number(count)} para corregir`,
    missingBlocked: (count) =>
      `nadie se cuenta como fuera de la lista, por ${plural(count, 'artículo', 'artículos')} sin id`,
    delivered: (count) => plural(count, 'cambio enviado', 'cambios enviados'),
    pending: (count) => (count === 0 ? 'ninguno sin enviar' : `${number(count)} sin enviar`),
    sold: (channel, accepted) =>
      `${channel}: ${plural(accepted, 'publicación muestra', 'publicaciones muestran')} el stock correcto`,
    orders: (count) => plural(count, 'renglón de pedido anotado', 'renglones de pedidos anotados'),
    dead: (count) => plural(count, 'rechazado', 'rechazados'),
    listingsPending: (count) => (count === 0 ? 'ninguna sin enviar' : `${number(count)} sin enviar`),
    listingsDead: (count) => plural(count, 'rechazada', 'rechazadas'),
    would: {
      nothingChanged: 'no cambiaría nada',
      priceChanges: (count) => `cambiaría el precio de ${plural(count, 'producto', 'productos')}`,
      stockChanges: (count) => `cambiaría el stock de ${plural(count, 'producto', 'productos')}`,
      soldOut: (count) => plural(count, 'se quedaría sin stock', 'se quedarían sin stock'),
      lowered: (count) => `bajaría el stock de ${plural(count, 'producto', 'productos')} para corregir`,
      otherChanges: (count) =>
        plural(count, 'producto cambiaría en otros datos', 'productos cambiarían en otros datos'),
      updated: (count) => plural(count, 'producto cambiaría', 'productos cambiarían'),
      inserted: (count) =>
        `${count === 1 ? 'se agregaría' : 'se agregarían'} ${plural(count, 'producto', 'productos')}`,
      removed: (count) => plural(count, 'se daría de baja', 'se darían de baja'),
    },
    wouldHave: {
      nothingChanged: 'no habría cambiado nada',
      priceChanges: (count) => `habría cambiado el precio de ${plural(count, 'producto', 'productos')}`,
      stockChanges: (count) => `habría cambiado el stock de ${plural(count, 'producto', 'productos')}`,
      soldOut: (count) => plural(count, 'se habría quedado sin stock', 'se habrían quedado sin stock'),
      lowered: (count) => `habría bajado el stock de ${plural(count, 'producto', 'productos')} para corregir`,
      otherChanges: (count) =>
        plural(count, 'producto habría cambiado en otros datos', 'productos habrían cambiado en otros datos'),
      updated: (count) => plural(count, 'producto habría cambiado', 'productos habrían cambiado'),
      inserted: (count) =>
        `${count === 1 ? 'se habría agregado' : 'se habrían agregado'} ${plural(count, 'producto', 'productos')}`,
      removed: (count) => plural(count, 'se habría dado de baja', 'se habrían dado de baja'),
    },
    seeQuarantine: `${typed('quarantine')} muestra lo que hay que corregir, y por qué.`,
    sendAgain: `${typed('dead list')} dice por qué se rechazaron productos; una vez corregidos, ${typed('dead retry --all')} los envía otra vez.`,
    nothingPending: 'no había cambios sin enviar',
    wouldBePending: (count) =>
      `${count === 1 ? 'se le avisaría' : 'se le avisarían'} ${plural(count, 'producto', 'productos')} a Mercado Libre`,
    read: (fetched, unchanged) =>
      `${plural(fetched, 'producto leído', 'productos leídos')}, ${number(unchanged)} sin cambios`,
    unknown: (count) =>
      `${plural(count, 'producto queda', 'productos quedan')} para la próxima lectura completa`,
    guard: (count, of, what, is, limit) =>
      `${number(count)} de ${number(of)} ${what} (${percent(is)}, se permite ${percent(limit)})`,
    guarded: {
      'vanish from the price list': 'desaparecerían de la lista de precios',
      'fall from stock to none': 'se quedarían sin stock',
      'lose their price': 'perderían su precio',
      'fall below half their price': 'caerían a menos de la mitad de su precio',
    },
    largest: (examples) => `, los mayores ${examples}`,
    run: (runId, exitCode, peakRssMb) => `sincronización ${runId}, código ${exitCode}, ${peakRssMb} MB`,
  },

  changes: {
    noneAhead: 'No cambiaría ningún precio, ningún stock ni ningún producto.',
    noneKept:
      'Lo que cambió de precios y stock no se guarda: mirá HISTORY_DAYS; la primera carga no guarda nada.',
    more: (count) => `y ${number(count)} más: --limit 0 ${count === 1 ? 'lo' : 'los'} muestra`,
    stock: (moved) => `stock ${moved}`,
    noPrice: 'sin precio',
    gone: 'se da de baja',
    deleted: 'se elimina',
  },

  list: {
    none: 'todavía no hubo ninguna sincronización',
    noneSuch: 'no hubo ninguna así',
    noRecord: (firstAt) => `no se guarda ninguna de antes del ${firstAt}`,
    more: (left, all) => `y ${number(left)} más: --limit ${all} las muestra`,
    times: (count, from, to) => `${number(count)} veces, de ${from} a ${to}`,
    // The name of a run has its year.
    at: (time) => time.replace(/^\d+-(\d+)-(\d+)/, '$2/$1'),
    ofOne: (runId) => `${typed(`runs show ${runId}`)} cuenta la historia completa de una.`,
    zone: (zone) => `Hora de ${zone}.`,
    headings: {
      run: 'sincronización',
      started: 'empezó',
      mode: 'modo',
      status: 'resultado',
      exit: 'código',
      fetched: 'leídos',
      inserted: 'nuevos',
      changed: 'cambiados',
      missing: 'fuera de lista',
      removed: 'bajas',
      owed: 'a enviar',
      pending: 'sin enviar',
      seconds: 's',
      pulse: 'pulso',
      why: 'por qué',
    },
    status: {
      running: 'en curso',
      succeeded: 'bien',
      incomplete: 'incompleta',
      stopped: 'detenida',
      failed: 'falló',
      interrupted: 'interrumpida',
      lost: 'se cortó',
    },
    trends: { changes: 'cambios', seconds: 'segundos' },
    trend: (most) => `de la más vieja a la más nueva, ${number(most)} como máximo`,
    began: (command, startedAt, zone) =>
      `${BEGAN[command] ?? BEGAN['sync']} del ${startedAt}, hora de ${zone}`,
    underWay: 'Todavía está en curso.',
    lost: 'Terminó sin dejar un informe.',
    rest: (runId) => `Sincronización ${runId}; con --json sale todo lo que se sabe de ella.`,
  },
};
