import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { enOver } from './over.en.ts';

const { plural } = formatsIn('es-AR');

const causes: (typeof enOver)['causes'] = {
  settings: 'La configuración del programa estaba mal.',
  output: 'No se pudo escribir el resultado: puede que el disco estuviera lleno.',
  secret: 'El programa no podía leer una de sus contraseñas, o no encontraba nada que le sirviera.',
  database_refuses:
    'La base de datos no dejaba entrar al programa, o no le dejaba hacer lo que tenía que hacer.',
  schema: 'A la base de datos le faltaban tablas de esta versión del programa.',
  table: 'La tabla de productos no estaba hecha como la necesita el programa.',
  channel_down: 'Mercado Libre no tomó ningún producto: no respondía el servicio que publica ahí.',
  channel_failing:
    'Mercado Libre no tomó ningún producto: el servicio que publica ahí respondía con errores propios.',
  channel_settings:
    'El servicio que publica en Mercado Libre no aceptaba la contraseña del programa, o no estaba en su dirección.',
};

const sent = (solved: string, refused: number): string =>
  refused === 0
    ? `Ya se resolvió: lo que faltaba enviar se envió ${solved}.`
    : `Lo que faltaba enviar se envió ${solved}, salvo ${plural(refused, 'producto', 'productos')} que Mercado Libre rechazó y no se ${refused === 1 ? 'vuelve a enviar solo' : 'vuelven a enviar solos'}: ${typed('dead list')} dice si ${refused === 1 ? 'sigue rechazado' : 'siguen rechazados'}.`;
const endedWell = (_at: string | null, solved: string): string =>
  `Ya se resolvió: el stock se cargó. La sincronización que empezó ${solved} terminó bien.`;

const means: (typeof enOver)['means'] = {
  unchanged: (at, solved) =>
    `El stock siguió por un tiempo como estaba${at === null ? '' : ` ${at}`}. Ya se resolvió: la sincronización que empezó ${solved} cargó bien.`,
  unsent: (_at, solved, refused) => `El stock se cargó. ${sent(solved, refused)}`,
  refused: () => 'El stock se cargó. Lo que se rechazó una y otra vez no se envió.',
  held_back: endedWell,
  rest_pending: endedWell,
  only_sending: (_at, solved, refused) => sent(solved, refused),
  not_compared: (_at, solved) => `Ya se resolvió: la comparación que empezó ${solved} salió bien.`,
};

export const esOver: typeof enOver = { causes, means };
