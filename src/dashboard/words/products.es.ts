import { typed } from '../../platform/command-line.ts';
import type { enProducts } from './products.en.ts';

/** Products: the search and the lists. */
export const esProducts: typeof enProducts = {
  search: {
    heading: 'Buscar un producto',
    label: 'Nombre, número o código',
    of: (count) => `Busca entre ${count} productos.`,
    left: (count) =>
      `Otros ${count} no entran en esta página, casi todos sin stock ni cambios: ${typed('history NÚMERO')} muestra cualquiera.`,
    unable: `En este navegador no se puede buscar (hacen falta JavaScript y una versión de 2023 o posterior): ${typed('history NÚMERO')} muestra un producto.`,
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
        typed: ['para corregir', 'a corregir'],
      },
    },
    none: 'No se encontró nada: buscá por palabras del nombre, por número o por código, o tocá uno de los botones.',
    one: '1 producto',
    many: '{count} productos.',
    first: 'Se ven los primeros {count}.',
    more: 'Mostrar {count} más',
    price: 'precio {count}',
    noPrice: 'sin precio',
    stock: 'stock {count}',
    noStock: 'sin stock',
    noStockSince: 'sin stock desde {moment}',
    stockUnknown: 'stock desconocido',
    owed: 'cambio sin enviar',
    dead: 'cambio rechazado',
    quarantine: 'para corregir',
    missing: 'fuera de la lista de precios',
    new: 'nuevo en la lista',
    retired: 'dado de baja',
    earlier: 'y {count} más de antes',
  },
  lists: {
    all: (count) => `Mostrar los ${count}`,
    fewer: 'Mostrar menos',
  },
  products: {
    heading: 'Productos',
    product: 'Producto',
    unnamed: 'sin nombre',
    noId: 'sin número',
    first: (shown, count) => `Los primeros ${shown} de ${count}.`,
    owed: {
      heading: 'Cambios sin enviar',
      none: 'No hay cambios sin enviar.',
      why: 'Última respuesta',
      noTry: 'todavía sin respuesta',
      paused: 'en pausa',
      behind: {
        channel_down: 'el servicio no responde',
        channel_failing: 'el servicio responde con errores propios',
        channel_settings: 'el servicio no acepta la contraseña del programa',
      },
    },
    dead: {
      heading: 'Cambios rechazados',
      none: 'No se rechazó ningún cambio.',
      unsaid: (status) => `rechazado sin decir por qué (HTTP ${status})`,
      at: (at) => `rechazado ${at}`,
      todo: `Estos no se vuelven a enviar solos. Corregí el producto o su publicación; después pedile a quien instaló el programa que los envíe otra vez (${typed('dead retry --all')}).`,
    },
    quarantine: {
      heading: 'Para corregir',
      none: 'No hay nada para corregir.',
      why: 'Motivo',
    },
  },
};
