import { units } from './counted.es.ts';
import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { AlertText, en } from './en.ts';

const { number, plural } = formatsIn('es-AR');

const MINUTE_MS = 60_000;

export const lasting = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes === 0) return 'menos de un minuto';
  return minutes < 120
    ? plural(minutes, 'minuto', 'minutos')
    : plural(Math.floor(minutes / 60), 'hora', 'horas');
};

const STATUS: Readonly<Record<string, string>> = {
  succeeded: 'terminó bien',
  incomplete: 'cargó, pero quedó incompleta',
  stopped: 'se detuvo antes de cargar',
  failed: 'falló',
  interrupted: 'se interrumpió',
  lost: 'terminó sin dejar un informe',
};

const channelTodo = (channel: string, pending: number, paused: string | null): string => {
  if (paused !== null) return `; no se envía nada hasta que ejecutes ${typed(`channels resume ${channel}`)}`;
  return pending === 0 ? '' : `; lo que falta lo envía la próxima sincronización, o ${typed('notify')}`;
};

export const es: typeof en = {
  not_told: ({ why }) => ({
    message: `no se pudo avisar a ALERT_URL: ${why}`,
    hint: 'la próxima sincronización lo intenta de nuevo, o un sales-worker en menos de un minuto',
  }),
  no_answer: ({ limitMs }) => `sin respuesta en ${number(limitMs / 1000)} s`,
  unreadable: 'sin una respuesta que se pueda leer',
  answers: ({ status }) => `responde ${status}`,
  address_wrong: {
    message:
      'el secreto que nombra ALERT_URL_SECRET_ID no contiene una URL http(s) sin usuario ni contraseña',
    hint: 'agregale una versión con la dirección a la que hay que avisar',
  },
  told: 'se avisó a ALERT_URL cómo terminó la sincronización',
  told_now: 'se avisó a ALERT_URL',
  memory_silent: {
    message: 'no responde la base de datos que recuerda qué alertas se enviaron',
    hint: 'hasta que responda, se avisa de cada sincronización que termina mal',
  },

  another_template: 'otra ALERT_TEMPLATE',

  // What was being done
  read_memory: 'leer qué alertas se enviaron',
  take_turn: 'esperar a otra ejecución que está avisando',
  read_orders: 'ver cuándo se leyeron los pedidos',
  read_backlogs: 'leer qué falta avisar a los canales',
  write_memory: 'recordar qué alertas se enviaron',
  read_later: 'leer qué pasó después de la sincronización',
  read_receiver: 'leer los secretos ALERT_URL y ALERT_SECRET',

  channel_late: ({ pending, since, dead }) => ({
    message: `atrasado: ${number(pending)} sin enviar, el primero desde ${since}; ${number(dead)} ${dead === 1 ? 'rechazado' : 'rechazados'}`,
    hint: `fijate si el servicio responde y, si no, llamá a su proveedor; ${typed('notify')} envía lo que falta${dead === 0 ? '' : `, y ${typed('dead list')} muestra lo rechazado`}`,
  }),

  marketplace_late: ({ pending, since, dead }) => ({
    message: `atrasado: ${number(pending)} sin enviar, la primera desde ${since}; ${number(dead)} ${dead === 1 ? 'rechazada' : 'rechazadas'}`,
    hint: `corregí lo que falla más arriba; después ${typed('notify')} envía lo que falta${dead === 0 ? '' : `, y ${typed('dead list')} muestra lo rechazado`}`,
  }),

  // The doctor
  read_last_run: 'leer la última sincronización',
  count_quarantine: 'contar lo que hay para corregir',
  check_last_run: 'última sincronización que leyó todo',
  no_run_yet: 'todavía no hubo ninguna',
  last_run: ({ runId, at, status, exitCode }) =>
    `${at}, ${STATUS[status] ?? status}${exitCode === null ? '' : ` (código ${exitCode})`}: ${runId}${exitCode === 0 ? '' : `; ${typed(`runs show ${runId}`)} cuenta qué pasó y qué hacer`}`,
  check_pending: 'cambios sin enviar',
  all_pending: ({ pending }) => (pending === 0 ? 'ninguno' : `${number(pending)}, por canal acá abajo`),
  check_channel: ({ channel }) => channel,
  channel_state: ({ channel, pending, since, dead, paused }) =>
    `${paused === null ? '' : `en pausa desde el ${paused}: `}${number(pending)} sin enviar${since === null ? '' : `, el primero desde ${since}`}; ${number(dead)} ${dead === 1 ? 'rechazado' : 'rechazados'}${dead === 0 ? '' : `: ${typed('dead list')} dice cuáles y por qué`}${channelTodo(channel, pending, paused)}`,
  foretold_late: ({ channel, pending, since }) =>
    `${channel} está atrasado: ${number(pending)} sin enviar, lo primero desde el ${since} UTC; lo que cambiaría esta sincronización se suma a eso, mirá ${typed('channels list')}`,
  foretold_paused: ({ channel, since }) =>
    `${channel} está en pausa desde el ${since} UTC: lo que cambiaría esta sincronización no se envía hasta que ejecutes ${typed(`channels resume ${channel}`)}`,
  check_quarantine: 'para corregir',
  in_quarantine: ({ count }) =>
    count === 0 ? 'nada' : `${plural(count, 'artículo', 'artículos')}: ${typed('quarantine')} los muestra`,
  check_address: 'alertas: dirección',
  check_secret: 'alertas: secreto',
  check_rights: 'base de datos: permisos para las alertas',
  all_rights: 'todos los que necesita ALERT_URL',
  check_right: ({ statement }) => `verificar el permiso para ${statement}`,
};

