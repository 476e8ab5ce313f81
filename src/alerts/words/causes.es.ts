import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { lasting } from './es.ts';
import { esMarketplace } from './marketplace.es.ts';
import { esOver } from './over.es.ts';
import type { CauseText } from './causes.en.ts';

const { number, plural } = formatsIn('es-AR');

const PROVIDER = 'al proveedor del servicio que publica en Mercado Libre';
const INSTALLER = 'quien instaló el programa';
const ITSELF = 'No hace falta que hagas nada: la próxima sincronización lo intenta de nuevo.';

const SENT_AGAIN = `Si dura menos de media hora, no hace falta que hagas nada: cada sincronización los envía de nuevo. Si dura más, llamá ${PROVIDER}.`;

const causes: CauseText['causes'] = {
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
  source_down: {
    what: 'Bitcram no respondió.',
    todo: `${ITSELF} Si en una hora sigue igual, abrí Bitcram en un navegador: si abre, llamá a ${INSTALLER}; si no, al soporte de Bitcram.`,
  },
  source_failing: {
    what: 'Bitcram respondió con un error propio.',
    todo: `${ITSELF} Si en una hora sigue igual, llamá al soporte de Bitcram.`,
  },
  source_blocked: {
    what: 'Algo que está delante de Bitcram no dejó pasar al programa.',
    todo: 'Llamá al soporte de Bitcram y pediles que dejen pasar la dirección del programa.',
  },
  source_answer: {
    what: 'Bitcram respondió algo que no se puede usar.',
    todo: `${ITSELF} Si en una hora sigue igual, llamá al soporte de Bitcram.`,
  },
  source_moved: {
    what: 'La lista de Bitcram cambió mientras se leía.',
    todo: ITSELF,
  },
  source_empty: {
    what: 'Bitcram mandó una lista vacía, y eso no puede estar bien.',
    todo: 'Mirá la lista de precios y el stock en Bitcram. Si ahí están, llamá al soporte de Bitcram.',
  },
  source_unusable: {
    what: 'Demasiados artículos de Bitcram tienen datos que no se pueden usar.',
    todo: 'Corregilos en Bitcram: la lista de lo que hay para corregir dice el motivo de cada uno.',
  },
  source_place: {
    what: 'Bitcram mandó stock o precios de otro depósito u otra lista de precios que los pedidos.',
    todo: 'Llamá al soporte de Bitcram y mostrales los detalles técnicos.',
  },
  source_address: {
    what: 'El programa no encuentra a Bitcram donde debería estar.',
    todo: `Llamá a ${INSTALLER}: hay que corregir la dirección de Bitcram.`,
  },
  checkout: {
    what: 'La caja que lee el programa no está en Bitcram, o le falta su depósito o su lista de precios.',
    todo: `Fijate si alguien la cambió en Bitcram. Si no, llamá a ${INSTALLER}.`,
  },
  token: {
    what: 'Bitcram ya no acepta el acceso del programa.',
    todo: `Llamá a ${INSTALLER}: hace falta un token nuevo, o el usuario y la contraseña correctos.`,
  },
  renewal: {
    what: 'El programa no pudo renovar su acceso a Bitcram.',
    todo: `Mostrale hoy los detalles técnicos a ${INSTALLER}: sin acceso no se lee nada.`,
  },
  flash_first: {
    what: 'Una sincronización rápida necesita antes una completa.',
    todo: `Llamá a ${INSTALLER}: tiene que correr la sincronización completa (${typed('sync')}).`,
  },
  guard: {
    what: 'La sincronización se detuvo, porque habría empeorado demasiados productos de una vez.',
    todo: `Mirá los precios y el stock en Bitcram. Si están mal, corregilos ahí: la próxima sincronización sigue sola. Si están bien, pedile a ${INSTALLER} que deje pasar una sincronización (${typed('sync --force')}).`,
  },
  other_place: {
    what: 'La sincronización se detuvo, porque el stock y los precios vendrían de otro depósito u otra lista de precios que antes.',
    todo: `Fijate si alguien cambió la caja en Bitcram. Si era lo que querías, pedile a ${INSTALLER} que deje pasar una sincronización (${typed('sync --force')}).`,
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

export const esCauses: CauseText = {
  causes,
  means,
  watched,
  late,
  lasting,
  over: esOver,
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
