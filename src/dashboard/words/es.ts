import { units } from '../../alerts/words/counted.es.ts';
import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en, PageText } from './en.ts';
import { hour } from './hour.es.ts';
import { esDays } from './days.es.ts';
import { esProducts } from './products.es.ts';
import { esRuns } from './runs.es.ts';
import { esTill } from './till.es.ts';

const { number, plural } = formatsIn('es-AR');

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
  read_runs: 'leer las sincronizaciones',
  read_drift: 'leer qué difería en los marketplaces',
  read_sales: 'contar las ventas de la caja',
  read_last_run: 'leer la última sincronización',
  read_stories: 'leer cómo fueron las sincronizaciones',
  read_changes: 'leer qué cambió',
  read_outbox: 'leer los cambios por enviar',
  read_quarantine: 'leer los artículos para corregir',
  read_missing: 'leer qué falta en la lista',
  read_catalogue: 'leer el catálogo',
};

export const esText: PageText = {
  locale: 'es-AR',
  written: (file, size) => `La página está en ${file} (${size}).`,
  title: (target) => (target === null ? 'Stock y precios' : `Stock y precios de ${target}`),
  made: (moment) => `Estado al ${moment}`,
  at: (time, day) => (day === null ? `a ${hour(time)}` : `el ${day}, ${time}`),
  since: (time, day) => `desde ${day === null ? hour(time) : `el ${day}, ${time}`}`,
  old: 'Esta página se hizo {ago}. Pedí una nueva antes de confiar en ella.',
  lessThanMinute: 'menos de un minuto',
  percent: (value) => `${value} %`,
  contents: 'En esta página',
  level: { good: 'Todo en orden', attention: 'Para mirar', trouble: 'Algo anda mal' },
  state: {
    never: 'Todavía no terminó ninguna sincronización, así que nada se puede decir del stock',
    counted: 'El stock es el que se contó acá, menos lo que se vendió desde entonces',
    current: (ago, at, except) =>
      `El stock está al día${except}: la última sincronización terminó bien ${ago} (${at})`,
    loadedNow: (ago, at, except) => `El stock está al día${except}: se cargó ${ago} (${at})`,
    loaded: (ago, at, except) => `El stock se cargó bien ${ago} (${at})${except}`,
    except: (count) => `, salvo ${plural(count, 'artículo', 'artículos')} para corregir`,
    unfinished: (ago, at) =>
      `El stock se puso al día ${ago} (${at}), pero esa sincronización no pudo terminar todo`,
    silent: (ago, at) =>
      `El stock puede estar desactualizado: la última sincronización fue ${ago} (${at}) y desde entonces no terminó ninguna`,
    behind: (goodAt, at) =>
      `El stock quedó como estaba ${goodAt}: la última sincronización (${at}) no cargó nada`,
    empty: (at) => `Todavía no se cargó ningún stock: la última sincronización (${at}) no cargó nada`,
    running: (since) => `, y hay una en marcha ${since}`,
    nothingLeft: (channels) => `No queda nada por enviar a ${channels}`,
    pending: (channel, unit, count, lasting) =>
      `${units[unit](count)} por enviar a ${channel}, desde hace ${lasting}`,
    waiting: (unit, count, since) => `${units[unit](count)} ${since}`,
    waitingAlso: (most, earlier, since) => `${most} y ${number(earlier)} ${since}`,
    late: (channel, unit, waiting, dead) =>
      `${channel} está atrasado: ${waiting}${dead === 0 ? '' : `, y rechazó ${units[unit](dead)}`}`,
    paused: (channel, unit, since, pending, dead) =>
      `${channel} está en pausa ${since}: ${pending === 0 ? 'no espera nada' : `${pending === 1 ? 'espera' : 'esperan'} ${units[unit](pending)}`}${dead === 0 ? '' : `, y rechazó ${units[unit](dead)}`}`,
    refused: (channel, unit, count) => `${channel} rechazó ${units[unit](count)}`,
    oversellable: (channel, unit, count) =>
      `En ${channel}, ${units[unit](count)} todavía ${count === 1 ? 'puede' : 'pueden'} vender más de lo que hay`,
  },
  unmapped: (units) =>
    `Se ${units === 1 ? 'vendió' : 'vendieron'} ${plural(units, 'unidad', 'unidades')} con un SKU que no tiene ningún producto, así que el stock no baja por eso: pedile a quien instaló el programa que le asigne un producto (${typed('movements --unmapped')}).`,
  drift: (channel, at, d) => {
    const all =
      d.compared === d.listings
        ? `${d.listings === 1 ? 'La' : 'Las'} ${plural(d.listings, 'publicación', 'publicaciones')} de ${channel} se ${d.listings === 1 ? 'comparó' : 'compararon'}`
        : `De ${plural(d.listings, 'publicación', 'publicaciones')} de ${channel} se ${d.compared === 1 ? 'comparó' : 'compararon'} ${number(d.compared)}`;
    const compared = `${all} con el stock ${at}: `;
    if (d.stopped)
      return `${compared}${number(d.drifted)} mostraban otra cosa, tantas que no se corrigió ninguna.`;
    const outcomes = [
      ...(d.corrected > 0
        ? [d.corrected === 1 ? 'se corrigió 1' : `se corrigieron ${number(d.corrected)}`]
        : []),
      ...(d.adopted > 0
        ? [d.adopted === 1 ? 'se tomó 1 como stock' : `se tomaron ${number(d.adopted)} como stock`]
        : []),
      ...(d.left > 0
        ? [d.left === 1 ? 'quedó 1 como estaba' : `quedaron ${number(d.left)} como estaban`]
        : []),
    ];
    const found =
      d.drifted === 0
        ? 'ninguna difería.'
        : `${number(d.drifted)} ${d.drifted === 1 ? 'mostraba' : 'mostraban'} otra cosa, como si alguien la hubiera puesto ahí: ${outcomes.join(', ')}.`;
    const more = d.corrected_in_day - d.corrected;
    return `${compared}${found}${more > 0 ? ` En las 24 horas anteriores se ${more === 1 ? 'corrigió' : 'corrigieron'} ${number(more)}.` : ''}`;
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
    changedToday: 'cambios hoy',
    missing: 'fuera de la lista, sin dar de baja',
    quarantine: 'para corregir',
    owed: 'cambios sin enviar',
    dead: 'cambios rechazados',
  },
  ...esDays,
  ...esProducts,
  ...esRuns,
  ...esTill,
  footer: {
    zone: (zone) => `Los días y las horas son los de ${zone}.`,
    picture: 'La página muestra el momento en que se hizo; funciona sin internet.',
  },
};
