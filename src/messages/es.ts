import { grouped as groupedBy, plural as pluralBy, seconds as secondsBy } from '../platform/text.ts';
import type { Counted } from '../platform/progress.ts';
import type { Messages } from './en.ts';

const grouped = (count: number): string => groupedBy(count, '.');
const plural = (count: number, one: string, many: string): string => pluralBy(count, one, many, '.');
const seconds = (durationMs: number, decimals?: number): string => secondsBy(durationMs, decimals, ',');

const webhooks = (count: number): string => plural(count, 'aviso', 'avisos');
const agreed = (count: number, one: string): string => (count === 1 ? one : `${one}s`);

const NOUNS: Record<Counted, [one: string, many: string]> = {
  products: ['producto', 'productos'],
  webhooks: ['aviso', 'avisos'],
};

export const es: Messages = {
  progress: {
    phases: {
      locate: 'Buscar el checkout',
      extract: 'Leer precios y stock',
      guard: 'Controlar que no pase lo que no debe',
      forecast: 'Contar lo que haría una corrida',
      load: 'Cargar los cambios',
      procedures: 'Llamar a los procedimientos posteriores',
      webhooks: 'Enviar los avisos',
    },
    counted: (what, done, total) =>
      total === undefined
        ? plural(done, ...NOUNS[what])
        : `${grouped(done)} de ${plural(total, ...NOUNS[what])}`,
    pace: (perSecond, secondsLeft) =>
      `${grouped(Math.round(perSecond))} por segundo` +
      (secondsLeft === undefined ? '' : `, faltan ${seconds(secondsLeft * 1000, 0)}`),
    again: 'se lee otra vez',
    took: (durationMs) => seconds(durationMs),
  },

  summary: {
    headline: {
      succeeded: (took) => `Listo en ${seconds(took)}`,
      incomplete: (took) => `Se cargó en ${seconds(took)}, pero no está todo hecho`,
      stopped: (took) => `Se detuvo a los ${seconds(took)}`,
      failed: (took) => `Falló a los ${seconds(took)}`,
      interrupted: (took) => `Se interrumpió a los ${seconds(took)}`,
    },
    nothingLoaded: 'no se cargó nada',
    wouldDo: 'Una corrida haría esto',
    wouldHaveDone: 'habría sido',
    ofTarget: (target) => `${target}: `,
    nothingChanged: 'no cambió nada',
    priceChanges: (count) => plural(count, 'precio cambió', 'precios cambiaron'),
    stockChanges: (count) => plural(count, 'stock cambió', 'stocks cambiaron'),
    soldOut: (count) => plural(count, 'se quedó sin stock', 'se quedaron sin stock'),
    otherChanges: (count) =>
      plural(count, 'producto cambió en otros datos', 'productos cambiaron en otros datos'),
    updated: (count) => plural(count, 'producto cambió', 'productos cambiaron'),
    inserted: (count) => plural(count, 'producto nuevo', 'productos nuevos'),
    missing: (count) => plural(count, 'ya no está', 'ya no están'),
    removed: (count) => plural(count, 'dado de baja', 'dados de baja'),
    quarantined: (count) => `${grouped(count)} en cuarentena`,
    delivered: (count) => plural(count, 'aviso entregado', 'avisos entregados'),
    pending: (count) => (count === 0 ? 'ninguno pendiente' : plural(count, 'pendiente', 'pendientes')),
    dead: (count) => plural(count, 'abandonado', 'abandonados'),
    seeQuarantine: '`quarantine` muestra lo que no se puede usar, y por qué.',
    sendAgain: '`notify --dead` envía otra vez lo que se abandonó.',
    nothingOwed: 'no había avisos por enviar',
    wouldOwe: (count) => plural(count, 'aviso quedaría por enviar', 'avisos quedarían por enviar'),
    read: (fetched, unchanged) =>
      `${plural(fetched, 'producto leído', 'productos leídos')}, ${grouped(unchanged)} sin cambios`,
    guard: (count, of, what, percent, limit) =>
      `${grouped(count)} de ${grouped(of)} ${what} (${decimal(percent)} %, se permite ${decimal(limit)} %)`,
    largest: (examples) => `, los mayores ${examples}`,
    run: (runId, exitCode, peakRssMb) => `corrida ${runId}, código ${exitCode}, ${peakRssMb} MB`,
  },

  alert: {
    whose: (target) => (target === null ? 'Sincronización de stock' : `Sincronización de stock de ${target}`),
    well: (runId) => `todo en orden otra vez (corrida ${runId}).`,
    ended: (runId, status, exitCode, why) => `corrida ${runId}: ${status} (código ${exitCode}): ${why}.`,
    left: (runId, runs, owed, dead) =>
      `quedan avisos después de cada una de ${plural(runs, 'corrida', 'corridas')}: ${plural(owed, 'pendiente', 'pendientes')}` +
      `${dead > 0 ? `, ${plural(dead, 'abandonado', 'abandonados')}` : ''} (corrida ${runId}).`,
  },

  runs: {
    none: 'todavía no hubo ninguna corrida',
    headings: {
      run: 'corrida',
      started: 'empezó (UTC)',
      status: 'resultado',
      exit: 'código',
      read: 'leídos',
      inserted: 'nuevos',
      updated: 'cambiados',
      missing: 'faltan',
      removed: 'bajas',
      owed: 'avisos',
      pending: 'pendientes',
      seconds: 's',
    },
    status: {
      running: 'en curso',
      succeeded: 'bien',
      incomplete: 'incompleta',
      stopped: 'detenida',
      failed: 'falló',
      interrupted: 'interrumpida',
      lost: 'perdida',
    },
    trends: { changes: 'cambios', seconds: 'segundos' },
    trend: (most) => `de la más vieja a la más nueva, ${grouped(most)} como máximo`,
    began: (command, startedAt) => `${command} del ${startedAt} UTC`,
    underWay: 'Todavía está en curso.',
    lost: 'Terminó sin decir nada.',
    phase: (name) => `fase ${name}`,
  },

  doctor: {
    ok: 'bien',
    failed: 'FALLA',
    skipped: 'omitido',
    target: (name) => `destino ${name}`,
  },
  quarantine: {
    empty: 'no hay nada en cuarentena',
    headings: ['producto', 'lista', 'por qué', 'visto por última vez (UTC)', '', 'ítem'],
    lists: { price_list: 'precios', stock: 'stock' },
    unknown: 'desconocido',
    settled: 'resuelto',
  },
  discover: {
    headings: ['CHECKOUT', 'id', 'abierto', 'depósito', 'lista de precios'],
    yes: 'sí',
    no: 'no',
    none: 'ninguno',
  },
  history: {
    headings: ['cuándo (UTC)', 'qué', 'precio', 'stock', 'corrida'],
    kinds: { new: 'nuevo', changed: 'cambió', gone: 'salió de la lista', deleted: 'eliminado' },
    number: decimal,
    now: (id, { name, price, stock, updatedAt }) =>
      `Producto ${id}${name === null ? '' : `, ${name}`}: ${price === null ? 'sin precio' : `precio ${decimal(price)}`}, ` +
      `${stock === null ? 'stock desconocido' : `stock ${stock}`}, cambió ${updatedAt === null ? 'no se sabe cuándo' : `el ${updatedAt} UTC`}`,
    noRow: (id) => `El producto ${id} ya no tiene fila`,
    nothingKept: 'No se guarda ningún cambio de su precio ni de su stock (vea HISTORY_DAYS).',
  },

  page: {
    locale: 'es-AR',
    written: (file, size) => `La página está en ${file} (${size}).`,
    title: (target) => (target === null ? 'Stock y precios' : `Stock y precios de ${target}`),
    made: (moment) => `Estado al ${moment}`,
    old: 'Esta página tiene más de un día. Pida una nueva antes de confiar en ella.',
    contents: 'En esta página',
    level: { good: 'Todo en orden', attention: 'Para mirar', trouble: 'Algo anda mal' },
    state: {
      never: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock',
      current: (ago, at) => `El stock está al día: la última sincronización terminó bien ${ago} (${at})`,
      unfinished: (ago, at) =>
        `El stock se puso al día ${ago} (${at}), pero esa sincronización no pudo terminar todo`,
      silent: (ago, at) =>
        `El stock puede estar desactualizado: la última sincronización fue ${ago} (${at}) y desde entonces no terminó ninguna`,
      behind: (goodAt, at) =>
        `El stock quedó como estaba (${goodAt}): la última sincronización (${at}) no cargó nada`,
      empty: (at) => `Todavía no se cargó ningún stock: la última sincronización (${at}) no cargó nada`,
      running: (since) => `hay una sincronización en marcha (desde ${since})`,
      nothingOwed: 'no hay avisos pendientes',
      owed: (count, since) => `${webhooks(count)} ${agreed(count, 'pendiente')} (desde ${since})`,
      dead: (count) => `${webhooks(count)} ${agreed(count, 'abandonado')}`,
      quarantined: (count) => `${plural(count, 'artículo', 'artículos')} en cuarentena`,
      why: 'Motivo:',
    },
    figures: {
      heading: 'De un vistazo',
      products: 'productos en la lista de precios',
      changedToday: 'nuevos o cambiados hoy',
      missing: 'faltan en la lista de precios',
      quarantine: 'en cuarentena',
      owed: 'avisos pendientes',
      dead: 'avisos abandonados',
    },
    charts: {
      heading: (days) => (days === 1 ? 'El último día' : `Los últimos ${days} días`),
      day: 'Día',
      numbers: 'Lo mismo en una tabla',
      noRun: 'sin corridas',
      noScript: 'Los gráficos necesitan JavaScript; las tablas debajo de ellos tienen los mismos números.',
      seconds: 's',
      changes: {
        title: 'Productos que cambiaron',
        series: ['cambiados', 'nuevos'],
        none: 'Ningún día cambió nada.',
        range: (least, most, day) => `Entre ${least} y ${most} por día, la mayor cantidad el ${day}.`,
      },
      absent: {
        title: 'Faltantes y en cuarentena',
        series: ['faltantes', 'en cuarentena'],
        none: 'Ningún día faltó nada ni hubo nada en cuarentena.',
        range: (least, most, day) =>
          `El máximo de una corrida de cada día. Faltantes: entre ${least} y ${most}, la mayor cantidad el ${day}.`,
      },
      webhooks: {
        title: 'Avisos sin entregar',
        series: ['pendientes tras una corrida', 'abandonados'],
        none: 'Ninguna corrida dejó avisos pendientes ni abandonados.',
        range: (least, most, day) =>
          `El máximo tras una corrida de cada día. Pendientes: entre ${least} y ${most}, la mayor cantidad el ${day}.`,
      },
      duration: {
        title: 'Cuánto tardó una sincronización',
        series: ['típica (mediana)', 'la más larga'],
        none: 'Ningún día terminó una sincronización.',
        range: (least, most, day) =>
          `Una sincronización típica tardó entre ${least} y ${most} segundos, lo más largo el ${day}.`,
      },
    },
    search: {
      label: 'Buscar un producto por nombre o número',
      none: 'No se encontró nada',
      one: '1 fila encontrada',
      many: '{count} filas encontradas',
      showAll: 'Mostrar las {count}',
      showFewer: 'Mostrar menos',
    },
    products: {
      heading: 'Productos',
      lastChange: (at) => `Última corrida que cambió algo: ${at}.`,
      counts: (added, changed, removed) =>
        [
          `${plural(added, 'producto', 'productos')} ${agreed(added, 'nuevo')}`,
          plural(changed, 'cambiado', 'cambiados'),
          `${plural(removed, 'quitado', 'quitados')}.`,
        ].join(', '),
      neverChanged: 'En este tiempo ninguna corrida cambió nada.',
      notRecorded:
        'Lo que cambió no quedó guardado producto por producto. Con HISTORY_DAYS mayor que 0 lo guarda la próxima corrida que cambie algo.',
      product: 'Producto',
      unnamed: 'sin nombre',
      noId: 'sin número',
      first: (shown, count) => `Los primeros ${shown} de ${count}.`,
      moves: {
        heading: 'Mayores cambios de precio',
        none: 'Ningún precio cambió.',
        prices: 'Antes y ahora',
        move: 'Cambio',
        noPrice: 'sin precio',
      },
      soldOut: {
        heading: 'Agotados',
        none: 'Ningún producto se quedó sin stock.',
        stocks: 'Stock antes y ahora',
      },
      owed: {
        heading: 'Avisos pendientes',
        none: 'No hay avisos pendientes.',
        since: (moment) => `desde ${moment}`,
        why: 'Última respuesta',
        noTry: 'sin rechazos hasta ahora',
      },
      dead: {
        heading: 'Avisos abandonados',
        none: 'No se abandonó ningún aviso.',
        since: (moment) => `abandonado ${moment}`,
      },
      quarantine: {
        heading: 'En cuarentena',
        none: 'No hay nada en cuarentena.',
        since: (moment) => `desde ${moment}`,
        why: 'Motivo',
      },
    },
    runs: {
      heading: 'Corridas',
      none: 'En este tiempo no hubo ninguna corrida.',
      day: (runs, changed) =>
        `${plural(runs, 'corrida', 'corridas')}, ${changed === 0 ? 'sin cambios' : `${plural(changed, 'producto', 'productos')} ${agreed(changed, 'cambiado')}`}`,
      unwell: (runs) => `${plural(runs, 'corrida', 'corridas')} con problemas`,
      quiet: (runs) => `${plural(runs, 'corrida', 'corridas')} sin cambios`,
      bounded: (told, notable) =>
        `Las últimas ${told} de ${notable} corridas que hicieron algo o anduvieron mal; las anteriores no se muestran.`,
      command: { sync: 'Sincronización', notify: 'Solo avisos' },
      status: {
        succeeded: 'terminó bien',
        incomplete: 'cargó, pero no terminó todo',
        stopped: 'se detuvo antes de cargar',
        failed: 'falló',
        interrupted: 'interrumpida',
        lost: 'se cortó sin aviso',
        running: 'en marcha',
      },
      took: (seconds) => `${seconds} s`,
      read: (count) => `${plural(count, 'producto', 'productos')} ${agreed(count, 'leído')}: `,
      notLoaded: (count) =>
        `${plural(count, 'producto', 'productos')} ${agreed(count, 'leído')}, nada cargado; habrían sido: `,
      forced: 'Se dejó pasar con --force.',
      overridden: (what) => `Se dejó pasar con --force: ${what}`,
      notFound: (ids) => `No están en la lista de precios: ${ids}.`,
    },
    footer: {
      zone: (zone) => `Los días y las horas son los de ${zone}.`,
      picture: 'La página es una foto del momento en que se hizo; no le pide nada a ninguna red.',
      licence:
        'Los gráficos los dibuja Apache ECharts, bajo la licencia Apache 2.0, que está dentro de este archivo.',
    },
  },

  said: {
    // The command line
    "error: unknown option '{option}'": "error: no existe la opción '{option}'",
    "error: unknown command '{command}'": "error: no existe el comando '{command}'",
    "error: option '{option}' argument missing": "error: a la opción '{option}' le falta su valor",
    "error: option '{option}' argument '{given}' is invalid. {expected}":
      "error: el valor '{given}' de la opción '{option}' no sirve. {expected}",
    "error: missing required argument '{argument}'": "error: falta el argumento '{argument}'",
    "error: too many arguments for '{command}'. Expected {expected} but got {given}.":
      "error: sobran argumentos para '{command}'. Se esperaban {expected} y llegaron {given}.",
    '{COUNT} argument': '{COUNT} argumento',
    '{COUNT} arguments': '{COUNT} argumentos',
    '(Did you mean {other}?)': '(¿Quiso decir {other}?)',
    '(Did you mean one of {others}?)': '(¿Quiso decir alguno de estos: {others}?)',
    'Allowed choices are {choices}.': 'Los valores posibles son {choices}.',
    '(run with --help to see how it is used)': '(ejecute con --help para ver cómo se usa)',
    'run with --help to see how it is used': 'ejecute con --help para ver cómo se usa',
    'error: {conflict}': 'error: {conflict}',
    '--select and --mode full exclude each other': '--select y --mode full no se pueden usar juntos',
    'It must be a positive whole number.': 'Debe ser un número entero positivo.',
    'It must be a number of days.': 'Debe ser una cantidad de días.',
    'It must be a whole number from 1 to 366.': 'Debe ser un número entero de 1 a 366.',
    'A product id is a positive whole number.': 'El id de un producto es un número entero positivo.',
    'there is no run {run}': 'no existe la corrida {run}',
    '`runs` lists them': '`runs` las muestra',
    'there are {count} targets, and this command works on one':
      'hay {count} destinos, y este comando trabaja con uno solo',
    'name it with --target: {names}': 'indíquelo con --target: {names}',
    'there is no target {name}': 'no existe el destino {name}',
    'set TARGETS_FILE to have targets': 'defina TARGETS_FILE para tener destinos',
    'the targets are {names}': 'los destinos son {names}',
    'task {index} of {count} {said}': 'la tarea {index} de {count} {said}',
    'has nothing to do: there is only {targets}': 'no tiene nada que hacer: hay solo {targets}',
    'has nothing to do: there are only {targets}': 'no tiene nada que hacer: hay solo {targets}',
    'stopped before {targets}: {names}': 'se detuvo antes de {targets}: {names}',
    '{COUNT} target': '{COUNT} destino',
    '{COUNT} targets': '{COUNT} destinos',
    'the demo is not part of this installation': 'la demostración no forma parte de esta instalación',
    'clone the source and run `npm run demo` there': 'clone el código fuente y ejecute allí `npm run demo`',

    // The configuration
    'the environment is wrong: {problems}': 'la configuración tiene errores: {problems}',
    'see .env.example for every variable': 'vea .env.example: explica cada variable',
    'the file .env cannot be read: {why}': 'no se puede leer el archivo .env: {why}',
    'let the user that runs the job read it, or take it away':
      'dele permiso de lectura al usuario que ejecuta el programa, o quítelo',
    '{VARIABLE} must be {expected}': '{VARIABLE} debe ser {expected}',
    '{VARIABLE} is missing: it must be {expected}': 'falta {VARIABLE}: debe ser {expected}',
    '{expected}, or in a secret that {variable} names':
      '{expected}, o estar en un secreto que nombra {variable}',
    '{expected} (or {way})': '{expected} (o {way})',
    'another ALERT_TEMPLATE': 'otra ALERT_TEMPLATE',
    'a whole number from {min} to {max}': 'un número entero de {min} a {max}',
    'a percentage from 0 to 100': 'un porcentaje de 0 a 100',
    '"{first}" or {others}': '"{first}" o {others}',
    'an http(s) URL without user and password in it': 'una URL http(s) sin usuario ni contraseña',
    'a text': 'un texto',
    'schema.name': 'esquema.nombre',
    'schema.name, comma-separated': 'esquema.nombre, separados por comas',
    'schema.table': 'esquema.tabla',
    'an https URL (plain http only on loopback)': 'una URL https (http solo en la propia máquina)',
    'project:region:instance': 'proyecto:región:instancia',
    'a schema name': 'el nombre de un esquema',
    'NOTIFY is off, so there is nothing to notify': 'NOTIFY está en off, así que no hay avisos que enviar',
    'set NOTIFY=on': 'defina NOTIFY=on',
    'CLOUD_RUN_TASK_INDEX must be a whole number from 0 and less than CLOUD_RUN_TASK_COUNT':
      'CLOUD_RUN_TASK_INDEX debe ser un número entero desde 0 y menor que CLOUD_RUN_TASK_COUNT',
    'Cloud Run sets both; outside of it leave them unset':
      'Cloud Run define las dos; fuera de Cloud Run, no las defina',
    'TARGETS_FILE is wrong: {problems}': 'TARGETS_FILE tiene errores: {problems}',
    'see "Many shops" in README.md': 'vea "Many shops" en README.md',
    'the file that TARGETS_FILE names cannot be read: {why}':
      'no se puede leer el archivo que nombra TARGETS_FILE: {why}',
    'it is no JSON': 'no es JSON',
    'it is no JSON, at {place}': 'no es JSON, en {place}',
    'it must be a JSON list of targets': 'debe ser una lista JSON de destinos',
    'it must be a JSON list of at least one target': 'debe ser una lista JSON con al menos un destino',
    'target {NAME} must be an object': 'el destino {NAME} debe ser un objeto',
    'target {NAME}: {problem}': 'destino {NAME}: {problem}',
    'every target: {problem}': 'todos los destinos: {problem}',
    'target {NAME}': 'destino {NAME}',
    'name must be up to 63 letters, digits, - and _': 'name debe tener hasta 63 letras, dígitos, - y _',
    'name {NAME} is taken': 'el nombre {NAME} está repetido',
    '{field} is no field of a target': '{field} no es un campo de un destino',
    '{FIELD} must not stand in the file: name its secret with {variable}, or set it in the environment':
      '{FIELD} no debe estar en el archivo: nombre su secreto con {variable}, o defínalo en el entorno',
    '{FIELD} holds for all targets: set it in the environment':
      '{FIELD} vale para todos los destinos: defínalo en el entorno',
    '{FIELD} must be a text, a number or null': '{FIELD} debe ser un texto, un número o null',
    'NAME_DB is on the database and schema of {other}':
      'NAME_DB está en la base de datos y el esquema de {other}',

    // How a run ends
    'stopped by {signal}': 'detenida por {signal}',
    'what was committed stays; the next run goes on': 'lo ya cargado queda; la próxima corrida continúa',
    'unexpected: {why}': 'error inesperado: {why}',
    'run again with LOG_LEVEL=debug and report the stack':
      'ejecute de nuevo con LOG_LEVEL=debug e informe el error a quien mantiene el programa',
    'the next run tries again': 'la próxima corrida lo intenta de nuevo',
    'no answer within {limit} s': 'sin respuesta en {limit} s',
    'no answer within {limit} ms': 'sin respuesta en {limit} ms',
    'no answer within {limit} s to: {attempt}': 'sin respuesta en {limit} s al {attempt}',
    'the process ended without a word': 'el proceso terminó sin avisar',
    'the transaction is repeated': 'se repite la transacción',
    'everything is read once more': 'se lee todo una vez más',
    'the counts do not add up, nothing was loaded: {fetched} fetched, but {unchanged} unchanged + {inserted} inserted + {updated} updated + {duplicates} duplicates + {quarantined} quarantined = {sum}':
      'las cuentas no cierran, no se cargó nada: {fetched} leídos, pero {unchanged} sin cambios + {inserted} nuevos + {updated} modificados + {duplicates} repetidos + {quarantined} en cuarentena = {sum}',
    'the webhooks do not add up: {owed} owed, but {delivered} delivered + {pending} pending + {dead} dead':
      'las cuentas de los avisos no cierran: {owed} debidos, pero {delivered} entregados + {pending} pendientes + {dead} abandonados',

    // Bitcram
    'cannot reach {service} for {request}: {why}': 'no hay conexión con {service} para {request}: {why}',
    'check the base URL and that the service is up': 'verifique la URL y que el servicio esté funcionando',
    '{service} did not answer {request} within {limit} ms':
      '{service} no respondió a {request} en {limit} ms',
    'check that the service is up': 'verifique que el servicio esté funcionando',
    'check the URL': 'verifique la URL',
    'check that the service is up, or raise HTTP_TIMEOUT_MS':
      'verifique que el servicio esté funcionando, o aumente HTTP_TIMEOUT_MS',
    '{service} answers {status} to {request}': '{service} responde {status} a {request}',
    '{answer} and asks to wait {seconds} s': '{answer} y pide esperar {seconds} s',
    'the service is failing or overloaded': 'el servicio falla o está sobrecargado',
    '{service} answers {request} with more than {limit} MB':
      '{service} responde a {request} con más de {limit} MB',
    'lower PAGE_SIZE, or raise MAX_RESPONSE_MB if the list really is that large':
      'baje PAGE_SIZE, o aumente MAX_RESPONSE_MB si la lista es realmente tan grande',
    'more than {limit} bytes': 'más de {limit} bytes',
    'the answer broke off': 'la respuesta se cortó',
    'the answer has no items': 'la respuesta no tiene ítems',
    'Bitcram refuses the log-in ({status} to {request})':
      'Bitcram rechaza el inicio de sesión ({status} a {request})',
    'check USER_BITCRAM, and PASSWORD_BITCRAM or its secret':
      'verifique USER_BITCRAM, y PASSWORD_BITCRAM o su secreto',
    'Bitcram answers {request} without a usable token': 'Bitcram responde a {request} sin un token que sirva',
    '(not shown)': '(no se muestra)',
    'check URL_BITCRAM': 'verifique URL_BITCRAM',
    'Bitcram refuses the token ({status} to {request})': 'Bitcram rechaza el token ({status} a {request})',
    'a token lives about 7 days: log in again and put the new one into BITCRAM_TOKEN, or into the secret with `renew-token`':
      'un token dura unos 7 días: inicie sesión de nuevo y ponga el token nuevo en BITCRAM_TOKEN, o en el secreto con `renew-token`',
    'Bitcram answers {request} with a redirect ({status}), which is not followed':
      'Bitcram responde a {request} con una redirección ({status}), que no se sigue',
    'set URL_BITCRAM to the address where the API really is':
      'ponga en URL_BITCRAM la dirección donde está realmente la API',
    'Bitcram knows no {request} (404)': 'Bitcram no conoce {request} (404)',
    'Bitcram answers {request} with {status}: {text}': 'Bitcram responde a {request} con {status}: {text}',
    'if it stays, look at what that request answers': 'si persiste, mire qué responde esa consulta',
    'the next run reads it anew; if it stays, look at what that request answers':
      'la próxima corrida la lee de nuevo; si persiste, mire qué responde esa consulta',
    'Bitcram answers {request} with an error inside a 200: {text}':
      'Bitcram responde a {request} con un error dentro de un 200: {text}',
    'Bitcram answers {request} without a list of items: {text}':
      'Bitcram responde a {request} sin una lista de ítems: {text}',
    'Bitcram answers {request} with nothing': 'Bitcram responde a {request} con nada',
    'Bitcram answers {request} with {bytes} bytes that are no JSON: {text}':
      'Bitcram responde a {request} con {bytes} bytes que no son JSON: {text}',
    'Bitcram answers {request} with a checkout that has no usable {field}':
      'Bitcram responde a {request} con un checkout cuyo {field} no sirve',
    'mend the checkout in Bitcram, or check URL_BITCRAM':
      'corrija el checkout en Bitcram, o verifique URL_BITCRAM',
    'Bitcram has no checkout {checkout}': 'Bitcram no tiene el checkout {checkout}',
    'run `discover` to list the checkouts that this token can see, and set CHECKOUT':
      'ejecute `discover` para ver los checkouts a los que llega este token, y defina CHECKOUT',
    'checkout {checkout} has no warehouse, so there is no stock to read':
      'el checkout {checkout} no tiene depósito, así que no hay stock que leer',
    'give it a warehouse in Bitcram, or choose another checkout (`discover` lists them)':
      'asígnele un depósito en Bitcram, o elija otro checkout (`discover` los muestra)',
    '{request} (page {PAGE})': '{request} (página {PAGE})',
    'the list moved while it was read ({request}): {what}':
      'la lista cambió mientras se la leía ({request}): {what}',
    '{count} items where the total is {total}': '{count} ítems donde el total es {total}',
    'no item where the total is {total}': 'ningún ítem donde el total es {total}',
    'page {page} announces another length than page 1': 'la página {page} anuncia otro largo que la página 1',
    'page {page} of {pages} has {count} items, page 1 had {first}':
      'la página {page} de {pages} tiene {count} ítems, la página 1 tenía {first}',
    '{count} items came where the total is {total}': 'llegaron {count} ítems donde el total es {total}',
    'page {page} goes on although there are {pages} pages':
      'la página {page} continúa aunque hay {pages} páginas',
    'page {page} brought nothing new, but page {next} goes on':
      'la página {page} no trajo nada nuevo, pero la página {next} continúa',
    'the list does not end after {count} items': 'la lista no termina después de {count} ítems',
    'product {product} comes again on page {page}':
      'el producto {product} aparece otra vez en la página {page}',
    'the price list is empty, which is never taken for "delete everything"':
      'la lista de precios está vacía, lo que nunca se toma por "borrar todo"',
    'look at the price list of the checkout in Bitcram': 'revise en Bitcram la lista de precios del checkout',
    'the stock list is empty although there was stock before':
      'la lista de stock está vacía aunque antes había stock',
    'look at the stock of the warehouse in Bitcram': 'revise en Bitcram el stock del depósito',
    '{count} of {of} items of the {list} cannot be used ({limit} % allowed)':
      '{count} de {of} ítems de la {list} no se pueden usar (se permite {limit} %)',
    'price list': 'lista de precios',
    'stock list': 'lista de stock',
    'see `quarantine` for each with its reason': 'vea `quarantine`: muestra cada uno con su motivo',
    'the price list lacks {products} of --select: {ids}':
      'faltan en la lista de precios {products} de --select: {ids}',
    '{COUNT} product': '{COUNT} producto',
    '{COUNT} products': '{COUNT} productos',

    // Why an item is in quarantine
    'the item is no JSON object': 'el ítem no es un objeto JSON',
    'the item has no product id': 'el ítem no tiene id de producto',
    'the product id is not a positive whole number': 'el id de producto no es un número entero positivo',
    'the product id is larger than the id column of raw_item_data holds':
      'el id de producto es mayor de lo que admite la columna id de raw_item_data',
    'the price is not a decimal number': 'el precio no es un número decimal',
    'the balance is not a number': 'el stock no es un número',
    'the balance is beyond what the stock column of raw_item_data holds':
      'el stock supera lo que admite la columna stock de raw_item_data',
    'the list has two different items for this product':
      'la lista tiene dos ítems distintos para este producto',
    'the text is not valid UTF-8': 'el texto no es UTF-8 válido',
    'the text has a lone surrogate': 'el texto tiene medio carácter suelto (un "surrogate")',
    'a number is too large for JSON in the database':
      'un número es demasiado grande para el JSON de la base de datos',
    'the item is nested deeper than the database accepts':
      'el ítem tiene más niveles de los que acepta la base de datos',
    'the item is longer than the database accepts': 'el ítem es más largo de lo que acepta la base de datos',

    // The guard
    'stopped before loading: {why}': 'detenida antes de cargar: {why}',
    '{count} of {of} products would {what} ({percent} %, {limit} % allowed; the largest: {examples})':
      '{count} de {of} productos {what} ({percent} %, se permite {limit} %; los mayores: {examples})',
    'vanish from the price list': 'desaparecerían de la lista de precios',
    'fall from stock to none': 'pasarían de tener stock a no tener',
    'lose their price': 'perderían su precio',
    'fall below half their price': 'caerían a menos de la mitad de su precio',
    'look at the price list and the stock in Bitcram; if they are right, run `sync --force` once':
      'revise la lista de precios y el stock en Bitcram; si están bien, ejecute `sync --force` una vez',
    'stopped before loading: the source has another {changes} than in the last run':
      'detenida antes de cargar: el origen no tiene lo mismo que en la última corrida: {changes}',
    'warehouse {before} → {after}': 'depósito {before} → {after}',
    'price list {before} → {after}': 'lista de precios {before} → {after}',
    'warehouse {before} → {after} and price list {list} → {other}':
      'depósito {before} → {after} y lista de precios {list} → {other}',
    'if that is meant, run `sync --force` once': 'si es lo que quiere, ejecute `sync --force` una vez',
    'let pass by --force: {why}': 'pasó por --force: {why}',

    // The webhooks and the alerts
    '{COUNT} webhook still owed: {why}': 'queda {COUNT} aviso sin enviar: {why}',
    '{COUNT} webhooks still owed: {why}': 'quedan {COUNT} avisos sin enviar: {why}',
    '{COUNT} webhook still owed': 'queda {COUNT} aviso sin enviar',
    '{COUNT} webhooks still owed': 'quedan {COUNT} avisos sin enviar',
    'sending was switched off with --no-notify': 'el envío se desactivó con --no-notify',
    'run `notify`': 'ejecute `notify`',
    '{service} refuses the secret': '{service} rechaza el secreto',
    'correct SECRET_PUBLICATIONS': 'corrija SECRET_PUBLICATIONS',
    'NOTIFY_BUDGET_MS was used up': 'se agotó NOTIFY_BUDGET_MS',
    'the receiver refused them': 'quien los recibe los rechazó',
    'the next run, or `notify`, sends them': 'los envía la próxima corrida, o `notify`',
    'cannot reach the publications service: {why}': 'no hay conexión con el servicio de publicaciones: {why}',
    'the connection ended': 'se cortó la conexión',
    'the publications service': 'el servicio de publicaciones',
    'the publications service answers {status}': 'el servicio de publicaciones responde {status}',
    'look at the log of that service; until it works, webhooks stay owed':
      'mire el registro de ese servicio; hasta que funcione, los avisos quedan sin enviar',
    'the publications service knows no such path (404)':
      'el servicio de publicaciones no conoce esa dirección (404)',
    'check URL_PUBLICATIONS': 'verifique URL_PUBLICATIONS',
    'could not tell ALERT_URL of it: {why}': 'no se pudo avisar a ALERT_URL: {why}',
    'no answer that can be read': 'sin una respuesta que se pueda leer',
    'it answers {STATUS}': 'responde {STATUS}',
    'ALERT_URL was told how the run ended': 'se avisó a ALERT_URL cómo terminó la corrida',
    'the database that remembers what was alerted does not answer':
      'no responde la base de datos que recuerda qué alertas se enviaron',
    'until it does, each run that ends badly is told of':
      'hasta que responda, se avisa de cada corrida que termina mal',

    // Secrets and the token
    'there is no product {product}, and no change of it is kept':
      'no existe el producto {product}, ni se guarda ningún cambio suyo',
    '`quarantine` lists what cannot be used': '`quarantine` muestra lo que no se puede usar',
    'there is no time zone {zone}': 'no existe el huso horario {zone}',
    'name it as America/Argentina/Buenos_Aires': 'escríbalo como America/Argentina/Buenos_Aires',
    'cannot write the page to {file}: {why}': 'no se puede escribir la página en {file}: {why}',
    'give --out a file in a folder that exists and may be written to':
      'dé a --out un archivo en una carpeta que exista y en la que se pueda escribir',
    'cannot {attempt}: {why}': 'no se puede {attempt}: {why}',
    '{attempt} of project {project}': '{attempt} del proyecto {project}',
    'read the secret {secret}': 'leer el secreto {secret}',
    'look at the latest version of the secret {secret}': 'ver la última versión del secreto {secret}',
    'list the versions of the secret {secret}': 'listar las versiones del secreto {secret}',
    'add a version to the secret {secret}': 'agregar una versión al secreto {secret}',
    'disable version {version} of the secret {secret}':
      'deshabilitar la versión {version} del secreto {secret}',
    'the secret {secret} arrived damaged: its checksum does not fit':
      'el secreto {secret} llegó dañado: su suma de control no coincide',
    'the next run reads it again': 'la próxima corrida lo lee de nuevo',
    'the secret {secret} is not UTF-8 text': 'el secreto {secret} no es texto UTF-8',
    'the secret {secret} is empty': 'el secreto {secret} está vacío',
    'add a version to it that holds the right text': 'agréguele una versión con el texto correcto',
    'create the secret with a version and give the service account {role} on it, or correct PROJECT_ID and the variable that names it':
      'cree el secreto con una versión y dele a la cuenta de servicio {role} sobre él, o corrija PROJECT_ID y la variable que lo nombra',
    'give the service account {role} on it': 'dele a la cuenta de servicio {role} sobre él',
    'enable the latest version of the secret': 'habilite la última versión del secreto',
    'check PROJECT_ID and the variable that names the secret: its name alone, without projects/ before it':
      'verifique PROJECT_ID y la variable que nombra el secreto: su nombre solo, sin projects/ adelante',
    'enable the Secret Manager API in this project': 'habilite la API de Secret Manager en este proyecto',
    'the Bitcram token has a space or a character in it that no request can carry':
      'el token de Bitcram tiene un espacio o un carácter que ningún pedido puede llevar',
    'put the token alone into BITCRAM_TOKEN, or into its secret':
      'ponga el token, y nada más, en BITCRAM_TOKEN o en su secreto',
    'the new token was ended by another log-in': 'otro inicio de sesión dio por terminado el token nuevo',
    'log in with `gcloud auth application-default login` or run as a service account, with {role} on it, or give the value itself':
      'inicie sesión con `gcloud auth application-default login` o ejecute como una cuenta de servicio, con {role} sobre él, o dé el valor mismo',
    'Secret Manager may be down': 'quizás Secret Manager no funciona',
    'check the network, and the metadata server for the credentials of a service account with {role}':
      'verifique la red, y que el servidor de metadatos dé las credenciales de una cuenta de servicio con {role}',
    'the secret {secret} has no version': 'el secreto {secret} no tiene ninguna versión',
    'the token was renewed: version {version} of the secret {secret}':
      'se renovó el token: versión {version} del secreto {secret}',
    'disabled: {versions}': 'deshabilitadas: {versions}',
    none: 'ninguna',
    'the token was renewed': 'se renovó el token',
    'the token was not renewed': 'no se renovó el token',
    'the secret {secret} is {days} days old and needs no new token yet':
      'el secreto {secret} tiene {days} días y todavía no necesita un token nuevo',
    'the secret {secret} was renewed meanwhile, and its token works':
      'el secreto {secret} se renovó mientras tanto, y su token funciona',
    'Bitcram gives the token that the secret {secret} has already':
      'Bitcram da el token que el secreto {secret} ya tiene',
    'nothing was changed': 'no se cambió nada',
    'the token was not renewed, and the secret {secret} was left as it is: {why}':
      'no se renovó el token, y el secreto {secret} quedó como estaba: {why}',
    'a new token works but was not seen to arrive in the secret {secret}, of which no version was disabled: {why}':
      'hay un token nuevo que funciona, pero no se vio que llegara al secreto {secret}, del que no se deshabilitó ninguna versión: {why}',
    'a new token is version {version} of the secret {secret}, but not verified; the older versions were left enabled: {why}':
      'un token nuevo es la versión {version} del secreto {secret}, pero sin verificar; las versiones anteriores quedaron habilitadas: {why}',
    'the token was renewed as version {version} of the secret {secret}, but {versions} were left enabled: {why}':
      'se renovó el token como versión {version} del secreto {secret}, pero quedaron habilitadas {versions}: {why}',
    'its older versions': 'sus versiones anteriores',
    'its older versions except {versions}': 'sus versiones anteriores menos {versions}',
    'Bitcram gave a new token and refuses it': 'Bitcram dio un token nuevo y lo rechaza',
    'check that the user of USER_BITCRAM may see the checkouts':
      'verifique que el usuario de USER_BITCRAM pueda ver los checkouts',
    'version {version} does not hold what was put into it':
      'la versión {version} no contiene lo que se le puso',
    'run `renew-token --if-older-than 0`': 'ejecute `renew-token --if-older-than 0`',

    // Cloud SQL
    'cannot find the Cloud SQL instance {instance}: {why}':
      'no se encuentra la instancia de Cloud SQL {instance}: {why}',
    'no answer in time ({limit} s)': 'sin respuesta a tiempo ({limit} s)',
    'check the network to the SQL Admin API and to the metadata server':
      'verifique la red hacia la SQL Admin API y hacia el servidor de metadatos',
    'log in with `gcloud auth application-default login` or run as a service account, with {roles}':
      'inicie sesión con `gcloud auth application-default login` o ejecute como una cuenta de servicio, con {roles}',
    '{ROLE} and roles/{OTHER}': '{ROLE} y roles/{OTHER}',
    'check INSTANCE_DB, which is project:region:instance':
      'verifique INSTANCE_DB, que es proyecto:región:instancia',
    '{what}: the region is another one': '{what}: la región es otra',
    "give the service account {roles} in the instance's project, and enable the SQL Admin API there":
      'dele a la cuenta de servicio {roles} en el proyecto de la instancia, y habilite allí la SQL Admin API',
    'set IP_TYPE_DB to an address that the instance has, or give it this one':
      'ponga en IP_TYPE_DB un tipo de dirección que la instancia tenga, o dele este',
    "check the metadata server for the service account's credentials":
      'verifique que el servidor de metadatos dé las credenciales de la cuenta de servicio',
    'the SQL Admin API may be down': 'quizás la SQL Admin API no funciona',
    'public address': 'dirección pública',
    "private address, which needs the job's way into its VPC,":
      'dirección privada, que necesita el acceso del programa a su VPC,',
    'Private Service Connect name, which needs its endpoint and DNS,':
      'nombre de Private Service Connect, que necesita su endpoint y su DNS,',
    "check that USER_DB is the service account's name before the @, that the instance has this user, and that the account has {roles}":
      'verifique que USER_DB sea el nombre de la cuenta de servicio antes de la @, que la instancia tenga este usuario, y que la cuenta tenga {roles}',
    'both certificates are fetched anew by every run: if it stays, look at the server certificates of the instance, and at who stands between':
      'cada corrida pide los dos certificados de nuevo: si persiste, revise los certificados de servidor de la instancia, y quién está en el medio',
    'check that the instance runs, and that port 3307 of its {address} can be reached from here (IP_TYPE_DB)':
      'verifique que la instancia esté funcionando, y que desde aquí se llegue al puerto 3307 de su {address} (IP_TYPE_DB)',

    // The database
    'could not {attempt}: {why}': 'no se pudo {attempt}: {why}',
    '{fate} while trying to {attempt}: {why}': '{fate} al {attempt}: {why}',
    'cannot reach the database': 'no hay conexión con la base de datos',
    'lost the database': 'se perdió la conexión con la base de datos',
    'check that the database is up and reachable':
      'verifique que la base de datos esté funcionando y que se pueda llegar a ella',
    'the server asks for the password in clear text, as Cloud SQL does for IAM users':
      'el servidor pide la contraseña en texto plano, como hace Cloud SQL con los usuarios IAM',
    'check USER_DB and PASSWORD_DB': 'verifique USER_DB y PASSWORD_DB',
    'check AUTH_TYPE_DB and how the database user logs in':
      'verifique AUTH_TYPE_DB y cómo inicia sesión el usuario de la base de datos',
    'run `migrate`': 'ejecute `migrate`',
    'check PUBLISHED_ITEMS_TABLE, and the triggers of raw_item_data where it has any':
      'verifique PUBLISHED_ITEMS_TABLE, y los triggers de raw_item_data si los tiene',
    'grant the user access to the schema NAME_DB': 'dele al usuario acceso al esquema NAME_DB',
    'create the schema NAME_DB names, or correct NAME_DB':
      'cree el esquema que nombra NAME_DB, o corrija NAME_DB',
    'grant the user what the message names': 'dele al usuario el permiso que nombra el mensaje',
    'grant the user EXECUTE on the procedure': 'dele al usuario EXECUTE sobre el procedimiento',
    'grant the user {right} on the {kind} {name}': 'dele al usuario {right} sobre {kind} {name}',
    table: 'la tabla',
    column: 'la columna',
    procedure: 'el procedimiento',
    'check POST_LOAD_PROCEDURES': 'verifique POST_LOAD_PROCEDURES',
    'the server is read-only: connect to the primary':
      'el servidor es de solo lectura: conéctese al servidor primario',
    'give the column of raw_item_data a default': 'dele a la columna de raw_item_data un valor por defecto',
    'let the database accept this host': 'haga que la base de datos acepte esta máquina',
    'another session works on the same rows': 'otra sesión trabaja con las mismas filas',
    'if it stays, look at the database server': 'si persiste, revise el servidor de la base de datos',
    'another run holds the lock of the schema {schema}: {holder}':
      'otra corrida tiene el bloqueo del esquema {schema}: {holder}',
    'it is left alone; the next scheduled run tries again':
      'no se la interrumpe; la próxima corrida programada lo intenta de nuevo',
    'database connection {NUMBER}': 'conexión {NUMBER} de la base de datos',
    'database connection unknown': 'conexión desconocida de la base de datos',
    '{COMMAND} {RUN}, since {start} UTC, last sign of life {alive} UTC (database connection {NUMBER})':
      '{COMMAND} {RUN}, desde {start} UTC, última señal de vida {alive} UTC (conexión {NUMBER} de la base de datos)',
    'the schema lacks {migrations}': 'al esquema le falta {migrations}',
    'the schema is up to date': 'el esquema está al día',
    'applied {migrations}': 'se aplicó {migrations}',
    'the procedure {procedure} does not exist, or this user may not see it':
      'el procedimiento {procedure} no existe, o este usuario no puede verlo',
    'correct POST_LOAD_PROCEDURES, or GRANT EXECUTE ON PROCEDURE {procedure} to the user':
      'corrija POST_LOAD_PROCEDURES, o ejecute GRANT EXECUTE ON PROCEDURE {procedure} para el usuario',
    'no webhook goes out before it succeeds; the next run calls it again':
      'no sale ningún aviso hasta que termine bien; la próxima corrida lo llama de nuevo',
    'there is no table raw_item_data in this schema': 'no hay una tabla raw_item_data en este esquema',
    'the column {column} of raw_item_data {what}': 'la columna {column} de raw_item_data {what}',
    'is missing': 'falta',
    'is neither a primary nor a unique key': 'no es clave primaria ni única',
    'is only a part of the primary key': 'es solo una parte de la clave primaria',
    'has the type {type}, JSON is expected': 'tiene el tipo {type}, se espera JSON',
    'has the type {type}, DATETIME is expected': 'tiene el tipo {type}, se espera DATETIME',
    'has the type {type}, an integer is expected': 'tiene el tipo {type}, se espera un entero',
    'is NOT NULL without a default, so no product can be inserted':
      'es NOT NULL sin valor por defecto, así que no se puede insertar ningún producto',
    'give it a default': 'dele un valor por defecto',
    'change the table, or point NAME_DB at the right schema':
      'cambie la tabla, o ponga en NAME_DB el esquema correcto',
    'of {sent} rows sent to the staging table {arrived} arrived, with {warnings} warnings':
      'de {sent} filas enviadas a la tabla intermedia llegaron {arrived}, con {warnings} advertencias',

    // What was being done in the database
    'log in to the database at {place} as {user}':
      'iniciar sesión en la base de datos en {place} como {user}',
    'keep the connection that holds the lock': 'mantener la conexión que tiene el bloqueo',
    'roll back': 'deshacer los cambios',
    'take the lock': 'tomar el bloqueo',
    'see who holds the lock': 'ver quién tiene el bloqueo',
    'create sync_migration': 'crear sync_migration',
    'apply {MIGRATION}': 'aplicar {MIGRATION}',
    'note {migration} as applied': 'anotar {migration} como aplicada',
    'see which migrations are applied': 'ver qué migraciones están aplicadas',
    'read the columns of raw_item_data': 'leer las columnas de raw_item_data',
    'read the previous rows': 'leer las filas anteriores',
    'make the staging table, for which the user needs CREATE TEMPORARY TABLES':
      'crear la tabla intermedia, para lo que el usuario necesita CREATE TEMPORARY TABLES',
    'stage changed products': 'preparar los productos modificados',
    'stage the missing products': 'preparar los productos ausentes',
    'count the changes': 'contar los cambios',
    'load the changes': 'cargar los cambios',
    'load the changes into raw_item_data': 'cargar los cambios en raw_item_data',
    'write the outbox': 'anotar los avisos por enviar',
    'write down the missing products': 'anotar los productos ausentes',
    'settle the missing products': 'resolver los productos ausentes',
    'count the webhooks owed': 'contar los avisos sin enviar',
    'count the dead webhooks': 'contar los avisos abandonados',
    'note the load': 'anotar la carga',
    'see which products are published': 'ver qué productos están publicados',
    'read the outbox': 'leer los avisos por enviar',
    'take delivered webhooks out of the outbox': 'quitar los avisos ya entregados',
    'count the refused webhooks': 'contar los avisos rechazados',
    'give up on webhooks refused too often': 'abandonar los avisos rechazados demasiadas veces',
    'owe dead webhooks again': 'volver a deber los avisos abandonados',
    'see whether procedures are owed': 'ver si hay procedimientos por llamar',
    'note the procedures as called': 'anotar los procedimientos como llamados',
    'call the procedure {procedure}': 'llamar al procedimiento {procedure}',
    'find the procedure {procedure}': 'buscar el procedimiento {procedure}',
    'write down the unusable items': 'anotar los ítems que no se pueden usar',
    'settle the quarantine': 'resolver la cuarentena',
    'read the quarantine': 'leer la cuarentena',
    'check the right to {statement}': 'verificar el permiso para {statement}',
    'make a temporary table': 'crear una tabla temporal',
    'drop a temporary table': 'borrar una tabla temporal',
    'read PUBLISHED_ITEMS_TABLE': 'leer PUBLISHED_ITEMS_TABLE',
    'close the books of runs that died': 'cerrar las corridas que murieron',
    'write down the run': 'anotar la corrida',
    'read where the last run read from': 'leer de dónde leyó la última corrida',
    'write down how the run ended': 'anotar cómo terminó la corrida',
    'show a sign of life': 'dar una señal de vida',
    'read the runs': 'leer las corridas',
    'read the last run': 'leer la última corrida',
    'read how the runs went': 'leer cómo anduvieron las corridas',
    'read what changed': 'leer qué cambió',
    'read the names': 'leer los nombres',
    'count what there is': 'contar lo que hay',
    'ask the time': 'preguntar la hora',
    'read the run': 'leer la corrida',
    'keep what changes': 'guardar lo que cambia',
    'remove old changes': 'borrar los cambios viejos',
    'read the changes of the product': 'leer los cambios del producto',
    'read the product': 'leer el producto',
    'remove old history': 'borrar la historia vieja',
    'read what was alerted': 'leer qué alertas se enviaron',
    'remember what was alerted': 'recordar qué alertas se enviaron',

    // The doctor
    'configuration: source': 'configuración: Bitcram',
    'configuration: database': 'configuración: base de datos',
    'configuration: load': 'configuración: carga',
    'configuration: publications': 'configuración: avisos',
    'configuration: alert': 'configuración: alertas',
    'configuration: log': 'configuración: registro',
    'not tried: see above': 'no se probó: vea más arriba',
    complete: 'completa',
    'taken from BITCRAM_TOKEN': 'tomado de BITCRAM_TOKEN',
    'taken from secret {secret}': 'tomado del secreto {secret}',
    'token renewal: password': 'renovación del token: contraseña',
    'token renewal: versions': 'renovación del token: versiones',
    'version {version} of secret {secret} is {days} days old':
      'la versión {version} del secreto {secret} tiene {days} días',
    'Bitcram and checkout': 'Bitcram y checkout',
    'checkout {checkout}: warehouse {warehouse}, price list {list}':
      'checkout {checkout}: depósito {warehouse}, lista de precios {list}',
    unnamed: 'sin nombre',
    'database: password': 'base de datos: contraseña',
    'database: log-in and version': 'base de datos: inicio de sesión y versión',
    'database: migrations': 'base de datos: migraciones',
    'all applied': 'todas aplicadas',
    'database: raw_item_data': 'base de datos: raw_item_data',
    'database: rights': 'base de datos: permisos',
    'all that the job needs': 'todos los que necesita el programa',
    'database: rights for alerts': 'base de datos: permisos para las alertas',
    'all that ALERT_URL needs': 'todos los que necesita ALERT_URL',
    procedures: 'procedimientos',
    'none configured': 'ninguno configurado',
    'publications: secret': 'avisos: secreto',
    'publications service': 'servicio de publicaciones',
    'NOTIFY is off': 'NOTIFY está en off',
    'answers at {address} (the secret is checked by the first webhook)':
      'responde en {address} (el secreto se comprueba con el primer aviso)',
  },
};

/** "12,5": ungrouped, so that no point can be taken for the other mark. */
function decimal(value: number): string {
  return String(value).replace('.', ',');
}