export const esText: AlertText = {
  whose: (target) => (target === null ? 'Sincronización de stock' : `Sincronización de stock de ${target}`),
  well: (runId) =>
    runId === null ? 'todo en orden otra vez.' : `todo en orden otra vez (sincronización ${runId}).`,
  ended: (runId, status, exitCode, why) =>
    `la sincronización ${runId} ${status} (código ${exitCode}): ${why}`,
  status: {
    incomplete: 'quedó incompleta',
    stopped: 'se detuvo',
    failed: 'falló',
    interrupted: 'se interrumpió',
  },
  blocked: (runId, count) =>
    `ningún producto se cuenta como fuera de la lista, así que no se da de baja ninguno: la lista de precios tiene ${plural(count, 'artículo', 'artículos')} sin id (sincronización ${runId}).`,
  unmapped: (units) =>
    `Se ${units === 1 ? 'vendió' : 'vendieron'} ${plural(units, 'unidad', 'unidades')} con un SKU que no tiene ningún producto, así que el stock no baja por eso. ${typed('movements --unmapped')} ${units === 1 ? 'la' : 'las'} muestra.`,
  salesWaiting: (count) =>
    `${plural(count, 'venta', 'ventas')} de la caja esperan desde hace más de un minuto que se las registre: hasta entonces, lo que vendieron sigue a la venta. No se pierde nada. Arrancá otro ${typed('sales-worker')}, o fijate en el registro de uno qué lo demora.`,
  salesDead: (count) =>
    `${plural(count, 'venta', 'ventas')} de la caja no se pudieron registrar y quedaron apartadas, así que el stock no baja por ellas. ${typed('dead list --channel sales')} dice por qué; cuando la caja esté corregida, ${typed('dead retry --channel sales --all')} las registra.`,
  uploadsDead: (count) =>
    `${plural(count, 'planilla', 'planillas')} no se ${count === 1 ? 'pudo' : 'pudieron'} terminar de cargar, por más que se intentó, así que falta el resto de sus productos. ${typed('dead list --channel uploads')} dice por qué; ${typed('dead retry --channel uploads --all')} sigue donde ${count === 1 ? 'quedó' : 'quedaron'}.`,
  noWorker: (queue, waiting) =>
    `Nadie registra las ventas de la caja: ningún proceso escucha la cola ${queue}, donde ${waiting === 0 ? 'todavía no espera ninguna' : plural(waiting, 'venta espera', 'ventas esperan')}. No se pierde nada, pero lo que vende la caja sigue a la venta. Arrancá ${typed('sales-worker')}, y fijate en su registro por qué terminó.`,
  brokerAway: (ms) =>
    `No se llega a RabbitMQ, que pasa las ventas de la caja, desde hace ${lasting(ms)}: lo que vende la caja sigue a la venta hasta que vuelva. ${typed('doctor')} dice qué le pasa.`,
  databaseAway: (ms) =>
    `No se llega a la base de datos desde hace ${lasting(ms)}: no se registra ninguna venta, y no se le avisa a ningún canal. No se pierde nada, pero lo que se vende sigue a la venta hasta que vuelva. ${typed('doctor')} dice qué le pasa.`,
  ordersUnread: (channel, ms) =>
    `Los pedidos de ${channel} no se leen desde hace ${lasting(ms)}: lo que vendió desde entonces puede seguir a la venta. ${typed('doctor')} dice qué lo impide.`,
  late: (channel, unit, count, ms, before) =>
    `${channel} está atrasado: ${units[unit](count)}, desde hace ${lasting(ms)}${before === null ? '' : `, y ${number(before.earlier)} desde hace ${lasting(before.ms)}`}. No se pierde nada: ${
      unit === 'product'
        ? `cada sincronización los envía de nuevo. Llamá hoy al proveedor del servicio que publica en ${channel}.`
        : `se envían de nuevo. ${typed('doctor')} dice qué lo impide.`
    }`,
  refused: (channel, unit, count) => {
    const [alone, all, them] = unit === 'product' ? ['solo', 'solos', 'los'] : ['sola', 'solas', 'las'];
    return `${channel} rechazó ${units[unit](count)}, que no ${count === 1 ? `se vuelve a enviar ${alone}` : `se vuelven a enviar ${all}`}. ${typed('dead list')} muestra las respuestas; ${typed('dead retry --all')} ${them} envía otra vez.`;
  },
};
