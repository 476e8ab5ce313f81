import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { lasting } from './es.ts';
import { esMarketplace } from './marketplace.es.ts';
import { esOver } from './over.es.ts';
import { esSource } from './source.es.ts';
import type { CauseText, enCauses } from './causes.en.ts';

const { number, plural } = formatsIn('es-AR');

const PROVIDER = 'al proveedor del servicio que publica en Mercado Libre';
const INSTALLER = 'quien instaló el programa';
const ITSELF = 'No hace falta que hagas nada: la próxima sincronización lo intenta de nuevo.';

const SENT_AGAIN = `Si dura menos de media hora, no hace falta que hagas nada: cada sincronización los envía de nuevo. Si dura más, llamá ${PROVIDER}.`;

const causes: Omit<CauseText['causes'], keyof ReturnType<typeof esSource>['causes']> = {
  usage: {
    what: 'El programa recibió una orden que no conoce.',
    todo: `Mostrale los detalles técnicos a ${INSTALLER}.`,
  },
  settings: {
    what: 'La configuración del programa está mal.',
    todo: `Llamá a ${INSTALLER}: hasta que se corrija no sigue.`,
  },
  bug: {
    what: 'El programa encontró un error propio y se detuvo por las dudas.',
    todo: `Mostrale los detalles técnicos a ${INSTALLER}.`,
  },
  service_down: {
    what: 'No respondió un servicio que el programa necesita.',
    todo: `${ITSELF} Si en una hora sigue igual, llamá a ${INSTALLER}.`,
  },
  too_long: {
    what: 'La sincronización tardó más de lo permitido y se cortó.',
    todo: `${ITSELF} Si vuelve a pasar, llamá a ${INSTALLER}.`,
  },
  interrupted: {
    what: 'La sincronización se detuvo desde afuera: alguien la paró o se reinició el equipo.',
    todo: 'No hace falta que hagas nada: sigue la próxima sincronización.',
  },
  locked: {
    what: 'Todavía estaba trabajando otra sincronización.',
    todo: 'No hace falta que hagas nada.',
  },
  output: {
    what: 'No se pudo escribir el resultado: puede que el disco esté lleno.',
    todo: `Llamá a ${INSTALLER}.`,
  },
  flash_first: {
    what: 'Una sincronización rápida necesita antes una completa.',
    todo: `Llamá a ${INSTALLER}: tiene que correr la sincronización completa (${typed('sync')}).`,
  },
  drift: {
    what: 'Tantas publicaciones muestran otra cosa que la que deberían que no se corrigió ninguna.',
    todo: `Fijate si alguien puso otras cantidades en muchas publicaciones a propósito, o si el stock está mal. Si el stock está bien, pedile a ${INSTALLER} que deje pasar una comparación (${typed('reconcile --force')}).`,
  },
  secret: {
    what: 'El programa no puede leer una de sus contraseñas, o no encuentra nada que le sirva.',
    todo: `Llamá a ${INSTALLER}.`,
  },
  secret_down: {
    what: 'No respondió el servicio que guarda las contraseñas.',
    todo: `${ITSELF} Si en una hora sigue igual, llamá a ${INSTALLER}.`,
  },
  database_refuses: {
    what: 'La base de datos no deja entrar al programa, o no le deja hacer lo que tiene que hacer.',
    todo: `Llamá a ${INSTALLER} o al proveedor de la base de datos.`,
  },
  database_down: {
    what: 'No respondió la base de datos.',
    todo: `${ITSELF} Si en una hora sigue igual, llamá al proveedor de la base de datos.`,
  },
  database_busy: {
    what: 'Otro programa estaba usando las mismas filas de la base de datos.',
    todo: ITSELF,
  },
  schema: {
    what: 'A la base de datos le faltan tablas de esta versión del programa.',
    todo: `Llamá a ${INSTALLER}: quedó una actualización sin terminar (${typed('migrate')}).`,
  },
  table: {
    what: 'La tabla de productos no está hecha como la necesita el programa.',
    todo: `Llamá a ${INSTALLER}.`,
  },
  row: {
    what: 'La tabla de productos rechazó un producto, así que no se cargó ninguno.',
    todo: `Mostrale los detalles técnicos a ${INSTALLER}.`,
  },
  run_erased: {
    what: 'Alguien borró de la base de datos el registro de esta sincronización mientras trabajaba.',
    todo: `${ITSELF} Preguntale a ${INSTALLER} quién borra ahí.`,
  },
  procedures: {
    what: 'Un paso que este negocio tiene después de cada carga falló o no terminó.',
    todo: `Llamá a ${INSTALLER}.`,
  },
  channel_pending: {
    what: 'Mercado Libre no tomó todos los productos.',
    todo: SENT_AGAIN,
  },
  channel_down: {
    what: 'Mercado Libre no tomó ningún producto: no responde el servicio que publica ahí.',
    todo: SENT_AGAIN,
  },
  channel_failing: {
    what: 'Mercado Libre no tomó ningún producto: el servicio que publica ahí responde con errores propios.',
    todo: SENT_AGAIN,
  },
  channel_slow: {
    what: 'Había más productos para enviar que tiempo para enviarlos.',
    todo: 'No hace falta que hagas nada: la próxima sincronización envía el resto.',
  },
  channel_held: {
    what: 'A esta sincronización se le pidió que no enviara nada.',
    todo: 'No hace falta que hagas nada: la próxima sincronización que envíe los envía todos.',
  },
  channel_settings: {
    what: 'El servicio que publica en Mercado Libre no acepta la contraseña del programa, o no está en su dirección.',
    todo: `Llamá a ${INSTALLER} o ${PROVIDER}.`,
  },
  broker: {
    what: 'RabbitMQ, que pasa las ventas de la caja, no responde o no deja entrar al programa.',
    todo: `No se pierde nada: las ventas esperan. Si sigue igual, llamá a ${INSTALLER}.`,
  },
  alert_down: {
    what: 'No se pudo enviar la alerta.',
    todo: `${ITSELF} Si sigue igual, llamá a ${INSTALLER}.`,
  },
  lost: {
    what: 'El programa se cortó en medio de esta sincronización sin decir por qué: puede que se haya apagado el equipo.',
    todo: `No hace falta que hagas nada: sigue la próxima sincronización. Si vuelve a pasar, llamá a ${INSTALLER}.`,
  },
  silent: {
    what: 'Hace más tiempo de lo habitual que no termina ninguna sincronización.',
    todo: `Llamá a ${INSTALLER}: el programa no corre o no llega a terminar.`,
  },
  refused: {
    what: 'Lo que fue rechazado una y otra vez no se vuelve a enviar solo.',
    todo: `La lista de rechazados dice qué se respondió: corregí los productos o llamá ${PROVIDER}. Después pedile a ${INSTALLER} que los envíe otra vez (${typed('dead retry --all')}).`,
  },
};

