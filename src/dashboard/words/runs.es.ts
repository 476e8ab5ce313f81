import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { enRuns } from './runs.en.ts';

const { number, plural } = formatsIn('es-AR');

/** Runs, one by one. */
export const esRuns: typeof enRuns = {
  runs: {
    heading: 'Sincronizaciones',
    none: 'En este tiempo no hubo ninguna sincronización.',
    day: (runs, changed) =>
      `${plural(runs, 'sincronización', 'sincronizaciones')}, ${changed === 0 ? 'sin cambios' : plural(changed, 'cambio', 'cambios')}`,
    noneThatDay: 'No hubo sincronizaciones.',
    quiet: (runs, changed) =>
      `${plural(runs, 'sincronización', 'sincronizaciones')} ${changed === 0 ? 'sin cambios' : `sin problemas, ${plural(changed, 'cambio', 'cambios')}`}`,
    bounded: (folded) =>
      `Acá están todas las que anduvieron mal. De las que anduvieron bien, ${folded} solo se cuentan.`,
    same: (runs, times) => `${number(runs)} veces igual${times === 1 ? '' : `, en ${number(times)} tandas`}`,
    sameCause: (runs, times, changed) =>
      `${number(runs)} veces por la misma causa${times === 1 ? '' : `, en ${number(times)} tandas`}${changed === 0 ? '' : `; ${plural(changed, 'cambio', 'cambios')} en total`}`,
    newest: 'la última',
    products: (count) => plural(count, 'producto', 'productos'),
    moreProducts: (count, runId) =>
      `Y ${number(count)} más: quien instaló el programa los ve con ${typed(`runs show ${runId}`)}.`,
    productsOf: (count, runId) =>
      `${plural(count, 'producto', 'productos')}: ${typed(`runs show ${runId}`)} los muestra.`,
    new: 'nuevo',
    retired: 'dado de baja',
    price: 'precio',
    stock: 'stock',
    command: {
      sync: 'Sincronización',
      select: 'Sincronización de algunos productos',
      flash: 'Flash',
      notify: 'Solo envío de cambios',
    },
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
    read: (count) => `${plural(count, 'producto leído', 'productos leídos')}: `,
    notLoaded: (count) => `${plural(count, 'producto leído', 'productos leídos')}, nada cargado; `,
    forced: 'Se dejó pasar con --force.',
    overridden: (what) => `Se dejó pasar con --force: ${what}`,
    notFound: (ids) => `No están en la lista de precios: ${ids}.`,
  },
};
