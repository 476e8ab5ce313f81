import { grouped as groupedBy, plural as pluralBy, seconds as secondsBy } from '../platform/text.ts';
import type { Counted } from '../platform/progress.ts';
import type { Messages } from './en.ts';

const grouped = (count: number): string => groupedBy(count, '.');
const plural = (count: number, one: string, many: string): string => pluralBy(count, one, many, '.');
const seconds = (durationMs: number, decimals?: number): string => secondsBy(durationMs, decimals, ',');

const NOUNS: Record<Counted, [one: string, many: string]> = {
  products: ['producto', 'productos'],
  webhooks: ['aviso', 'avisos'],
};

export const es: Messages = {
  progress: {
    phases: {
      locate: 'Buscar la caja',
      extract: 'Leer precios y stock',
      guard: 'Controlar que no pase lo que no debe',
      forecast: 'Contar lo que haría una corrida',
      load: 'Guardar los cambios',
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
      incomplete: (took) => `Se guardó en ${seconds(took)}, pero no está todo hecho`,
      stopped: (took) => `Se detuvo a los ${seconds(took)}, no se guardó nada`,
      failed: (took) => `Falló a los ${seconds(took)}, no se guardó nada`,
      interrupted: (took) => `Se interrumpió a los ${seconds(took)}`,
    },
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
    quarantined: (count) => `${grouped(count)} en cuarentena (véase \`quarantine\`)`,
    delivered: (count) => plural(count, 'aviso entregado', 'avisos entregados'),
    pending: (count) => (count === 0 ? 'ninguno pendiente' : plural(count, 'pendiente', 'pendientes')),
    dead: (count) => plural(count, 'abandonado', 'abandonados') + ' (`notify --dead` los envía otra vez)',
    nothingOwed: 'no había avisos por enviar',
    wouldOwe: (count) => plural(count, 'aviso quedaría por enviar', 'avisos quedarían por enviar'),
    read: (fetched, unchanged) =>
      `${plural(fetched, 'producto leído', 'productos leídos')}, ${grouped(unchanged)} sin cambios`,
    guard: (count, of, what, percent, limit) =>
      `${grouped(count)} de ${grouped(of)} ${what} (${comma(percent)} %, se permite ${comma(limit)} %)`,
    largest: (examples) => `, los mayores ${examples}`,
    run: (runId, exitCode, peakRssMb) => `corrida ${runId}, código ${exitCode}, ${peakRssMb} MB`,
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

  said: [],
};

function comma(percent: number): string {
  return String(percent).replace('.', ',');
}