const means: CauseText['means'] = {
  unchanged: (at) =>
    `El stock quedó como estaba${at === null ? '' : ` ${at}`}. Lo que cambió desde entonces todavía no se publicó.`,
  unsent: () => 'El stock está cargado. Lo que Mercado Libre todavía no sabe no se pierde: queda por enviar.',
  refused: () => 'El stock está cargado. En Mercado Libre lo rechazado sigue como estaba.',
  held_back: () =>
    'El stock está cargado, pero hasta que esto ande no se le avisa a Mercado Libre. Nada se pierde.',
  rest_pending: () => 'El stock está cargado. Lo que faltó hacer después no se pierde.',
  only_sending: () => 'El stock no cambia por esto. Lo que queda por enviar no se pierde.',
  not_compared: () =>
    'El stock no cambia por esto, y lo que cambia se sigue enviando. Mientras tanto, una publicación que alguien editó a mano queda como está.',
};

const watched: CauseText['watched'] = {
  vanish: (count, total) =>
    `${number(count)} de ${number(total)} productos habrían desaparecido de la lista de precios`,
  sell_out: (count, total) => `${number(count)} de ${number(total)} productos habrían quedado sin stock`,
  lose_price: (count, total) => `${number(count)} de ${number(total)} productos habrían perdido su precio`,
  halve_price: (count, total) =>
    `${number(count)} de ${number(total)} productos habrían bajado a menos de la mitad de su precio`,
};

const sinceLong = (long: string): string =>
  `Lleva ${long} así: llamá hoy ${PROVIDER}. No se pierde nada: lo que falta se envía cuando responda.`;

const late: CauseText['late'] = {
  channel_pending: sinceLong,
  channel_down: sinceLong,
  channel_failing: sinceLong,
  channel_slow: (long) =>
    `Lleva ${long} así: llamá hoy a ${INSTALLER}, porque hace falta más tiempo para enviar.`,
  channel_held: (long) => `Lleva ${long} así: preguntale hoy a ${INSTALLER} por qué no se envía.`,
};

export const esCauses: typeof enCauses = (supplier) => {
  const source = esSource(supplier);
  return {
    causes: { ...causes, ...source.causes },
    means,
    watched,
    late,
    lasting,
    over: { ...esOver, causes: { ...esOver.causes, ...source.over } },
    ofMarketplace: esMarketplace,
    at: (time) => `el ${time}`,
    toDo: (todo) => `Qué hacer: ${todo}`,
    details: (facts) => `Detalles técnicos: ${facts}`,
    exit: (code) => `código ${code}`,
    isSolved: 'Ya se resolvió.',
    left: (count) => `Mercado Libre no tomó ${plural(count, 'producto', 'productos')}.`,
    and: ' y ',
    stopped: (seen) => `La sincronización se detuvo antes de cargar: ${seen}.`,
    largest: (examples) => `Los mayores: ${examples}.`,
  };
};
