import { formatsIn } from '../../platform/formats.ts';
import type { enDays } from './days.en.ts';
import { hour } from './hour.es.ts';

const { number, plural } = formatsIn('es-AR');

/** The days: how each went, what today changed, and the charts. */
export const esDays: typeof enDays = {
  strip: {
    heading: (days) => (days === 1 ? 'Hoy' : `${days} días, día por día`),
    days: {
      good: (count) => `${plural(count, 'día', 'días')} bien`,
      incomplete: (count) => plural(count, 'día incompleto', 'días incompletos'),
      stopped: (count) => `${plural(count, 'día', 'días')} con una sincronización detenida`,
      failed: (count) => `${plural(count, 'día', 'días')} con fallas`,
      none: (count) => `${plural(count, 'día', 'días')} sin sincronizaciones`,
      unrecorded: (count) => `${plural(count, 'día', 'días')} sin registro`,
    },
    result: {
      good: 'todo bien',
      incomplete: 'incompleto',
      stopped: 'se detuvo una sincronización',
      failed: 'hubo fallas',
      none: 'sin sincronizaciones',
      unrecorded: 'sin registro: fue antes de la instalación o de lo que se guarda',
    },
    runs: {
      good: (count) => `${plural(count, 'sincronización terminó', 'sincronizaciones terminaron')} bien`,
      incomplete: (count) =>
        `${plural(count, 'sincronización no terminó', 'sincronizaciones no terminaron')} todo`,
      stopped: (count) => plural(count, 'sincronización se detuvo', 'sincronizaciones se detuvieron'),
      failed: (count) => plural(count, 'sincronización falló', 'sincronizaciones fallaron'),
    },
    unloaded: (from, to) => {
      if (from === null) {
        return to === null ? 'En todo el día no se cargó nada.' : `Hasta ${hour(to)} no se cargó nada.`;
      }
      return to === null
        ? `Desde ${hour(from)} no se cargó nada más.`
        : `Entre ${hour(from)} y ${hour(to)} no se cargó nada.`;
    },
  },
  today: {
    link: 'Hoy',
    heading: (day) => `Hoy, ${day}`,
    gap: {
      first_load: (at) =>
        `El stock se cargó por primera vez hoy, ${at}: lo que cambió se sabe desde entonces.`,
      not_kept: (at) =>
        `Lo que cambió hasta la sincronización que terminó ${at} no quedó guardado producto por producto; con HISTORY_DAYS mayor que 0 queda guardado.`,
      no_run: (at) => `De hoy no hay registro antes de la sincronización que empezó ${at}.`,
    },
    manyNew: (count, areAll) =>
      `${plural(count, 'producto nuevo', 'productos nuevos')} hoy: demasiados para una lista${areAll ? '; son todos los que hay' : ''}.`,
    outOfStock: (count) =>
      `${plural(count, 'producto', 'productos')} de la lista de precios ${count === 1 ? 'está' : 'están'} sin stock ahora.`,
    counted: (count) =>
      `${plural(count, 'cambio', 'cambios')} hoy, contados sincronización por sincronización. Cada lista tiene un producto una sola vez, de cómo estaba a la mañana a cómo está ahora; los que solo vendieron o recibieron algunas unidades no están en ninguna.`,
    goneBeside: (count, areMore) =>
      count === 1
        ? `${areMore ? 'Otro producto' : '1 producto'} se dio de baja hoy: ya no tenía stock, o volvió a la lista de precios.`
        : `${areMore ? 'Otros ' : ''}${number(count)} productos se dieron de baja hoy: ya no tenían stock, o volvieron a la lista de precios.`,
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
      heading: 'Dados de baja hoy',
      none: 'Ningún producto se dio de baja.',
      columns: ['Tenía', 'Cuándo'],
    },
  },
  charts: {
    heading: (days) => (days === 1 ? 'El último día' : `Los últimos ${days} días`),
    day: 'Día',
    numbers: 'Ver como tabla',
    seconds: 's',
    changes: {
      title: 'Cambios',
      series: ['de productos conocidos', 'productos nuevos'],
      none: 'Ningún día cambió nada.',
      same: (value) => `${value} cambios por día, todos los días.`,
      range: (least, most, day) => `Entre ${least} y ${most} cambios por día, la mayor cantidad el ${day}.`,
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
};
